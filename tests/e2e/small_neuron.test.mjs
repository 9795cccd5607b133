import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { at, atRest, click, number, open, until, value } from "./lib/page.mjs";

export const name = "one neuron: dragged and learned, its loss, stairs, confident mistakes, activations, stacked layers";
export const timeout = 240_000;

/** Presses a key so many times on an element. */
async function press(page, testid, key, times) {
  await page.focus(at(testid));
  for (let i = 0; i < times; i += 1) await page.keyboard.press(key);
}

/** Moves a slider and tells the page. */
const slide = (page, id, to) =>
  page.$eval(
    at(id),
    (slider, to) => {
      slider.value = to;
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    },
    String(to),
  );

const close = (a, b, by, text) => {
  if (!(Math.abs(a - b) <= by)) throw new Error(`${text}: ${a} is not ${b}`);
};

async function openPage(page, key) {
  await click(page, `page-tab-${key}`);
  await page.waitForSelector(at(`page-${key}`));
}

export async function run({ page, url, assert }) {
  const axe = await readFile(join(process.env.AXE, "node_modules/axe-core/axe.min.js"), "utf8");
  await open(page, url, { width: 1280, height: 900 });
  await page.evaluate(axe);
  await click(page, "room-small");
  await click(page, "small-tab-neuron");

  // By keyboard at its ends: up at the right makes it steeper, and the loss another one.
  await until(page, "loss", (loss) => loss !== undefined);
  const [w, loss] = [await number(page, "w"), await number(page, "loss")];
  await press(page, "line-right", "ArrowUp", 5);
  await page.waitForFunction((selector, w) => Number(document.querySelector(selector).dataset.value) > w + 0.01, {}, at("w"), w);
  await page.waitForFunction((selector, loss) => Number(document.querySelector(selector).dataset.value) !== loss, {}, at("loss"), loss);
  // By hand far off, then it learns: pattern 0.15·x + 0.1, and the slope comes to nothing.
  await slide(page, "hand-b", -0.8);
  await until(page, "b", (b) => Math.abs(Number(b) + 0.8) < 1e-6);
  await page.$eval(at("speed"), (slider) => {
    slider.value = slider.max;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await click(page, "train");
  await until(page, "small-steps", (steps) => Number(steps) > 2_000, 60_000);
  await click(page, "train");
  await until(page, "status", (status) => status === "paused");
  await until(page, "slope", (slope) => Math.abs(Number(slope)) < 1e-3);
  close(await number(page, "w"), 0.15, 0.03, "w");
  close(await number(page, "b"), 0.1, 0.08, "b");
  // The ball stands at the curve's lowest place: a step away either way the loss is larger.
  const lowest = await number(page, "loss");
  for (const key of ["ArrowRight", "ArrowLeft", "ArrowLeft"]) {
    await press(page, "ball", key, 1);
  }
  await page.waitForFunction((selector, lowest) => Number(document.querySelector(selector).dataset.value) > lowest + 1e-5, {}, at("loss"), lowest);
  // Another loss of the same points.
  const before = await number(page, "loss");
  await page.evaluate(() => [...document.querySelectorAll('[aria-label="Loss of a point"] button')][1].click());
  await page.waitForFunction((selector, before) => Number(document.querySelector(selector).dataset.value) > before * 2, {}, at("loss"), before);

  // Two inputs.
  await openPage(page, "plane");
  await until(page, "loss", (loss) => Number(loss) > 0);
  const slope = await number(page, "loss");
  await click(page, "step");
  await until(page, "small-steps", (steps) => Number(steps) === 1);
  await page.waitForFunction((selector, slope) => Number(document.querySelector(selector).dataset.value) < slope, {}, at("loss"), slope);

  // Stairs are whole numbers, and the ball on them moves as the one on the smooth curve.
  await openPage(page, "stairs");
  await until(page, "n-wrong", (n) => /^\d+$/.test(n));
  await press(page, "stairs-ball", "PageUp", 4);
  await until(page, "n-wrong", (n) => Number(n) >= 5);
  await click(page, "train");
  await until(page, "n-wrong", (n) => Number(n) <= 2, 60_000);
  await click(page, "train");
  await until(page, "status", (status) => status === "paused");

  // −ln(1 − 0.9) and −ln 0.5, and every point's cost.
  await openPage(page, "mistakes");
  close(await number(page, "cost"), -Math.log(0.1), 1e-9, "cost");
  await slide(page, "confidence", 0.5);
  close(await number(page, "cost"), Math.log(2), 1e-9, "cost");
  await page.waitForFunction((selector) => document.querySelectorAll(`${selector} li`).length === 12, {}, at("penalties"));

  // Every activation has a curve, and lines that lead to its slope.
  await openPage(page, "activations");
  await slide(page, "explore-z", 0);
  assert.equal(await value(page, "activation-slope"), "0.25");
  for (const [name, slope] of [["Tanh", 1], ["ReLU", 0], ["Identity", 1], ["Softmax", 2 / 9], ["Step", 0]]) {
    await page.evaluate((name) => [...document.querySelectorAll('[aria-label="Activation"] button')].find((b) => b.innerText === name).click(), name);
    close(await number(page, "activation-slope"), slope, 1e-9, name);
    assert.ok((await page.$$(`${at("derivation")} li`)).length > 0, name);
  }
  await press(page, "z-handle", "ArrowRight", 3);
  await page.waitForFunction((selector) => document.querySelector(selector).getAttribute("aria-valuenow") === "0.3000", {}, at("z-handle"));

  // Two linear layers: the product's numbers.
  await openPage(page, "stacked");
  await page.waitForSelector(at("products"));
  const products = await value(page, "products");
  await click(page, "step");
  await page.waitForFunction((selector, products) => document.querySelector(selector).dataset.value !== products, {}, at("products"), products);

  // Each page kept its run.
  await openPage(page, "line");
  await until(page, "small-steps", (steps) => Number(steps) > 2_000);
  for (const theme of ["light", "dark"]) {
    await page.evaluate((theme) => document.documentElement.setAttribute("data-theme", theme), theme);
    for (const key of ["line", "plane", "stairs", "mistakes", "activations", "stacked"]) {
      await openPage(page, key);
      await atRest(page);
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary}`), [], `${key} ${theme}`);
    }
  }
}
