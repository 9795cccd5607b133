import { at, click, fill, fullSpeed, number, open, until, value } from "./lib/page.mjs";

export const name = "a link to the playground's run opens the playground, with the same points and the same numbers";
export const timeout = 120_000;

/** What the button copied. */
const link = async (page) => {
  await page.$eval(at("copy-run-link"), (button) => delete button.dataset.value);
  await click(page, "copy-run-link");
  await page.waitForFunction((selector) => /[#&]run=/.test(document.querySelector(selector).dataset.value ?? ""), {}, at("copy-run-link"));
  return value(page, "copy-run-link");
};
const says = (page, words) =>
  page.waitForFunction(
    (selector, source) => new RegExp(source).test(document.querySelector(selector).innerText),
    { polling: 50 },
    at("link-leads"),
    words.source,
  );
const pressed = (page, testid) =>
  page.waitForFunction((selector) => document.querySelector(selector).getAttribute("aria-pressed") === "true", {}, at(testid));

export async function run({ page, url, assert }) {
  await open(page, url);
  await click(page, "room-small");
  await click(page, "small-tab-playground");
  await page.waitForSelector(at("copy-run-link"));
  await fullSpeed(page);
  await click(page, "pattern-moons");
  await pressed(page, "pattern-moons");
  await fill(page, "stop-epochs", "4");
  await until(page, "stop-epochs", (epochs) => epochs === "4");
  await says(page, /start/);

  // A run that has come to an end by a rule, and one step on.
  await click(page, "train");
  await until(page, "status", (status) => status === "finished");
  await click(page, "step");
  await until(page, "status", (status) => status === "paused");
  await until(page, "test-loss", (loss) => loss !== "");
  const steps = await number(page, "steps");
  const loss = await value(page, "train-loss");
  await says(page, new RegExp(`at update ${steps}\\b`));
  const address = await link(page);

  await page.goto("about:blank");
  await page.goto(address);
  await page.waitForSelector(at("small-playground"));
  await pressed(page, "pattern-moons");
  await until(page, "steps", new Function("value", `return value === "${steps}"`));
  await until(page, "status", (status) => status === "paused" || status === "finished");
  assert.equal(await page.$(at("steps-view")), null, "where one plays, not in the step view");
  assert.equal(await value(page, "stop-epochs"), "4");
  // It came there at full speed, and goes on at the playground's pace.
  await until(page, "speed", (speed) => speed === "25");
  // Of the same step, told in the same way: one step more on both sides.
  await click(page, "step");
  await until(page, "steps", new Function("value", `return value === "${steps + 1}"`));
  const ahead = await value(page, "train-loss");
  assert.ok(Number.isFinite(Number(ahead)) && Number.isFinite(Number(loss)));
  // The lesson's own run is there, at its start.
  await click(page, "room-lesson");
  await until(page, "architecture", (layers) => layers === "784-16-16-10");
  await until(page, "speed", (speed) => speed === "unlimited");
  await until(page, "steps", (value) => value === "0");
  await click(page, "room-small");
  await until(page, "steps", new Function("value", `return value === "${steps + 1}"`));

  // Changed by hand on the way, it can only lead to the start, and says so.
  await page.$eval(at("points-noise"), (slider) => {
    slider.value = "0.3";
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await until(page, "points-noise", (noise) => Math.abs(Number(noise) - 0.3) < 1e-6);
  await says(page, /changed.*leads to the start/s);
  const start = await link(page);
  assert.doesNotMatch(start, /&step=/);
  await page.goto("about:blank");
  await page.goto(start);
  await page.waitForSelector(at("small-playground"));
  await until(page, "steps", (value) => value === "0");
  await until(page, "points-noise", (noise) => Math.abs(Number(noise) - 0.3) < 1e-6);

  // The same step, number for number: from two pages that were sent there.
  const lossAt = async () => {
    await until(page, "steps", (value) => value === "0");
    await click(page, "step");
    await until(page, "steps", (value) => value === "1");
    return value(page, "train-loss");
  };
  const one = await lossAt();
  await page.goto("about:blank");
  await page.goto(start);
  await page.waitForSelector(at("small-playground"));
  assert.equal(await lossAt(), one);

  // A link into the step view of a run on points leads back to the playground.
  await click(page, "open-steps");
  await page.waitForSelector(at("steps-view"));
  await page.waitForFunction(() => location.hash.includes("at="));
  const place = await page.evaluate(() => location.href);
  await page.goto("about:blank");
  await page.goto(place);
  await page.waitForSelector(at("steps-view"));
  await page.waitForSelector(at("stop"));
  await click(page, "close-steps");
  await page.waitForSelector(at("small-playground"));
  await until(page, "steps", (value) => value === "1");
}
