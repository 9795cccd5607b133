import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { at, atRest, click, open, until, value } from "./lib/page.mjs";

export const name = "the lab's weights: a wall that changes while it trains, a unit and its digits, the layers' figures";
export const timeout = 180_000;

/** The wall's pixels, as a picture's address. */
const pixels = (page) => page.$eval(`${at("wall")} canvas`, (canvas) => canvas.toDataURL());

export async function run({ page, url, assert }) {
  const axe = await readFile(join(process.env.AXE, "node_modules/axe-core/axe.min.js"), "utf8");
  await open(page, url, { width: 1280, height: 900 });
  await page.evaluate(axe);
  await click(page, "room-lab");
  await click(page, "lab-tab-weights");
  await page.waitForSelector(at("wall"));

  // While the run trains, so do its pictures.
  await click(page, "lab-train");
  await page.waitForFunction((selector) => /in training, after/.test(document.querySelector(selector).innerText), {}, at("weights-of"));
  const before = await pixels(page);
  await page.waitForFunction(
    (selector, before) => document.querySelector(selector).toDataURL() !== before,
    { polling: 100 },
    `${at("wall")} canvas`,
    before,
  );
  await click(page, "lab-train");
  await until(page, "status", (status) => status === "paused");

  // By keyboard to a unit: its number, its picture, and twelve digits, the strongest first.
  await page.focus(at("wall"));
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await until(page, "one-unit", (unit) => unit === "1");
  await page.waitForFunction((selector) => document.querySelectorAll(selector).length === 12, {}, '[data-testid^="exciting-"]');
  const scores = await page.$$eval(".one-unit .gallery__share", (all) =>
    all.map((one) => Number(one.innerText.replace("a = ", "").replace("−", "-"))),
  );
  assert.deepEqual(scores, [...scores].sort((a, b) => b - a));
  await click(page, "exciting-0");
  await page.waitForSelector(at("laid"));

  // The gradient is another picture, on another scale.
  const [weights, scale] = [await pixels(page), await page.$eval(at("wall-scale"), (p) => p.innerText)];
  await page.evaluate(() => [...document.querySelectorAll(".weights__head [role=radio]")].at(-1).click());
  await page.waitForFunction((selector) => document.querySelector(selector)?.innerText.includes("∂L/∂w"), {}, at("wall-scale"));
  await page.waitForFunction(
    (selector, weights) => (document.querySelector(selector)?.toDataURL() ?? weights) !== weights,
    { polling: 100 },
    `${at("wall")} canvas`,
    weights,
  );
  assert.notEqual(await page.$eval(at("wall-scale"), (p) => p.innerText), scale);

  // Each layer has two histograms, a gradient and a word about its units.
  await page.waitForSelector(at("layer-2"));
  for (const layer of [0, 1, 2]) {
    const text = await page.$eval(at(`layer-${layer}`), (section) => section.innerText);
    assert.match(text, /weights, from −/, `${layer}`);
    assert.match(text, /activations, from/);
    assert.match(text, /√Σg²: \d/);
    assert.match(text, /unit/);
  }
  for (const theme of ["light", "dark"]) {
    await page.evaluate((theme) => document.documentElement.setAttribute("data-theme", theme), theme);
    await atRest(page);
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary}`), [], theme);
  }
  assert.ok(Number(await value(page, "lab-steps")) > 0);
}
