import { at, click, fill, number, open, until } from "./lib/page.mjs";

export const name = "batch sizes from one example to all of them: what an epoch is then, the noise, and what it costs";
export const timeout = 180_000;

/** How far the losses of so many steps, made one by one, lie apart. */
async function spread(page, n) {
  const losses = [];
  for (let i = 0; i < n; i += 1) {
    const before = await number(page, "steps");
    await click(page, "step");
    await until(page, "steps", `(steps) => Number(steps) === ${before + 1}`);
    await until(page, "status", (status) => status === "paused");
    losses.push(await number(page, "train-loss"));
  }
  return Math.max(...losses) - Math.min(...losses);
}

export async function run({ page, url, assert }) {
  await open(page, url);
  await page.waitForFunction(() => /60,000 digits to train on/.test(document.body.innerText));

  // All of them: one update is an epoch, and the page says what that costs (A2).
  await fill(page, "batch-size", "all");
  await page.waitForFunction(() => document.body.innerText.includes("a pass over all training examples"));
  await click(page, "step");
  await until(page, "steps", (steps) => steps === "1", 120_000);
  await until(page, "status", (status) => status === "paused", 120_000);
  assert.equal(await number(page, "epoch"), 1);

  // One: an update an example (A3).
  await fill(page, "batch-size", 1);
  await page.waitForFunction(() => !document.body.innerText.includes("a pass over all training examples"));
  await click(page, "step");
  await until(page, "steps", (steps) => steps === "2");
  assert.ok(Math.abs((await number(page, "epoch")) - (1 + 1 / 60_000)) < 1e-9);

  // One example says now this, now that; of thousands the mean hardly moves.
  const [one, many] = [await spread(page, 8), await fill(page, "batch-size", 4096).then(() => spread(page, 8))];
  assert.ok(one > 5 * many, `${one} of single examples, ${many} of 4,096`);
}
