import { click, fill, number, open, until, value } from "./lib/page.mjs";

export const name = "another network is one field away; a rate that explodes is told, and cured by one button";
export const timeout = 120_000;

export async function run({ page, url, assert }) {
  await open(page, url);
  // Each preset is a network to start from.
  for (const [at, layers] of ["784-16-16-10", "784-128-10", "784-10"].entries()) {
    await page.$$eval(".presets button", (buttons, at) => buttons[at].click(), at);
    await until(page, "architecture", new Function("value", `return value === "${layers}"`));
    // The quick one's rate falls; the others are without what it was set up with.
    assert.equal(await value(page, "schedule"), at === 1 ? "linear" : "constant");
  }
  await fill(page, "architecture", "32");
  await until(page, "architecture", (value) => value === "784-32-10");
  await page.select('[data-testid="activation"]', "relu");
  await until(page, "activation", (value) => value === "relu");
  await page.select('[data-testid="optimizer"]', "adam");
  await until(page, "optimizer", (value) => value === "adam");
  assert.equal(await value(page, "learning-rate"), "0.001", "Adam comes with a rate that suits it");
  await click(page, "train");
  await until(page, "test-accuracy", (value) => Number(value) > 0.85, 60_000);
  await click(page, "train");
  await until(page, "status", (value) => value === "paused");

  // The same seed is the same start, another is not.
  const start = async () => {
    await click(page, "reset");
    await until(page, "steps", (value) => value === "0");
    await click(page, "step");
    await until(page, "steps", (value) => value === "1");
    return value(page, "train-loss");
  };
  const one = await start();
  await click(page, "new-seed");
  await until(page, "seed", (value) => value === "2");
  assert.notEqual(await start(), one);
  await fill(page, "seed", "1");
  await until(page, "seed", (value) => value === "1");
  assert.equal(await start(), one);

  // Far too large a rate: worse than at the start, and told.
  await page.$$eval(".presets button", (buttons) => buttons[0].click());
  await until(page, "architecture", (value) => value === "784-16-16-10");
  await fill(page, "learning-rate", "100");
  await click(page, "train");
  await page.waitForSelector('[data-testid="worse"]', { timeout: 30_000 });
  await click(page, "train");
  await until(page, "status", (value) => value === "paused");
  assert.equal(await page.$('[data-testid="notice"]'), null, "the way back ends when one goes on");

  // So large that numbers overflow.
  await page.select('[data-testid="optimizer"]', "momentum");
  await until(page, "optimizer", (value) => value === "momentum");
  await page.select('[data-testid="activation"]', "identity");
  await until(page, "activation", (value) => value === "identity");
  await fill(page, "architecture", "64-64-64");
  await until(page, "architecture", (value) => value === "784-64-64-64-10");
  await fill(page, "learning-rate", "100");
  await click(page, "train");
  await page.waitForSelector('[data-testid="diverged"]', { timeout: 30_000 });
  assert.equal(await value(page, "status"), "paused");
  await page.$eval('[data-testid="diverged"] button', (button) => button.click());
  await until(page, "steps", (value) => value === "0");
  assert.equal(await number(page, "learning-rate"), 10);
}
