import { click, fill, number, open, until, value } from "./lib/page.mjs";

export const name = "training: start, turn the rate without a reset, pause, step, epoch, reset to the same start";
export const timeout = 120_000;

export async function run({ page, url, assert }) {
  await open(page, url);
  assert.equal(await value(page, "architecture"), "784-16-16-10");

  // One step, twice from the same start: the same numbers to the last bit.
  const oneStep = async () => {
    // The held-out loss of the start comes a moment after the start, and that of the
    // step a moment after the step.
    await until(page, "test-loss", (value) => value !== "");
    const start = await value(page, "test-loss");
    await click(page, "step");
    await until(page, "steps", (value) => value === "1");
    await until(page, "test-loss", new Function("value", `return value !== "" && value !== "${start}"`));
    return [await value(page, "train-loss"), await value(page, "test-loss")];
  };
  const first = await oneStep();
  await click(page, "reset");
  await until(page, "steps", (value) => value === "0");
  assert.deepEqual(await oneStep(), first);

  // Train; the rate and the batch size change on the way, the run goes on.
  await click(page, "train");
  await until(page, "status", (value) => value === "training");
  await until(page, "steps", (value) => Number(value) > 200);
  const before = await number(page, "steps");
  await fill(page, "learning-rate", "0.2");
  await fill(page, "batch-size", "64");
  await until(page, "steps", new Function("value", `return Number(value) > ${before + 100}`));
  assert.equal(await value(page, "learning-rate"), "0.2");
  assert.equal(await value(page, "batch-size"), "64");
  assert.ok((await number(page, "samples-per-second")) > 0);

  // Pause stands still.
  await click(page, "train");
  await until(page, "status", (value) => value === "paused");
  const paused = await number(page, "steps");
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(await number(page, "steps"), paused);

  // To the end of the epoch: a whole number of epochs, and it has learned.
  await click(page, "epoch-once");
  await until(page, "epoch", (value) => Number(value) > 0 && Number.isInteger(Number(value)), 60_000);
  await until(page, "status", (value) => value === "paused");
  const epoch = await number(page, "epoch");
  await until(page, "test-accuracy", (value) => Number(value) > 0.85);
  const curves = await page.$$(".chart");
  assert.equal(curves.length, 2);

  await click(page, "reset");
  await until(page, "steps", (value) => value === "0");
  assert.equal(await value(page, "learning-rate"), "0.2", "reset keeps the rate");
  // What the reset took can be had back: the run, its figures, and what was set last.
  await click(page, "undo-run");
  await until(page, "epoch", new Function("value", `return value === "${epoch}"`));
  const figures = async () => [await value(page, "train-loss"), await value(page, "train-accuracy")];
  const trained = await figures();
  assert.ok(trained.every((text) => Number(text) > 0), `${trained}`);
  await fill(page, "learning-rate", "0.3");
  await fill(page, "batch-size", "16");
  await click(page, "reset");
  await until(page, "steps", (value) => value === "0");
  assert.deepEqual(await figures(), ["", ""]);
  await click(page, "undo-run");
  await until(page, "epoch", new Function("value", `return value === "${epoch}"`));
  assert.deepEqual(await figures(), trained);
  assert.equal(await value(page, "learning-rate"), "0.3");
  assert.equal(await value(page, "batch-size"), "16");
  // The engine agrees: the next update is made with it.
  assert.equal(await value(page, "scheduled-rate"), "0.3");

  // Nonsense is refused in words and changes nothing.
  await fill(page, "learning-rate", "-3");
  assert.equal(await value(page, "learning-rate"), "0.3");
  assert.match(await page.$eval("#learning-rate-error", (e) => e.innerText), /from/);
  await fill(page, "architecture", "784-999999-10");
  assert.match(await page.$eval('[data-testid="setup-error"]', (e) => e.innerText), /allowed/);
  assert.equal(await value(page, "architecture"), "784-16-16-10");
}
