import { at, click, fill, number, open, until, value } from "./lib/page.mjs";

export const name = "penalty, scaling and stop rules of the lesson: folded, told, and what stops a run is said";
export const timeout = 180_000;

const text = (page, testid) => page.$eval(at(testid), (element) => element.innerText.trim());

/** Waits until the line that opens the fields says this. */
const told = (page, words) =>
  page.waitForFunction(
    (selector, source) => new RegExp(source).test(document.querySelector(selector).innerText),
    { polling: 50 },
    at("setup-rarer-told"),
    words.source,
  );

export async function run({ page, url, assert }) {
  await open(page, url);
  assert.equal(await page.$eval(at("setup-rarer"), (details) => details.open), false, "folded");
  assert.equal(await text(page, "setup-rarer-told"), "none set");
  await page.$eval(`${at("setup-rarer")} summary`, (summary) => summary.click());

  // After one epoch.
  await fill(page, "stop-epochs", "1");
  await told(page, /^stops after 1 epoch$/);
  await click(page, "train");
  await until(page, "status", (status) => status === "finished", 90_000);
  assert.match(await text(page, "finished"), /^Finished\. Its one epoch is done, at step 1,875\. Train goes on/);

  // A schedule that ends takes the rule's place, and gives it back as it was set by hand.
  await fill(page, "stop-epochs", "7");
  await told(page, /^stops after 7 epochs$/);
  await page.select(at("schedule"), "step");
  await until(page, "schedule", (shape) => shape === "step");
  assert.equal(await value(page, "stop-epochs"), "7", "a rate that never gets to 0 leaves it");
  await page.select(at("schedule"), "linear");
  await until(page, "stop-epochs", (epochs) => epochs === "5");
  await page.select(at("schedule"), "constant");
  await until(page, "stop-epochs", (epochs) => epochs === "");

  // When it is good enough.
  await fill(page, "stop-accuracy", "60");
  await told(page, /^stops at 60 %$/);
  await until(page, "steps", (steps) => steps === "0");
  await click(page, "train");
  await until(page, "status", (status) => status === "finished", 90_000);
  assert.match(await text(page, "finished"), /The target accuracy is reached/);
  assert.ok((await number(page, "test-accuracy")) >= 0.6);
  await fill(page, "stop-accuracy", "");
  await told(page, /^none set$/);

  // Whole batches, so that an epoch is one update; none lowers the loss by 100.
  await fill(page, "batch-size", "all");
  await until(page, "batch-size", (size) => size === "all");
  await fill(page, "stop-tolerance", "100");
  await told(page, /hardly falls/);
  await until(page, "steps", (steps) => steps === "0");
  await click(page, "train");
  await until(page, "status", (status) => status === "finished", 90_000);
  assert.match(await text(page, "finished"), /The loss hardly falls any more, at step 2\b/);
  await fill(page, "stop-tolerance", "");
  await told(page, /^none set$/);
  await fill(page, "batch-size", "32");
  await until(page, "batch-size", (size) => size === "32");

  // What weights cost: told apart from the loss, while there is a penalty.
  await until(page, "steps", (steps) => steps === "0");
  assert.equal(await page.$(at("penalty")), null);
  await page.$eval('input[type="range"][aria-label="L2 penalty λ"]', (slider) => {
    slider.value = "4";
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await told(page, /^L2 penalty 0\.0001|^L2 penalty 1\.00×10⁻⁴/);
  await until(page, "penalty", (cost) => Number(cost) > 0);
  await click(page, "step");
  await until(page, "steps", (steps) => steps === "1");
  assert.ok((await number(page, "penalty")) > 0);
  await fill(page, "penalty-l2", "0");
  await page.waitForFunction((selector) => document.querySelector(selector) === null, {}, at("penalty"));

  // Another scaling: a run of its own, that goes with the presets too.
  await page.select(at("scaling"), "standardize");
  await until(page, "scaling", (key) => key === "standardize");
  await told(page, /^scaling: /);
  await until(page, "steps", (steps) => steps === "0");
  await page.select(at("scaling"), "unit");
  await told(page, /^none set$/);
}
