import { at, click, fill, number, open, until, value } from "./lib/page.mjs";

export const name = "a closer look: any weight can be nudged, all examples of the batch are there, predictions hide what they ask";
export const timeout = 150_000;

export async function run({ page, url, assert }) {
  await open(page, url);
  await page.waitForFunction(() => /60,000 digits to train on/.test(document.body.innerText));
  await page.select(at("optimizer"), "adam");
  await until(page, "steps", (value) => value === "0");
  await click(page, "train");
  await until(page, "steps", (value) => Number(value) > 200);
  await click(page, "train");
  await click(page, "open-steps");
  await page.waitForSelector(at("steps-view"));

  const place = () => page.$eval(at("steps-view"), (view) => view.dataset.place);
  const stands = (expected) =>
    page.waitForFunction(
      (expected) => document.querySelector('[data-testid="steps-view"]').dataset.place === expected,
      {},
      expected,
    );
  const look = async (level) => {
    await page.evaluate(
      (level) => [...document.querySelectorAll("[role=radio]")].find((r) => r.innerText.trim() === level).click(),
      level,
    );
    await page.focus(at("steps-view"));
  };
  const phase = (idx) => page.$$eval(".phase", (phases, idx) => phases[idx].click(), idx);
  const key = (key) => page.keyboard.press(key);

  // At the outputs: what the example wants of each class, and the way to its output.
  await look("Layer");
  await phase(3);
  await stands("backward.0");
  const wishes = await page.$$eval(`${at("wants")} button`, (wishes) => wishes.map((w) => w.title));
  assert.equal(wishes.length, 10);
  const deltas = wishes.map((wish) => Number(wish.match(/δ = (.*)$/)[1].replace("−", "-").replace(/×10.*/, "")));
  for (const [i, wish] of wishes.entries()) {
    assert.match(wish, new RegExp(`^Output ${i}: `));
    if (/should rise/.test(wish)) assert.ok(deltas[i] < 0, wish);
    if (/should fall/.test(wish)) assert.ok(deltas[i] > 0, wish);
  }

  // Farther off than a unit one is shown, by its number; others can be stepped to.
  await page.focus(at("steps-view"));
  await key("ArrowRight");
  await key("ArrowRight");
  await stands("backward.2");
  const unit = Number(await value(page, "unit"));
  await click(page, "unit-after");
  await until(page, "unit", new Function("value", `return Number(value) === ${(unit + 1) % 16}`));
  assert.equal(await place(), "backward.2");
  await fill(page, "unit", 5);
  await until(page, "unit", (value) => value === "5");
  // What names no unit leaves that one, and the field says so.
  for (const wrong of ["-3", "1.5", ""]) {
    await fill(page, "unit", wrong);
    assert.equal(await page.$eval(at("unit"), (field) => `${field.value} of ${field.dataset.value}`), "5 of 5", wrong);
  }

  // Any of its 784 weights: by row and column, and by the picture.
  await fill(page, "weight-row", 14);
  await fill(page, "weight-column", 13);
  await click(page, "nudge");
  await page.waitForSelector(at("nudge-outcome"));
  const slopes = async () => [await number(page, "nudge-slope"), await number(page, "nudge-gradient")];
  const [slope, gradient] = await slopes();
  const verdict = await page.$eval(at("nudge-verdict"), (e) => e.innerText);
  const kink = /kink/.test(verdict);
  assert.ok(kink || Math.abs(slope - gradient) <= 1e-3 * Math.abs(gradient) + 2e-6, `${slope}, ${gradient}`);
  assert.match(verdict, kink ? /They differ/ : /They agree/);
  // As shown, the two losses differ.
  const losses = await page.$$eval(`${at("nudge-outcome")} td`, (cells) => cells.slice(0, 2).map((c) => c.innerText));
  if (slope !== 0) assert.notEqual(losses[0], losses[1]);
  // A corner, which is empty in every digit.
  await page.$eval(".weight-picture", (picture) => {
    const { left, top } = picture.getBoundingClientRect();
    picture.dispatchEvent(new MouseEvent("click", { bubbles: true, clientX: left + 1, clientY: top + 1 }));
  });
  await page.waitForFunction((row) => document.querySelector(row).value === "0", {}, at("weight-row"));
  assert.equal(await page.$(at("nudge-outcome")), null, "that was of another weight");
  await click(page, "nudge");
  await page.waitForFunction((v) => /both are 0/.test(document.querySelector(v)?.innerText), {}, at("nudge-verdict"));
  assert.deepEqual(await slopes(), [0, 0]);
  await page.focus(".weight-picture");
  await key("ArrowDown");
  await page.waitForFunction((row) => document.querySelector(row).value === "1", {}, at("weight-row"));

  // All examples of the batch ask for something; their mean is the engine's gradient.
  await fill(page, "weight-row", 14);
  await fill(page, "weight-column", 13);
  await page.waitForFunction(() => document.querySelector(".nudges tfoot .nudges__chosen") !== null);
  const asked = new Map();
  for (let top = 0; asked.size < 32; top += 150) {
    assert.ok(top < 3000, `${asked.size} examples of 32 can be reached`);
    await page.$eval(at("nudges"), (box, top) => (box.scrollTop = top), top);
    await new Promise((resolve) => setTimeout(resolve, 80));
    const seen = await page.$$eval(".nudges__row", (rows) =>
      rows.map((row) => [row.ariaRowIndex ?? row.getAttribute("aria-rowindex"), Number(row.querySelector(".nudges__chosen [data-value]").dataset.value)]),
    );
    for (const [row, nudge] of seen) asked.set(row, nudge);
  }
  const mean = [...asked.values()].reduce((sum, nudge) => sum + nudge, 0) / 32;
  const told = await page.$eval(".nudges tfoot .nudges__chosen [data-value]", (e) => Number(e.dataset.value));
  assert.ok(Math.abs(mean - told) <= 1e-5 * Math.abs(told) + 1e-8, `${mean}, not ${told}`);
  await page.$eval('.nudges__row[aria-rowindex="33"] button', (example) => example.click());
  await page.waitForFunction(() => /32 of 32/.test(document.querySelector(".example").innerText));

  // The test stands where a weight is meant, not where a share of the blame is.
  await look("Term");
  await phase(3);
  await stands("backward.0.0.0");
  assert.equal(await page.$(at("nudge")), null, "δ is no weight");
  await key("ArrowRight");
  await page.waitForSelector(at("nudge"));
  await phase(1);
  await page.waitForSelector(at("nudge"));

  // The rate by keyboard; the chart spans some powers of ten around it.
  await look("Layer");
  await key("End");
  await page.waitForSelector(at("step-probe"));
  const rate = () =>
    page.$eval(at("step-probe"), (e) => ["now", "min", "max"].map((what) => Number(e.getAttribute(`aria-value${what}`))));
  const [now, min, max] = await rate();
  assert.ok(min < now && now < max && max / min > 5e4, `${min} to ${max}`);
  await page.focus(at("step-probe"));
  await key("ArrowRight");
  await page.waitForFunction(
    (probe, now) => Math.abs(Number(document.querySelector(probe)?.getAttribute("aria-valuenow")) / now - 1.2589) < 1e-3,
    {},
    at("step-probe"),
    now,
  );

  // Predict, then reveal: farther off nothing is given away, and the way is told.
  await page.waitForSelector(at("loss-after"));
  await look("Phase");
  await stands("update");
  await click(page, "predict");
  await page.waitForSelector(at("game"));
  for (const hidden of ["equations", "loss-after", "substeps"]) {
    await page.waitForFunction((hidden) => document.querySelector(hidden) === null, {}, at(hidden));
  }
  assert.equal(await page.$eval(".closer", (e) => getComputedStyle(e).display), "none", "no empty card");
  await click(page, "go-to-weight");
  await page.waitForSelector(at("guess-rise"));
  assert.equal((await place()).split(".").length, 4);
  const known = await page.$$eval(".question__known th", (heads) => heads.map((head) => head.innerText));
  assert.deepEqual(known, ["w", "g", "m", "v", "η"], "all that Adam's step follows from");
  await page.focus(at("guess-rise"));
  await key("Enter");
  await page.waitForSelector(at("substeps"));
  assert.match(await page.$eval(at("verdict"), (e) => e.innerText), /^(Right!|Not so\.) It (rises|falls|stays), from /);
  assert.equal(await page.evaluate((v) => document.activeElement === document.querySelector(v), at("verdict")), true);
  assert.match(await page.$eval(at("score"), (e) => e.innerText), /^[01] of 1 right$/);
  await click(page, "reset-score");
  await page.waitForFunction((score) => /No answers yet/.test(document.querySelector(score).innerText), {}, at("score"));

  // One row a sub-step, ending in the new weight.
  const steps = await page.$$eval(`${at("substeps")} tbody tr`, (rows) =>
    rows.map((row) => [row.cells[0].innerText.trim(), Number(row.querySelector("[data-value]").dataset.value)]),
  );
  assert.deepEqual(steps.map(([name]) => name), ["w", "g", "m", "v", "m̂", "v̂", "step", "new w"]);
  const [old, step, fresh] = [steps[0][1], steps[6][1], steps[7][1]];
  assert.ok(Math.abs(old - step - fresh) <= 1e-6 * Math.abs(old), `${old} − ${step} ≠ ${fresh}`);
}
