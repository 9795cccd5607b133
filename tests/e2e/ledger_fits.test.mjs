import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { misfits } from "./lib/misfits.mjs";
import { at, atRest, click, fill, open, train, until } from "./lib/page.mjs";

export const name = "the kept runs fit from 360 pixels to a projector, and axe finds no barrier among them";
export const timeout = 240_000;

const SIZES = [
  [360, 740],
  [390, 844],
  [768, 1024],
  [1280, 800],
  [1920, 1080],
];

export async function run({ page, url, assert }) {
  const axe = await readFile(join(process.env.AXE, "node_modules/axe-core/axe.min.js"), "utf8");
  await open(page, url);
  await page.evaluate(axe);
  const check = async (what) => {
    for (const [width, height] of SIZES) {
      await page.setViewport({ width, height });
      await atRest(page);
      assert.deepEqual(await page.evaluate(misfits), [], `${what} at ${width}×${height}`);
    }
    for (const [theme, width] of [["light", 1280], ["dark", 390]]) {
      await page.setViewport({ width, height: 800 });
      await page.evaluate((theme) => document.documentElement.setAttribute("data-theme", theme), theme);
      await atRest(page);
      const found = await page.evaluate(async () => {
        const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
        return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(" | ")}`);
      });
      assert.deepEqual(found, [], `${what}, ${theme}`);
    }
  };
  await click(page, "room-runs");
  await page.waitForSelector(at("runs-empty"));
  await check("no runs");
  await click(page, "room-lesson");
  await train(page, 60);
  await click(page, "version-keep");
  await page.waitForSelector(at("version-name"));
  await check("a version's name");
  await click(page, "version-save");
  await page.waitForSelector(at("to-runs"));
  await fill(page, "seed", 5);
  await train(page, 60);
  await click(page, "room-runs");
  await until(page, "runs-list", (value) => value === "3");
  for (const node of await page.$$(at("family-node"))) await node.evaluate((it) => it.click());
  await check("the list and its family");
  await click(page, "family-compare");
  await until(page, "runs-diff", (value) => value === "true");
  await check("what changed between two");
  await click(page, "runs-back");
  await until(page, "runs-list", (value) => value === "3");
  for (const node of await page.$$(at("family-node"))) await node.evaluate((it) => it.click());
  for (const pick of await page.$$(at("runs-pick"))) await pick.evaluate((it) => it.click());
  await click(page, "runs-compare");
  await page.waitForSelector(at("runs-table"));
  await check("the comparison");
  await click(page, "runs-back");
  await until(page, "runs-list", (value) => value === "3");
  await click(page, "runs-delete-ticked");
  await page.waitForSelector(at("runs-undo"));
  await check("what was deleted");
}
