import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { at, click, fill, fullSpeed, number, open, until, value } from "./lib/page.mjs";

export const name = "the playground: patterns, layers, points by hand, and the lesson's run that waits meanwhile";
export const timeout = 120_000;

/** Colors of the picture of the plane: at shares of its width and height. */
const colorAt = (page, x, y) =>
  page.$eval(
    ".plane__map",
    (canvas, x, y) => {
      const [col, row] = [Math.floor(canvas.width * x), Math.floor(canvas.height * y)];
      return [...canvas.getContext("2d").getImageData(col, row, 1, 1).data].join();
    },
    x,
    y,
  );

/** Waits until the picture is that of the run's present step. */
const painted = (page) =>
  page.waitForFunction(
    (plane) => {
      const { value, mapStep } = document.querySelector(plane)?.dataset ?? {};
      return value !== undefined && value === mapStep;
    },
    { polling: 50 },
    at("plane"),
  );

export async function run({ page, browser, url, assert }) {
  const axe = await readFile(join(process.env.AXE, "node_modules/axe-core/axe.min.js"), "utf8");
  await open(page, url);
  // The lesson's run, a little way in.
  await click(page, "step");
  await until(page, "steps", (steps) => steps === "1");
  await click(page, "room-small");
  await click(page, "small-tab-playground");
  await until(page, "steps", (steps) => steps === "0");
  await until(page, "status", (status) => status === "ready");

  // At first so slowly that an eye can follow; the lesson's speed stays as it was.
  assert.equal(await value(page, "speed"), "25");
  await page.waitForSelector(at("limit"));
  await fullSpeed(page);

  // Rings: learned, and the middle has another color than the corners.
  await click(page, "train");
  await until(page, "train-accuracy", (share) => Number(share) > 0.95);
  await click(page, "train");
  await until(page, "status", (status) => status === "paused");
  await painted(page);
  const [middle, corner] = [await colorAt(page, 0.5, 0.5), await colorAt(page, 0.03, 0.03)];
  assert.notEqual(middle, corner);
  const steps = await number(page, "steps");
  await until(page, "test-loss", (loss) => Number(loss) > 0);
  const heldOut = await number(page, "test-loss");

  // Noisier points: the run goes on, from where it is.
  await page.$eval(at("points-noise"), (slider) => {
    slider.value = "0.6";
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await until(page, "points-noise", (noise) => Math.abs(Number(noise) - 0.6) < 1e-6);
  // The engine has them as soon as it tells of the new held-out ones, which do worse.
  await until(page, "test-loss", new Function("value", `return Number(value) > ${heldOut}`));
  assert.equal(await number(page, "steps"), steps);

  // More classes: as many outputs; another layer, more units, another activation.
  await click(page, "pattern-clusters");
  await until(page, "steps", (steps) => steps === "0");
  assert.equal(await value(page, "loss"), "cross_entropy");
  await click(page, "layer-add");
  await page.waitForSelector(at("layer-width-2"));
  await fill(page, "layer-width-0", 12);
  await page.waitForFunction((all) => document.querySelectorAll(all).length === 12, {}, '[data-testid^="unit-map-0-"]');
  await page.select(at("layer-activation-0"), "relu");
  await click(page, "input-product");
  await page.waitForFunction(
    (input) => document.querySelector(input).getAttribute("aria-pressed") === "true",
    {},
    at("input-product"),
  );
  await click(page, "train");
  await until(page, "train-accuracy", (share) => Number(share) > 0.8);
  await click(page, "train");
  await until(page, "status", (status) => status === "paused");

  // What can't be is said, and nothing is lost.
  await fill(page, "layer-width-0", 0);
  await page.waitForFunction((error) => document.querySelector(error).textContent !== "", {}, at("net-error"));
  assert.ok((await number(page, "steps")) > 0);

  // Values: a surface.
  await click(page, "pattern-hills");
  await until(page, "loss", (loss) => loss === "squared_error");

  // Too small for a spiral: that is said with its figures, and a larger network is one click away.
  await click(page, "pattern-spiral");
  await until(page, "loss", (loss) => loss === "binary_cross_entropy");
  await fill(page, "layer-width-0", 1);
  await page.waitForFunction((unit) => document.querySelector(unit) === null, {}, at("unit-map-0-1"));
  // Not so fast that its units are saturated before anybody has looked: that would be told first.
  await fill(page, "speed", 8);
  await until(page, "speed", (speed) => speed === "1000");
  await click(page, "train");
  // Its health is looked after while the hint's place, under the plane's tools, is in the window.
  await page.evaluate(() => document.querySelector(".plane__dots").scrollIntoView({ block: "start" }));
  await page.waitForSelector(at("larger"), { timeout: 60_000 });
  assert.match(await page.$eval(at("larger"), (hint) => hint.innerText), /gets \d+ % of the training examples right/);
  await click(page, "train");
  await click(page, "try-larger");
  await page.waitForSelector(at("unit-map-2-7"));
  await page.waitForFunction((selector) => document.querySelector(selector) === null, {}, at("larger"));
  await until(page, "steps", (steps) => steps === "0");
  // Wider than its panel: there is a way to what is out of sight, and back.
  await click(page, "layer-add");
  await page.waitForSelector(at("unit-map-3-7"));
  await click(page, "layer-add");
  await page.waitForSelector(at("unit-map-4-7"));
  await page.waitForFunction((button) => document.querySelector(button).disabled === false, {}, at("net-to-output"));
  await click(page, "net-to-output");
  await page.waitForFunction((button) => document.querySelector(button).disabled === true, {}, at("net-to-output"));
  await click(page, "net-to-inputs");
  await page.waitForFunction((button) => document.querySelector(button).disabled === true, {}, at("net-to-inputs"));

  // Points by hand: by mouse and by keyboard, and taken back.
  await click(page, "pattern-gaussians");
  await until(page, "loss", (loss) => loss === "binary_cross_entropy");
  // Where nothing is, a point can be set.
  await page.$eval(at("points-noise"), (slider) => {
    slider.value = "0.1";
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await until(page, "points-noise", (noise) => Math.abs(Number(noise) - 0.1) < 1e-6);
  const label = () => page.$eval(at("plane"), (plane) => plane.getAttribute("aria-label"));
  await click(page, "plane-set-1");
  await page.$eval(at("plane"), (plane) => plane.scrollIntoView({ block: "center" }));
  const box = await (await page.$(at("plane"))).boundingBox();
  await page.mouse.click(box.x + 4, box.y + box.height - 4);
  await page.waitForFunction(
    (plane) => /own: 301 points/.test(document.querySelector(plane).getAttribute("aria-label")),
    {},
    at("plane"),
  );
  // A corner that neither cloud reaches.
  await page.focus(at("plane"));
  for (const key of ["ArrowRight", "ArrowDown"]) {
    for (let i = 0; i < 12; i += 1) await page.keyboard.press(key);
  }
  await page.keyboard.press("Enter");
  await page.waitForFunction((plane) => /302/.test(document.querySelector(plane).getAttribute("aria-label")), {}, at("plane"));
  await page.keyboard.press("Delete");
  await page.waitForFunction((plane) => /301/.test(document.querySelector(plane).getAttribute("aria-label")), {}, at("plane"));
  await click(page, "plane-undo");
  await page.waitForFunction((plane) => /302/.test(document.querySelector(plane).getAttribute("aria-label")), {}, at("plane"));
  await click(page, "plane-undo");
  await click(page, "plane-undo");
  await page.waitForFunction((plane) => /: 300 points/.test(document.querySelector(plane).getAttribute("aria-label")), {}, at("plane"));
  assert.match(await label(), /Two clouds|Gauss/);

  // Its next update, number by number, and back.
  for (const made of [1, 2]) {
    await click(page, "step");
    await until(page, "steps", new Function("value", `return value === "${made}"`));
  }
  await click(page, "open-steps");
  await page.waitForSelector(at("steps-view"));
  await page.waitForSelector(at("stop"));
  await page.keyboard.press("Escape");
  await page.waitForSelector(at("small-playground"));

  if (browser === "chromium") {
    await page.evaluate(axe);
    for (const theme of ["light", "dark"]) {
      await page.evaluate((theme) => document.documentElement.setAttribute("data-theme", theme), theme);
      const found = await page.evaluate(async () => {
        const { violations } = await globalThis.axe.run(document.querySelector("main"));
        return violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.target.join(" ")).join(", ")}`);
      });
      assert.deepEqual(found, [], theme);
    }
  }

  // The lesson's run has waited.
  await click(page, "room-lesson");
  await until(page, "steps", (steps) => steps === "1");
  assert.match(await value(page, "architecture"), /^784-/);
  await click(page, "room-small");
  await until(page, "steps", (steps) => steps === "2");
}
