import { at, click, fill, number, open, until, value } from "./lib/page.mjs";

export const name = "a rate that falls to 0: seen on the way, told at the end, back with the reset";
export const timeout = 120_000;

/** A test for the page: whether a value is this number, as an `f32` has it. */
const near = (expected) => new Function("value", `return Math.abs(value - ${expected}) < 1e-6`);

export async function run({ page, url, assert }) {
  await open(page, url);
  const shown = () => page.$eval(at("scheduled-rate"), (span) => span.innerText);
  assert.equal(await value(page, "schedule"), "constant", "the lesson's rate stays as it is set");
  assert.equal(await page.$(at("schedule-epochs")), null);
  assert.equal(await shown(), "", "a rate that is the one on the slider is not told twice");

  await page.select(at("schedule"), "linear");
  await until(page, "schedule", (value) => value === "linear");
  assert.equal(await value(page, "schedule-epochs"), "5");
  for (const nonsense of ["0", "1.5", "-2", "", "1e9"]) {
    await fill(page, "schedule-epochs", nonsense);
    assert.match(await page.$eval(at("schedule-error"), (error) => error.innerText), /whole number from 1 .* still 5/, nonsense);
    assert.equal(await value(page, "schedule-epochs"), "5");
  }
  await fill(page, "schedule-epochs", "2");
  await until(page, "schedule-epochs", (value) => value === "2");
  assert.equal(await page.$eval(at("schedule-error"), (error) => error.innerText), "");

  // Half way it is half of what is set, whatever is set then.
  await fill(page, "learning-rate", "0.4");
  await until(page, "scheduled-rate", near(0.4));
  await click(page, "epoch-once");
  await until(page, "epoch", (value) => value === "1", 60_000);
  await until(page, "status", (value) => value === "paused");
  await until(page, "scheduled-rate", near(0.2));
  assert.equal(await shown(), "now 0.20 of 0.4");
  await fill(page, "learning-rate", "0.8");
  await until(page, "scheduled-rate", near(0.4));

  // At the end it is 0, and the run says so.
  await click(page, "epoch-once");
  await until(page, "status", (value) => value === "finished", 60_000);
  assert.equal(await number(page, "epoch"), 2);
  assert.equal(await value(page, "scheduled-rate"), "0");
  assert.equal(await shown(), "now 0 of 0.8");
  assert.match(await page.$eval(at("finished"), (notice) => notice.innerText), /come down to 0.*Reset/s);
  assert.ok((await number(page, "test-accuracy")) > 0.85);
  await page.$eval(`${at("finished")} .button--quiet`, (button) => button.click());
  assert.equal(await page.$(at("finished")), null);

  // Gone on with, it learns nothing, and the page says why.
  const loss = await value(page, "test-loss");
  await click(page, "step");
  await until(page, "status", (value) => value === "paused");
  assert.match(await page.$eval(".panel--train", (panel) => panel.innerText), /nothing is learned any more/);
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.equal(await value(page, "test-loss"), loss);

  await click(page, "reset");
  await until(page, "steps", (value) => value === "0");
  await until(page, "scheduled-rate", near(0.8));
  assert.doesNotMatch(await page.$eval(".panel--train", (panel) => panel.innerText), /nothing is learned/);

  // In steps it never ends; back to constant, neither.
  await page.select(at("schedule"), "step");
  await until(page, "schedule", (value) => value === "step");
  assert.equal(await value(page, "schedule-epochs"), "2", "the epochs stay");
  await fill(page, "schedule-epochs", "1");
  await until(page, "schedule-epochs", (value) => value === "1");
  await until(page, "steps", (value) => value === "0");
  await click(page, "epoch-once");
  await until(page, "epoch", (value) => value === "1", 60_000);
  await until(page, "status", (value) => value === "paused");
  await until(page, "scheduled-rate", near(0.4));
  await page.select(at("schedule"), "constant");
  await until(page, "schedule", (value) => value === "constant");
  await until(page, "steps", (value) => value === "0");
  assert.equal(await page.$(at("schedule-epochs")), null);
}
