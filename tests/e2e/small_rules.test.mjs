import { at, click, fill, fullSpeed, number, open, until, value } from "./lib/page.mjs";

export const name = "the playground's rules: what weights cost, when it stops, and every other control of it";
export const timeout = 180_000;

const text = (page, selector) => page.$eval(selector, (element) => element.innerText);

/** Waits until an attribute of an element is this. */
const is = (page, testid, attribute, wanted) =>
  page.waitForFunction(
    (selector, attribute, wanted) => document.querySelector(selector)?.getAttribute(attribute) === wanted,
    { polling: 50 },
    at(testid),
    attribute,
    wanted,
  );

/** Moves a slider to a position, as a hand does. */
const slide = (page, selector, to) =>
  page.$eval(
    selector,
    (slider, to) => {
      slider.value = String(to);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    },
    to,
  );

/** Trains until the run stops by itself; what the page tells of it. */
async function finished(page) {
  await click(page, "train");
  await until(page, "status", (status) => status === "finished", 60_000);
  await page.waitForSelector(at("finished"));
  return text(page, at("finished"));
}

export async function run({ page, url, assert }) {
  await open(page, url);
  await click(page, "room-small");
  await click(page, "small-tab-playground");
  await page.waitForSelector(at("small-playground"));
  await fullSpeed(page);
  await until(page, "status", (status) => status === "ready");

  // After so many epochs.
  await fill(page, "stop-epochs", "1.5");
  await page.waitForFunction((error) => /whole number/.test(document.querySelector(error).textContent), {}, "#stop-epochs-error");
  await fill(page, "stop-epochs", "3");
  await until(page, "stop-epochs", (epochs) => epochs === "3");
  assert.match(await finished(page), /^Finished\. All 3 epochs done, at step 45\. Train goes on/);
  assert.equal(await number(page, "epoch"), 3);
  await fill(page, "stop-epochs", "");
  await until(page, "stop-epochs", (epochs) => epochs === "");
  await until(page, "steps", (steps) => steps === "0");

  // When the loss hardly falls: no epoch lowers it by 100, so the second is the first to fail.
  assert.equal(await page.$(at("stop-patience")), null);
  await fill(page, "stop-tolerance", "100");
  await until(page, "stop-tolerance", (least) => least === "100");
  await until(page, "stop-patience", (epochs) => epochs === "1");
  assert.match(await finished(page), /The loss hardly falls any more, at step 30/);
  assert.equal(await number(page, "epoch"), 2);
  await fill(page, "stop-patience", "3");
  await until(page, "stop-patience", (epochs) => epochs === "3");
  await until(page, "steps", (steps) => steps === "0");
  assert.match(await finished(page), /The loss hardly falls any more/);
  assert.equal(await number(page, "epoch"), 4, "three in a row after the first");
  await fill(page, "stop-tolerance", "");
  await until(page, "stop-tolerance", (least) => least === "");
  await until(page, "steps", (steps) => steps === "0");

  // When it is good enough.
  await fill(page, "stop-accuracy", "250");
  await page.waitForFunction((error) => /up to 100/.test(document.querySelector(error).textContent), {}, "#stop-accuracy-error");
  await fill(page, "stop-accuracy", "90");
  await until(page, "stop-accuracy", (share) => share === "90");
  assert.match(await finished(page), /The target accuracy is reached/);
  assert.ok((await number(page, "test-accuracy")) >= 0.9 - 1e-6);
  await fill(page, "stop-accuracy", "");
  await until(page, "stop-accuracy", (share) => share === "");
  await until(page, "steps", (steps) => steps === "0");

  // What weights cost: a figure of its own, only while there is a penalty; the run goes on.
  assert.equal(await page.$(at("penalty")), null);
  await click(page, "step");
  await until(page, "steps", (steps) => steps === "1");
  await slide(page, 'input[type="range"][aria-label="L2 penalty λ"]', 10);
  await until(page, "penalty-l2", (lambda) => lambda === "0.01");
  await until(page, "penalty", (cost) => Number(cost) > 0);
  assert.equal(await value(page, "steps"), "1", "turned on the way");
  const small = await number(page, "penalty");
  await fill(page, "penalty-l2", "0.03");
  await page.waitForFunction(
    (selector, cost) => Math.abs(Number(document.querySelector(selector).dataset.value) / cost - 3) < 1e-3,
    {},
    at("penalty"),
    small,
  );
  await fill(page, "penalty-l2", "-1");
  await page.waitForFunction((error) => /from 0 to 10/.test(document.querySelector(error).textContent), {}, "#penalty-l2-error");
  assert.equal(await value(page, "penalty-l2"), "0.03");
  await slide(page, 'input[type="range"][aria-label="L2 penalty λ"]', 0);
  await page.waitForFunction((selector) => document.querySelector(selector) === null, {}, at("penalty"));
  await fill(page, "penalty-l1", "0.001");
  await until(page, "penalty", (cost) => Number(cost) > 0);
  await fill(page, "penalty-l1", "0");
  await page.waitForFunction((selector) => document.querySelector(selector) === null, {}, at("penalty"));

  // Two edits at once: neither is lost, whether the engine has answered or not.
  await page.evaluate(
    (dropout, clip, l2) => {
      const set = (selector, value) => {
        const field = document.querySelector(selector);
        field.value = value;
        field.dispatchEvent(new Event("change", { bubbles: true }));
      };
      set(dropout, "0.1");
      set(clip, "1.5");
      set(l2, "0.002");
      document.querySelector('[data-testid^="input-"][aria-pressed="false"]').click();
    },
    at("dropout"),
    at("clip-norm"),
    at("penalty-l2"),
  );
  await until(page, "clip-norm", (norm) => norm === "1.5");
  await until(page, "dropout", (share) => Math.abs(Number(share) - 0.1) < 1e-6);
  await until(page, "penalty-l2", (lambda) => lambda === "0.002");
  await page.waitForFunction(() => document.querySelectorAll('[data-testid^="input-"][aria-pressed="true"]').length === 3);
  await fill(page, "clip-norm", "");
  await until(page, "clip-norm", (norm) => norm === "");

  // The other rules: each is there, begins a run anew, and trains.
  for (const [menu, key] of [["optimizer", "adam"], ["initializer", "he"], ["loss", "cross_entropy"]]) {
    await page.select(at(menu), key);
    await until(page, menu, new Function("value", `return value === "${key}"`));
    await until(page, "steps", (steps) => steps === "0");
  }
  await page.waitForFunction(() => document.querySelectorAll('[data-testid^="unit-map-2-"]').length === 2, {}, "two outputs");
  await click(page, "step");
  await until(page, "steps", (steps) => steps === "1");
  assert.ok(Number.isFinite(await number(page, "train-loss")));
  await page.select(at("layer-activation-0"), "relu");
  await page.waitForFunction((selector) => document.querySelector(selector).value === "relu", {}, at("layer-activation-0"));
  await until(page, "steps", (steps) => steps === "0");
  await click(page, "layer-remove");
  await page.waitForFunction((selector) => document.querySelector(selector) === null, {}, at("layer-width-1"));

  // The points: how many, how many are held out, others.
  const points = () => page.$eval(at("plane"), (plane) => plane.getAttribute("aria-label"));
  await slide(page, at("points-n"), 200);
  await until(page, "points-n", (n) => n === "200");
  await page.waitForFunction((plane) => /: 200 points/.test(document.querySelector(plane).getAttribute("aria-label")), {}, at("plane"));
  assert.match(await points(), /200 points/);
  await until(page, "test-accuracy", (share) => share !== "");
  await slide(page, at("points-held-out"), 0);
  await until(page, "points-held-out", (share) => share === "0");
  await until(page, "test-accuracy", (share) => share === "", 30_000);
  await slide(page, at("points-held-out"), 0.3);
  await until(page, "points-held-out", (share) => Math.abs(Number(share) - 0.3) < 1e-6);
  await until(page, "test-loss", (loss) => loss !== "");
  const before = await number(page, "test-loss");
  await click(page, "points-other");
  await page.waitForFunction(
    (selector, before) => {
      const { value } = document.querySelector(selector).dataset;
      return value !== "" && Number(value) !== before;
    },
    { polling: 50 },
    at("test-loss"),
    before,
  );

  // What is shown of them, and how.
  const picture = (canvas) => page.$eval(canvas, (canvas) => canvas.toDataURL());
  const changed = (canvas, before) =>
    page.waitForFunction(
      (canvas, before) => document.querySelector(canvas).toDataURL() !== before,
      { polling: 100 },
      canvas,
      before,
    );
  // It is drawn while it is in the window.
  await page.$eval(".plane__dots", (plane) => plane.scrollIntoView({ block: "center" }));
  const colors = await picture(".plane__map");
  await click(page, "discrete");
  await changed(".plane__map", colors);
  const dots = await picture(".plane__dots canvas");
  await click(page, "show-held-out");
  await changed(".plane__dots canvas", dots);

  // Every pattern opens, and takes a step.
  const patterns = await page.$$eval('[data-testid^="pattern-"]', (all) => all.map((it) => it.dataset.testid));
  assert.ok(patterns.length >= 9, `${patterns.length} patterns`);
  for (const pattern of patterns) {
    await click(page, pattern);
    await is(page, pattern, "aria-pressed", "true");
    await until(page, "steps", (steps) => steps === "0");
    await click(page, "step");
    await until(page, "steps", (steps) => steps === "1");
    assert.ok(Number.isFinite(await number(page, "train-loss")), pattern);
  }
}
