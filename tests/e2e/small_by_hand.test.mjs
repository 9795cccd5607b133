import { at, click, fill, number, open, until, value } from "./lib/page.mjs";

export const name = "a unit's weights by hand, and taken back; layers of many units show all of them";
export const timeout = 120_000;

const near = (testid, wanted) => [testid, new Function("value", `return Math.abs(Number(value) - ${wanted}) < 1e-6`)];

export async function run({ page, url, assert }) {
  await open(page, url);
  await click(page, "room-small");
  await click(page, "small-tab-playground");
  await page.waitForSelector(`${at("unit-map-0-0")} canvas`);
  assert.equal(await page.$(at("by-hand")), null, "nothing is picked");

  // Its bias and the weights of what comes in; the map follows.
  await click(page, "unit-map-0-1");
  await page.waitForSelector(at("by-hand"));
  await until(page, "hand-weight-1", (weight) => weight !== undefined);
  assert.equal(await page.$(at("hand-weight-2")), null, "two inputs");
  const before = await number(page, "hand-weight-0");
  const bias = await number(page, "hand-bias");
  const map = () => page.$eval(`${at("unit-map-0-1")} canvas`, (canvas) => canvas.toDataURL());
  const picture = await map();
  await fill(page, "hand-weight-0", "2.5");
  await until(page, ...near("hand-weight-0", 2.5));
  await page.waitForFunction((selector, before) => document.querySelector(selector).toDataURL() !== before, { polling: 50 }, `${at("unit-map-0-1")} canvas`, picture);
  await fill(page, "hand-bias", "-1");
  await until(page, ...near("hand-bias", -1));
  await fill(page, "hand-bias", "no number");
  assert.equal(await number(page, "hand-bias"), -1);

  // Back, one by one.
  await click(page, "hand-undo");
  await until(page, ...near("hand-bias", bias));
  await click(page, "hand-undo");
  await until(page, ...near("hand-weight-0", before));
  assert.ok(await page.$eval(at("hand-undo"), (button) => button.disabled));

  // An update moves them on: there is no way back then. A link says that they are not in it.
  await fill(page, "hand-bias", "0.75");
  await until(page, ...near("hand-bias", 0.75));
  await page.waitForFunction((selector) => /weights can go into a link as they are/.test(document.querySelector(selector).innerText), {}, at("link-leads"));
  await click(page, "step");
  await until(page, "steps", (steps) => steps === "1");
  await page.waitForFunction((selector) => document.querySelector(selector).disabled, {}, at("hand-undo"));
  await until(page, "hand-bias", (bias) => Number(bias) !== 0.75);

  // From the start again they are as they were. By keyboard: the output's.
  await click(page, "reset");
  await until(page, ...near("hand-weight-0", before));
  await page.focus(at("unit-map-2-0"));
  await page.keyboard.press("Enter");
  await until(page, "by-hand", (unit) => unit === "2-0");
  await fill(page, "hand-bias", "3");
  await until(page, ...near("hand-bias", 3));
  await click(page, "hand-close");
  await page.waitForFunction((selector) => document.querySelector(selector) === null, {}, at("by-hand"));

  // A wide layer: every unit has a map, a very wide one part by part.
  const maps = (n) =>
    page.waitForFunction((n) => document.querySelectorAll('[data-testid^="unit-map-0-"]').length === n, { polling: 50 }, n);
  for (const n of [12, 30]) {
    await fill(page, "layer-width-0", n);
    await maps(n);
    const small = await page.$$eval('[data-testid^="unit-map-0-"]', (all) => Math.min(...all.map((it) => it.getBoundingClientRect().width)));
    assert.ok(small >= 24, `${n} units: ${small} px`);
  }
  await fill(page, "layer-width-0", 60);
  await maps(48);
  await click(page, "layer-part-0");
  await maps(12);
  await page.waitForSelector(`${at("unit-map-0-59")} canvas`);
  await click(page, "unit-map-0-59");
  await until(page, "by-hand", (unit) => unit === "0-59");
  await click(page, "layer-part-0");
  await maps(48);
  // The layer after it has as many weights to each of its units.
  await click(page, "unit-map-1-0");
  await until(page, "by-hand", (unit) => unit === "1-0");
  await page.waitForSelector(at("hand-weight-59"));
  assert.ok((await value(page, "hand-weight-59")) !== undefined);
}
