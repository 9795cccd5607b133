import { at, click, open, until } from "./lib/page.mjs";

export const name = "kept runs have names of their own: those of two windows, and those that go off with a change";
export const timeout = 120_000;

const rows = (page) => page.$$eval(at("runs-row"), (rows) => rows.map((row) => row.dataset.value));

async function train(page, steps) {
  await click(page, "train");
  await until(page, "steps", new Function("value", `return Number(value) > ${steps}`));
  await click(page, "train");
  await until(page, "status", (status) => status === "paused");
  await until(page, "test-accuracy", (value) => Number(value) > 0);
}

async function listed(page, n) {
  await click(page, "room-runs");
  await until(page, "runs-list", new Function("value", `return value === "${n}"`));
}

export async function run({ page, context, url, assert }) {
  await open(page, url);
  // This window knows that there is nothing; then another one keeps a run.
  await click(page, "room-runs");
  await page.waitForSelector(at("runs-empty"));
  await click(page, "room-lesson");
  const other = await context.newPage();
  await other.evaluateOnNewDocument(() => delete Navigator.prototype.serviceWorker);
  await open(other, url);
  await train(other, 50);
  await listed(other, 1);
  await other.close();
  await page.bringToFront();
  await train(page, 100);
  await listed(page, 2);
  assert.deepEqual(await rows(page), ["MNIST 784-16-16-10, 2", "MNIST 784-16-16-10"]);

  // Again with one change: the name says which.
  const again = async (step, key, n) => {
    await click(page, "room-lesson");
    await page.waitForSelector(at("rewind"));
    await page.$eval(at("rewind"), (slider, step) => {
      slider.value = step;
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    }, step);
    await until(page, "steps", new Function("value", `return value === "${step}"`));
    await until(page, "status", (status) => status !== "loading" && status !== "training");
    await page.select(at("again-with"), key);
    await click(page, "again");
    await until(page, "steps", (steps) => Number(steps) > 100);
    await until(page, "status", (status) => status === "paused");
    await listed(page, n);
    return (await rows(page))[0];
  };
  const run = "MNIST 784-16-16-10, 2";
  assert.equal(await again(60, "adam", 3), `${run}, with Adam`);
  // Where that one is still the run that it went off from, it goes off from there.
  assert.equal(await again(40, "batch-8", 4), `${run}, with batch size 8`);
  assert.equal(await again(20, "rate-d10", 5), `${run}, with rate 0.05`);
  // And from a branch, further on.
  assert.equal(await again(80, "batch-128", 6), `${run}, with rate 0.05, with batch size 128`);
}
