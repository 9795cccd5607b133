import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { at, atRest, click, draw, open, until, DIGITS } from "./lib/page.mjs";

export const name = "axe finds no barrier, in light and dark, in the lesson, the sheet of Share and at every stop";
export const timeout = 180_000;

/** What axe finds, in words. */
async function barriers(page) {
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, { resultTypes: ["violations"] }),
  );
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.slice(0, 4).map((n) => `${n.html.slice(0, 160)}\n    ${n.failureSummary}`).join("\n  ")}`,
  );
}

export async function run({ page, url, assert }) {
  const axe = await readFile(join(process.env.AXE, "node_modules/axe-core/axe.min.js"), "utf8");
  await open(page, url);
  await page.evaluate(axe);
  await draw(page, DIGITS[7]);
  await click(page, "train");
  await until(page, "steps", (value) => Number(value) > 300);
  await click(page, "train");
  await until(page, "status", (value) => value === "paused");
  await page.$eval("#unit-0-0", (unit) => unit.dispatchEvent(new MouseEvent("click", { bubbles: true })));
  await page.waitForSelector(".panel--unit .neuron");
  const theme = (name) =>
    page.evaluate((name) => document.documentElement.setAttribute("data-theme", name), name);
  for (const name of ["light", "dark"]) {
    await theme(name);
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.deepEqual(await barriers(page), [], `lesson, ${name}`);
  }
  await click(page, "share");
  await page.waitForSelector(at("share-qr"));
  assert.equal(await page.evaluate(() => document.activeElement.innerText), "Share a link", "read first");
  await page.$eval(at("share-hiding"), (details) => (details.open = true));
  for (const width of [360, 390, 1280, 1920]) {
    await page.setViewport({ width, height: 800 });
    for (const name of ["light", "dark"]) {
      await theme(name);
      await atRest(page);
      assert.deepEqual(await barriers(page), [], `Share at ${width}, ${name}`);
    }
  }
  await page.keyboard.press("Escape");
  await page.setViewport({ width: 1280, height: 800 });
  await click(page, "open-steps");
  await page.waitForSelector(at("steps-view"));
  const last = Number(await page.$eval(at("stop"), (range) => range.max));
  for (let stop = 0; stop <= last; stop += 1) {
    await until(page, "stop", new Function("value", `return value === "${stop}"`));
    const name = stop % 2 === 0 ? "light" : "dark";
    await theme(name);
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.deepEqual(await barriers(page), [], `stop ${stop}, ${name}`);
    await page.keyboard.press("ArrowRight");
  }
}
