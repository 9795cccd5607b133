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
  assert.equal(await shown(), "0.20 now (schedule from 0.4)");
  await fill(page, "learning-rate", "0.8");
  await until(page, "scheduled-rate", near(0.4));

  // At the end it is 0, and the run says so.
  await click(page, "epoch-once");
  await until(page, "status", (value) => value === "finished", 60_000);
  assert.equal(await number(page, "epoch"), 2);
  assert.equal(await value(page, "scheduled-rate"), "0");
  assert.equal(await shown(), "0 now (schedule from 0.8): nothing is learned any more");
  const told = (testid) => page.$eval(at(testid), (notice) => notice.innerText);
  assert.match(await told("finished"), /^Finished\. All 2 epochs done, at step 3,750\. .*come down to 0.*Reset/s);
  assert.ok((await number(page, "test-accuracy")) > 0.85);
  await page.$eval(`${at("finished")} .button--quiet`, (button) => button.click());
  assert.equal(await page.$(at("finished")), null);

  // It is not sent on in vain, neither by button nor by key, and says why; the way on is
  // beside it.
  const steps = await number(page, "steps");
  const refused = async () => {
    await page.waitForSelector(at("notice"));
    assert.match(await told("notice"), /made all its 2 epochs.*Reset to start again/s);
    assert.equal(await page.$(at("finished")), null, "not told twice");
    assert.equal(await value(page, "status"), "finished");
    await click(page, "dismiss");
    assert.equal(await page.$(at("notice")), null);
  };
  for (const button of ["train", "step", "epoch-once"]) {
    await click(page, button);
    await refused();
  }
  await page.focus(`input[type="range"][aria-label="Learning rate"]`);
  await page.keyboard.press(" ");
  await refused();
  assert.equal(await number(page, "steps"), steps);

  // The update that would come next can be looked at, and says that it is none.
  await click(page, "open-steps");
  await page.waitForSelector(at("steps-at-rest"));
  assert.match(await told("steps-at-rest"), /learning rate at 0/);
  for (const button of ["train-on", "make-step"]) {
    assert.ok(await page.$eval(at(button), (button) => button.ariaDisabled === "true"), button);
  }
  await page.keyboard.press("Escape");
  await page.waitForSelector(at("train"));
  await click(page, "train");
  await page.waitForSelector(at("reset-finished"));
  await click(page, "reset-finished");
  await until(page, "steps", (value) => value === "0");
  assert.equal(await page.$(at("steps-at-rest")), null);
  await until(page, "scheduled-rate", near(0.8));
  assert.equal(await shown(), "0.80 now (schedule from 0.8)");

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
