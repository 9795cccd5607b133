import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { at, atRest, click, fill, number, open, until, value } from "./lib/page.mjs";

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

  // The border itself, by hand: far to the left all of one class are wrong, and the ball goes along.
  await page.$eval(at("stairs-border"), (handle) => handle.scrollIntoView({ block: "center" }));
  const border = await (await page.$(at("stairs-border"))).boundingBox();
  const area = await page.$eval(at("stairs-border"), (handle) => {
    const { x, width } = handle.closest(".plot__area").getBoundingClientRect();
    return { x, width };
  });
  await page.mouse.move(border.x + border.width / 2, border.y + border.height / 2);
  await page.mouse.down();
  for (const share of [0.4, 0.2, 0.01]) {
    await page.mouse.move(area.x + share * area.width, border.y + border.height / 2);
  }
  await page.mouse.up();
  await until(page, "n-wrong", (n) => n === "6");
  const where = () => page.$eval(at("stairs-border"), (handle) => Number(handle.getAttribute("aria-valuenow")));
  close(await where(), -5.88, 0.1, "border");
  const ball = await page.$eval(at("stairs-ball"), (handle) => Number(handle.getAttribute("aria-valuenow")));
  await press(page, "stairs-border", "PageUp", 3);
  await page.waitForFunction((selector) => Number(document.querySelector(selector).getAttribute("aria-valuenow")) > -3.2, {}, at("stairs-border"));
  await page.waitForFunction((selector, ball) => Number(document.querySelector(selector).getAttribute("aria-valuenow")) < ball, {}, at("stairs-ball"), ball);

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
  /** W₁, b₁, W₂, b₂ and the one neuron's w and b are those of two layers behind each other. */
  const multiplied = async (n_inputs) => {
    const [w1, b1, w2, b2, w, b] = (await value(page, "products")).split("|").map((part) => part.split(" ").map(Number));
    assert.deepEqual([w1.length, b1.length, w2.length, b2.length, w.length, b.length], [2 * n_inputs, 2, 2, 1, n_inputs, 1]);
    for (let input = 0; input < n_inputs; input += 1) {
      close(w[input], w2[0] * w1[input] + w2[1] * w1[n_inputs + input], 1e-5, `W₂·W₁ of input ${input}`);
    }
    close(b[0], w2[0] * b1[0] + w2[1] * b1[1] + b2[0], 1e-5, "W₂·b₁ + b₂");
    return { w, b: b[0] };
  };
  /** A line's height at the shares of its width where it has corners. */
  const corners = (testid) =>
    page.$eval(at(testid), (line) => [...line.getAttribute("d").matchAll(/[ML]([-\d.]+) ([-\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]));
  for (let n = 0; n < 5; n += 1) {
    const before = await value(page, "products");
    await multiplied(1);
    // What the two layers said to their points lies on the line of the one neuron.
    await page.waitForFunction(
      (said, one) => {
        const corners = (of) => [...document.querySelector(of).getAttribute("d").matchAll(/[ML]([-\d.]+) ([-\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
        const [broad, [[left, from], [right, to]]] = [corners(said), corners(one)];
        return broad.length === 24 && broad.every(([x, y]) => Math.abs(y - (from + ((x - left) / (right - left)) * (to - from))) < 0.05);
      },
      {},
      at("stacked-said"),
      at("stacked-one"),
    );
    await click(page, "step");
    await page.waitForFunction((selector, before) => document.querySelector(selector).dataset.value !== before, {}, at("products"), before);
  }
  assert.equal((await corners("stacked-one")).length, 2);

  // Two inputs and two classes: where the colors change sides, the one neuron is at a half.
  await openPage(page, "parted");
  await page.waitForSelector(at("products"));
  await page.$eval(at("speed"), (slider) => {
    slider.value = slider.max;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await click(page, "train");
  await until(page, "small-steps", (steps) => Number(steps) > 100, 60_000);
  await click(page, "train");
  await until(page, "status", (status) => status === "paused");
  await page.waitForFunction((plane) => document.querySelector(plane).dataset.value === document.querySelector(plane).dataset.mapStep, {}, at("plane"));
  const parted = await multiplied(2);
  const ghost = await page.$eval(at("boundary-ghost"), (line) => line.getAttribute("d").match(/-?[\d.]+/g).map(Number));
  for (const [x, y] of [ghost.slice(0, 2), ghost.slice(2, 4)]) close(parted.w[0] * x - parted.w[1] * y + parted.b, 0, 0.05, "on the boundary");
  const sides = await page.$eval(".plane__map", (canvas, { w, b }) => {
    const { width, height } = canvas;
    const pixels = canvas.getContext("2d").getImageData(0, 0, width, height).data;
    const color = (col, row) => [...pixels.slice(4 * (row * width + col), 4 * (row * width + col) + 3)];
    // A place's color is nearer to that of its own side's farthest place.
    const sum = (col, row) => w[0] * (((2 * col + 1) / width - 1) * 6) - w[1] * (((2 * row + 1) / height - 1) * 6) + b;
    const places = [];
    for (let row = 0; row < height; row += 7) for (let col = 0; col < width; col += 7) places.push([col, row, sum(col, row)]);
    places.sort((one, other) => one[2] - other[2]);
    const ends = [places[0], places.at(-1)].map(([col, row]) => color(col, row));
    const distance = (one, other) => Math.hypot(...one.map((part, at) => part - other[at]));
    const clear = places.filter(([, , z]) => Math.abs(z) > 1.5);
    const wrong = clear.filter(([col, row, z]) => {
      const [zero, one] = ends.map((end) => distance(end, color(col, row)));
      return (z > 0) !== (one < zero);
    });
    return { n: clear.length, wrong: wrong.length };
  }, parted);
  assert.ok(sides.n > 50, `${sides.n} places`);
  assert.equal(sides.wrong, 0, "colors and the one neuron agree");

  // Far too large a rate: the monitor says so, and what to do.
  await openPage(page, "plane");
  await fill(page, "learning-rate", "1");
  // Who looks at what it says has it watch.
  await page.$eval(at("health"), (line) => line.scrollIntoView({ block: "end" }));
  for (let i = 0; i < 12 && !/exploding/.test(await value(page, "health")); i += 1) {
    const steps = await number(page, "small-steps");
    await click(page, "step");
    await until(page, "small-steps", new Function("value", `return Number(value) > ${steps}`));
  }
  await until(page, "health", (keys) => /exploding/.test(keys));
  await page.waitForFunction((selector) => /rate/.test(document.querySelector(selector).innerText), {}, at("health"));
  await click(page, "reset");
  await until(page, "health", (keys) => keys === "");

  // Added up in another way, the loss is called another name, and is another number.
  await openPage(page, "line");
  await until(page, "loss", (loss) => loss !== undefined);
  await page.waitForFunction((selector) => /L = mean of 24 losses/.test(document.querySelector(selector).innerText), {}, at("loss"));
  const mean = await number(page, "loss");
  await click(page, "open-steps");
  await page.waitForSelector(at("convention"));
  await page.select(at("convention"), "Σ");
  await click(page, "close-steps");
  await page.waitForFunction((selector) => /L = sum of 24 losses/.test(document.querySelector(selector)?.innerText), {}, at("loss"));
  await page.waitForFunction((selector, mean) => Math.abs(Number(document.querySelector(selector).dataset.value) / mean - 24) < 1e-3, {}, at("loss"), mean);

  // Each page kept its run.
  await openPage(page, "line");
  await until(page, "small-steps", (steps) => Number(steps) > 2_000);
  for (const theme of ["light", "dark"]) {
    await page.evaluate((theme) => document.documentElement.setAttribute("data-theme", theme), theme);
    for (const key of ["line", "plane", "stairs", "mistakes", "activations", "stacked", "parted"]) {
      await openPage(page, key);
      await atRest(page);
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary}`), [], `${key} ${theme}`);
    }
  }
}
