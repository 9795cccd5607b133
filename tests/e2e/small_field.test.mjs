import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { at, click, fill, number, open, until, value } from "./lib/page.mjs";

export const name = "the field: a ball on curves and surfaces, races, fog, a formula of one's own";
export const timeout = 180_000;

const text = (page, testid) => page.$eval(at(testid), (element) => element.innerText.trim());

/** The picture, as it is on the canvas. */
const picture = (page) => page.$eval(at("field-canvas"), (canvas) => canvas.toDataURL());

/** Waits until the picture is another one. */
const redrawn = (page, before) =>
  page.waitForFunction(
    (selector, before) => document.querySelector(selector).toDataURL() !== before,
    { polling: 50 },
    at("field-canvas"),
    before,
  );

const choose = async (page, testid, key) => {
  await page.select(at(testid), key);
  await until(page, testid, `(value) => value === ${JSON.stringify(key)}`);
};

/** The whole path at once, by the slider's last place. */
const toEnd = async (page) => {
  await page.waitForFunction((selector) => Number(document.querySelector(selector)?.max) > 0, {}, at("field-scrub"));
  await page.$eval(at("field-scrub"), (slider) => {
    slider.value = slider.max;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await until(page, "field-story-0", (value) => value === "over");
};

/** Waits until a runner's story begins as it should: answers come a moment later. */
const told = (page, words, idx = 0) =>
  page.waitForFunction(
    (selector, source) => new RegExp(source).test(document.querySelector(selector)?.innerText.trim() ?? ""),
    { polling: 50 },
    at(`field-story-${idx}`),
    words.source,
  );

export async function run({ page, browser, url, assert }) {
  const axe = await readFile(join(process.env.AXE, "node_modules/axe-core/axe.min.js"), "utf8");
  await open(page, url, { width: 1280, height: 900 });
  await page.evaluate(axe);
  await click(page, "room-small");
  await click(page, "small-tab-field");
  await page.waitForSelector(at("field-row-0"));

  // One step of SGD on x², worked out by hand: 2.4 − 0.1 · 4.8 = 1.92.
  assert.equal(await number(page, "field-value"), 2.4 * 2.4);
  await click(page, "field-step");
  await until(page, "field-row-0", (value) => Math.abs(Number(value) - 1.92) < 1e-12);
  assert.ok(Math.abs((await number(page, "field-length-0")) - 0.1 * 2 * 1.92) < 1e-12);
  await told(page, /^Step 2: rate 0\.1 × slope 3\.84 = 0\.384 long, lands .* lower\.$/);

  // Too small, right, too large: what happened is said in words.
  for (const [preset, words] of [
    ["small", /^Crawls/],
    ["right", /^Arrives at the lowest place within \d+ steps/],
    ["large", /^Overshoots: each step lands higher than the last/],
  ]) {
    await click(page, `field-preset-${preset}`);
    await until(page, "field-play", (value) => value === "playing");
    await toEnd(page);
    await told(page, words);
  }

  assert.match(await text(page, "field-scene"), /too large/);

  // It plays by itself, to the end.
  await click(page, "field-preset-right");
  await page.waitForFunction(
    (selector) => Number(document.querySelector(selector).dataset.steps) > 5,
    {},
    at("field"),
  );
  await click(page, "field-play");
  await until(page, "field-play", (value) => value === "paused");

  // Three rates race: one crawls, one arrives, one leaps to and fro across the lowest place.
  await click(page, "field-preset-rates");
  await page.waitForSelector(at("field-row-2"));
  await toEnd(page);
  await told(page, /^Crawls/);
  await told(page, /^Arrives/, 1);
  await told(page, /^Arrives .* going to and fro across it/, 2);

  // A race in the ravine: each with its story, its state, and its mark.
  await click(page, "field-preset-ravine");
  await page.waitForSelector(at("field-row-1"));
  await toEnd(page);
  await told(page, /^Zigzags from wall to wall/);
  await told(page, /^Arrives/, 1);
  assert.match(await text(page, "field-row-1"), /velocity/);
  await click(page, "field-add");
  await page.waitForSelector(at("field-row-2"));
  await choose(page, "field-optimizer-2", "adam");
  await page.waitForFunction((selector) => /m \(.*v \(/s.test(document.querySelector(selector)?.innerText), {}, at("field-row-2"));
  await fill(page, "field-rate-2", "0.07");
  await until(page, "field-rate-2", (value) => value === "0.07");
  await click(page, "field-remove-2");
  await page.waitForFunction((selector) => document.querySelector(selector) === null, {}, at("field-row-2"));

  // The ball is dropped where one taps, and by the arrow keys.
  const stage = await page.$(at("field-stage"));
  await stage.scrollIntoView();
  const box = await stage.boundingBox();
  const before = await number(page, "field-x");
  await page.mouse.click(box.x + box.width * 0.6, box.y + box.height * 0.4);
  await page.waitForFunction(
    (selector, before) => Number(document.querySelector(selector).dataset.value) !== before,
    {},
    at("field-x"),
    before,
  );
  const [x, y] = [await number(page, "field-x"), await number(page, "field-y")];
  assert.ok(x > 0 && y > 0, `right of the middle and above it: ${x}, ${y}`);
  await page.focus(at("field-stage"));
  await page.keyboard.press("ArrowLeft");
  await page.waitForFunction((selector, x) => Number(document.querySelector(selector).dataset.value) < x, {}, at("field-x"), x);
  await until(page, "field-play", (value) => value === "paused");
  await fill(page, "field-x", "-2.5");
  await until(page, "field-row-0", (value) => value.startsWith("-2.5 "));

  // From the side, turned by hand and by keys.
  const map = await picture(page);
  await page.evaluate((selector) => [...document.querySelectorAll(`${selector} [role=radio]`)].at(-1).click(), at("field-view"));
  await until(page, "field-view", (value) => value === "relief");
  await redrawn(page, map);
  const azimuth = async () => Number(await page.$eval(at("field-stage"), (stage) => stage.dataset.azimuth));
  const seenFrom = await azimuth();
  const relief = await picture(page);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 80, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  assert.notEqual(await azimuth(), seenFrom);
  await redrawn(page, relief);
  const turned = await azimuth();
  await page.focus(at("field-stage"));
  await page.keyboard.press("ArrowRight");
  assert.notEqual(await azimuth(), turned);

  // In the fog hardly anything is seen; it is lifted by hand, or at the end of the path.
  await click(page, "field-back");
  const clear = await picture(page);
  await click(page, "field-fog");
  await redrawn(page, clear);
  const dark = await picture(page);
  await toEnd(page);
  await redrawn(page, dark);
  await click(page, "field-fog");

  // A formula of one's own, with its mistakes told where they are.
  await choose(page, "field-surface", "own2");
  await page.waitForSelector(at("field-row-0"));
  await fill(page, "field-formula", "x^2 + * y");
  await page.waitForFunction(
    (selector) => document.querySelector(selector)?.innerText.includes("at character 7: x^2 + ▸* y"),
    {},
    at("field-formula-error"),
  );
  // Said once, and the last one is still drawn.
  assert.equal(await text(page, "field-refusal"), "");
  assert.equal(await value(page, "field-row-0"), "2 1.5");
  await fill(page, "field-formula", "0,5x²");
  await page.waitForFunction((selector) => /with a point, as 0\.5/.test(document.querySelector(selector).innerText), {}, at("field-formula-error"));
  await fill(page, "field-formula", "(x - 1)^2 + (y + 2)^2");
  await page.waitForFunction((selector) => document.querySelector(selector).innerText === "", {}, at("field-formula-error"));
  await fill(page, "field-x", "1");
  await fill(page, "field-y", "-2");
  await until(page, "field-row-0", (value) => value === "1 -2");
  assert.equal(await number(page, "field-value"), 0);
  // Where the picture does not reach, it is told where the ball is.
  await fill(page, "field-x", "50");
  await page.waitForFunction((selector) => /outside of the picture/.test(document.querySelector(selector).innerText), {}, at("field-outside"));
  await fill(page, "field-x", "1");
  await page.waitForFunction((selector) => document.querySelector(selector).innerText === "", {}, at("field-outside"));
  await choose(page, "field-surface", "own1");
  await fill(page, "field-formula", "abs(x)");
  await fill(page, "field-x", "-2");
  await until(page, "field-value", (value) => value === "2");

  // What is no range is said, and the ground stays; the keys go on moving the ball.
  for (const typed of ["", "7"]) {
    await fill(page, "field-range-x-from", typed);
    await page.waitForFunction((selector) => document.querySelector(selector).innerText !== "", {}, at("field-range-x-error"));
    await page.focus(at("field-stage"));
    const from = await number(page, "field-x");
    await page.keyboard.press("ArrowRight");
    await until(page, "field-x", new Function("value", `return Number(value) > ${from}`));
  }
  await fill(page, "field-range-x-to", "9");
  await page.waitForFunction((selector) => document.querySelector(selector).innerText === "", {}, at("field-range-x-error"));
  await page.focus(at("field-stage"));
  await page.keyboard.press("ArrowRight");
  await until(page, "field-x", (value) => Number(value) >= 7);

  // Batches of a true loss: with one point at a time one never comes to rest.
  await click(page, "field-preset-batches");
  await page.waitForSelector(at("field-batch-2"));
  assert.equal(await value(page, "field-batch-2"), "1");
  await toEnd(page);
  await told(page, /^Arrives/);

  // The numbers behind the picture.
  await page.$eval(`${at("field-path")} summary`, (summary) => summary.click());
  await page.waitForSelector(at("field-path-2"));
  assert.equal(await page.$$eval(`${at("field-path-0")} tbody tr`, (rows) => rows.length), 101);
  await page.$eval(`${at("field-substeps")} summary`, (summary) => summary.click());

  // Who wants things to stand still gets the whole path at once.
  if (browser === "chromium") {
    await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
    await click(page, "field-preset-right");
    await until(page, "field-story-0", (value) => value === "over");
    assert.equal(await value(page, "field-play"), "paused");
  }

  const violations = await page.evaluate(async (selector) => {
    const found = await window.axe.run(document.querySelector(selector));
    return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(", ")}`);
  }, at("small-field"));
  assert.deepEqual(violations, []);
  // A phone's width has no second one behind it.
  await page.setViewport({ width: 360, height: 780 });
  await page.waitForFunction(() => document.documentElement.scrollWidth <= innerWidth);
  if (browser === "chromium") await byFinger(page, url, assert);
}

/** On a touch screen a tap drops the ball, a drag on it carries it, one beside it scrolls. */
async function byFinger(page, url, assert) {
  await open(page, url, { width: 390, height: 700, hasTouch: true, isMobile: true });
  await click(page, "room-small");
  await click(page, "small-tab-field");
  await page.waitForSelector(at("field-row-0"));
  await choose(page, "field-surface", "bowl");
  const client = await page.createCDPSession();
  const touch = (type, ...places) => client.send("Input.dispatchTouchEvent", { type, touchPoints: places });
  // Where shares of the picture are in the window, once that has come to rest.
  const place = async (right, down) => {
    await page.$eval(at("field-stage"), (stage) => stage.scrollIntoView({ block: "center" }));
    await page.evaluate(async () => {
      for (let still = 0, last = NaN; still < 20; still = scrollY === last ? still + 1 : 0) {
        last = scrollY;
        await new Promise((done) => requestAnimationFrame(done));
      }
    });
    const box = await (await page.$(at("field-stage"))).boundingBox();
    return { x: box.x + right * box.width, y: box.y + down * box.height };
  };
  const drag = async (from, down) => {
    await touch("touchStart", from);
    for (let i = 1; i <= 8; i += 1) await touch("touchMove", { x: from.x, y: from.y + (down * i) / 8 });
    await touch("touchEnd");
  };
  const ball = async () => [await number(page, "field-x"), await number(page, "field-y")];
  const tapped = await place(0.7, 0.6);
  const before = await ball();
  await touch("touchStart", tapped);
  await touch("touchEnd");
  await page.waitForFunction((x, before) => Number(document.querySelector(x).dataset.value) !== before, {}, at("field-x"), before[0]);
  await click(page, "field-back");
  const dropped = await ball();
  // Beside it.
  const beside = await place(0.35, 0.6);
  const from = await page.evaluate(() => scrollY);
  await drag(beside, -150);
  await page.waitForFunction((from) => scrollY > from, {}, from);
  assert.deepEqual(await ball(), dropped);
  // On it.
  const on = await place(0.7, 0.6);
  const still = await page.evaluate(() => scrollY);
  await drag(on, -60);
  await page.waitForFunction((y, before) => Number(document.querySelector(y).dataset.value) > before, {}, at("field-y"), dropped[1]);
  assert.equal(await page.evaluate(() => scrollY), still);
}
