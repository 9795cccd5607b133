import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { at, atRest, click, fill, number, open, until, value } from "./lib/page.mjs";

export const name = "data into numbers: pixels, scaling, augmentation and its way into the lesson, labels and one-hot rows";
export const timeout = 180_000;

const attribute = (page, testid, key) => page.$eval(at(testid), (element, key) => element.dataset[key], key);
const text = (page, testid) => page.$eval(at(testid), (element) => element.innerText);
/** Types into a field that is read while one types. */
const type = (page, testid, text) => fill(page, testid, text);
const ink = (page) => page.$$eval('[data-testid^="draw-"]', (all) => all.map((one) => Number(one.dataset.value)));

export async function run({ page, url, assert }) {
  const axe = await readFile(join(process.env.AXE, "node_modules/axe-core/axe.min.js"), "utf8");
  await open(page, url, { width: 1280, height: 900 });
  await page.evaluate(axe);
  await click(page, "room-small");
  await click(page, "small-tab-numbers");
  await page.waitForSelector(at("scaled-mean"));

  // E6: by the arrow keys from pixel to pixel; the row of 784 points at the same one.
  await page.focus(".tensor__picture .picture");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  const pixel = await number(page, "tensor");
  await page.keyboard.press("ArrowDown");
  await until(page, "tensor", new Function("value", `return Number(value) === ${pixel + 28}`));
  const [row, column] = [Math.floor((pixel + 28) / 28), (pixel + 28) % 28];
  assert.ok((await text(page, "tensor")).includes(`28 · ${row} + ${column} = ${pixel + 28}`));
  assert.equal(await number(page, "cell-0"), pixel + 28);
  await click(page, "cell-3");
  await until(page, "tensor", new Function("value", `return Number(value) === ${pixel + 31}`));
  const shown = await attribute(page, "tensor", "number");
  const byte = Math.round(Number(shown) * 255);
  assert.ok(Math.abs(byte / 255 - Number(shown)) < 1e-6, "a byte over 255");
  const cell = await text(page, "cell-0");
  assert.ok(cell.includes(Number(shown).toFixed(2)) && cell.includes(`${pixel + 31}`), cell);
  // Another digit: another number of the same pixel sooner or later, and another target.
  const first = await number(page, "numbers-digit");
  await click(page, "digit-after");
  await until(page, "numbers-digit", new Function("value", `return Number(value) === ${first + 1}`));

  // E2: what black, the mean and white become, by both ways, and the guarded case.
  const scaled = () => Promise.all(["black", "mean", "above", "white"].map((one) => number(page, `scaled-${one}`)));
  const near = (found, expected) => expected.every((x, i) => Math.abs(found[i] - x) < 1e-4);
  assert.ok(near(await scaled(), [-0.1307 / 0.3081, 0, 1, (1 - 0.1307) / 0.3081]), `${await scaled()}`);
  await page.evaluate(() => [...document.querySelectorAll('[aria-label="Scaling of the pixels"] button')][1].click());
  await page.waitForFunction((selector) => document.querySelector(selector).dataset.value === "0", {}, at("scaled-black"));
  assert.ok(near(await scaled(), [0, 0.1307, 0.4388, 1]), `${await scaled()}`);
  const column_of = (key) => page.$$eval('[data-testid^="listed-"]', (rows, key) => rows.map((row) => Number(row.dataset[key])), key);
  assert.deepEqual(await column_of("standardized"), [-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2]);
  assert.ok(near(await column_of("minMax"), [0, 2 / 7, 2 / 7, 2 / 7, 3 / 7, 3 / 7, 5 / 7, 1]));
  assert.equal(await page.$(at("guarded")), null);
  await click(page, "all-same");
  await page.waitForSelector(at("guarded"));
  assert.deepEqual([await column_of("standardized"), await column_of("minMax")], [[0, 0, 0, 0], [0, 0, 0, 0]]);
  await type(page, "scaling-list", "1, two");
  assert.match(await text(page, "scaling-list-error"), /"two" is no number/);
  await type(page, "scaling-list", "-1; 3");
  assert.deepEqual(await column_of("minMax"), [0, 1]);

  // E4: both of the course's examples, one's own, and none.
  const encoded = (key) => page.$$eval('[data-testid^="encoded-"]', (rows, key) => rows.map((row) => row.dataset[key]), key);
  assert.deepEqual(await encoded("value"), ["1", "2", "0", "1", "2"]);
  assert.equal((await text(page, "label-classes")).replace(/\s+/g, " "), "bird 0 cat 1 dog 2");
  await click(page, "labels-numbers");
  await page.waitForFunction((selector) => document.querySelector(selector).innerText === "6 × 3", {}, at("one-hot-shape"));
  assert.deepEqual(await encoded("row"), ["100", "001", "010", "010", "100", "001"]);
  await type(page, "label-list", "10, 9, 10");
  assert.deepEqual(await encoded("row"), ["01", "10", "01"]);
  await type(page, "label-list", " , ");
  assert.match(await text(page, "label-list-error"), /few names/);
  assert.equal(await page.$(at("one-hot")), null);
  // The digit's target beside what the shipped model says.
  await page.$eval(at("target"), (table) => table.scrollIntoView());
  await page.waitForFunction((selector) => document.querySelector(selector).dataset.output !== "", {}, at("target-0"));
  const rows = await page.$$eval('tr[data-testid^="target-"]', (rows) => rows.map((row) => [Number(row.dataset.value), Number(row.dataset.output)]));
  assert.equal(rows.reduce((sum, [y]) => sum + y, 0), 1);
  assert.ok(Math.abs(rows.reduce((sum, [, a]) => sum + a, 0) - 1) < 1e-4, "softmax adds up to 1");
  const label = rows.findIndex(([y]) => y === 1);
  assert.ok(rows[label][1] > 0.5, "the shipped model reads this one");

  // E3: draws follow the toggles and the seed; none leaves the digit as it is.
  await page.$eval(at("draw-0"), (figure) => figure.scrollIntoView());
  await until(page, "draw-0", (value) => Number(value) > 0);
  const before = await ink(page);
  assert.ok(new Set(before).size > 5, "each epoch has its own");
  await click(page, "augment-again");
  await page.waitForFunction((selector, before) => Number(document.querySelector(selector).dataset.value) !== before, {}, at("draw-0"), before[0]);
  await click(page, "augment-none");
  await page.waitForFunction(
    () => new Set([...document.querySelectorAll('[data-testid^="draw-"]')].map((one) => one.dataset.value)).size === 1,
  );
  assert.ok(await page.$eval(at("augment-take"), (button) => button.disabled));
  assert.match(await text(page, "flip-why"), /Wrong for digits/);
  await click(page, "augment-shift");
  await page.waitForFunction(
    () => new Set([...document.querySelectorAll('[data-testid^="draw-"]')].map((one) => one.dataset.value)).size > 1,
  );

  for (const theme of ["light", "dark"]) {
    await page.evaluate((theme) => document.documentElement.setAttribute("data-theme", theme), theme);
    await atRest(page);
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary}`), [], theme);
  }
  await page.setViewport({ width: 360, height: 740 });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing is wider than a phone");
  await page.setViewport({ width: 1280, height: 900 });

  // A scaling, into the lesson's run: it is its own from then on.
  await page.evaluate(() => [...document.querySelectorAll('[aria-label="Scaling of the pixels"] [role=radio]')].find((it) => /min/i.test(it.innerText)).click());
  await click(page, "scale-take");
  await until(page, "scaling", (key) => key === "min_max");
  await until(page, "steps", (steps) => steps === "0");
  await click(page, "step");
  await until(page, "steps", (steps) => steps === "1");
  await click(page, "room-small");
  await page.waitForSelector(at("scale-take"));

  // Into the lesson's run, and back to the one that was there.
  await click(page, "room-lesson");
  await click(page, "train");
  await until(page, "steps", (value) => Number(value) > 20);
  await click(page, "train");
  await until(page, "status", (status) => status === "paused");
  const steps = await number(page, "steps");
  await click(page, "room-small");
  await page.waitForSelector(at("augment-take"));
  await click(page, "augment-digits");
  await click(page, "augment-take");
  await page.waitForSelector(at("undo-run"));
  await until(page, "steps", (value) => Number(value) === 0);
  await click(page, "undo-run");
  await until(page, "steps", new Function("value", `return Number(value) === ${steps}`));
  assert.equal(await value(page, "status"), "paused");
}
