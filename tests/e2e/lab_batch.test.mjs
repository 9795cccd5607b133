import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { at, atRest, click, fill, number, open, until, value } from "./lib/page.mjs";

export const name = "the lab's next batch: its pictures in the shuffled order, each one's loss, and the mean of them";
export const timeout = 180_000;

/** The losses of the table behind the strip. */
async function losses(page) {
  await page.evaluate(() => (document.querySelector(".batch-strip .as-table").open = true));
  await page.waitForSelector(".batch-strip td[title]");
  const all = await page.$$eval(".batch-strip td[title]", (cells) => cells.map((cell) => Number(cell.title)));
  await page.evaluate(() => (document.querySelector(".batch-strip .as-table").open = false));
  return all;
}

const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

const examples = (page) => page.$$eval('.contact .tile', (tiles) => tiles.map((tile) => tile.dataset.value));

export async function run({ page, browser, url, assert }) {
  const axe = await readFile(join(process.env.AXE, "node_modules/axe-core/axe.min.js"), "utf8");
  await open(page, url, { width: 1280, height: 900 });
  await page.evaluate(axe);
  await fill(page, "batch-size", "32");
  await click(page, "room-lab");
  await click(page, "lab-tab-batch");

  // The first batch: 32 pictures, and one number that is the mean of theirs.
  await page.waitForSelector(at("batch-sheet"), { timeout: 60_000 });
  assert.equal(await number(page, "batch-sheet"), 32);
  assert.equal(await value(page, "batch-said"), "0 0 32");
  const first = await examples(page);
  assert.equal(new Set(first).size, 32);
  const costs = await losses(page);
  assert.equal(costs.length, 32);
  assert.ok(Math.abs(mean(costs) - (await number(page, "batch-strip"))) < 1e-5);
  const words = await page.$$eval(".contact__words", (all) => all.map((one) => one.innerText.replace(/\s+/g, " ").trim()));
  assert.ok(words.every((text) => /^(\d) (✓|✗ (?!\1)\d)$/.test(text)), words.join());
  assert.ok(words.filter((text) => text.includes("✗")).length > 15, "nothing is learned yet");

  // One step on: the next 32 of the epoch's order.
  await click(page, "batch-step");
  await until(page, "batch-said", (value) => value === "0 32 32");
  await until(page, "batch", (value) => value === "1");
  const second = await examples(page);
  assert.ok(second.every((example) => !first.includes(example)));

  // It follows the run while that trains, and stands with it.
  await click(page, "lab-train");
  await page.waitForFunction((selector) => Number(document.querySelector(selector).dataset.value) > 40, { timeout: 60_000 }, at("batch"));
  await page.waitForFunction((selector) => Number(document.querySelector(selector).dataset.value) > 200, { timeout: 60_000 }, at("lab-steps"));
  await click(page, "lab-train");
  await until(page, "status", (status) => status === "paused");
  const steps = await value(page, "lab-steps");
  await page.waitForFunction((selector, steps) => document.querySelector(selector).dataset.value === steps, {}, at("batch"), steps);
  // 1,875 batches of 32 are an epoch of 60,000.
  assert.equal(await value(page, "batch-said"), `${Math.floor(steps / 1875)} ${32 * (steps % 1875)} 32`);

  // Chosen, an example lies on the board and can be stepped through.
  await page.focus(at("batch-5"));
  if (browser === "chromium") {
    const { name: told } = await page.accessibility.snapshot({ root: await page.$(at("batch-5")) });
    assert.match(told, /^an? \d read as \d, (right|wrong), loss /);
  }
  await page.keyboard.press("Enter");
  await page.waitForSelector(at("laid"));
  await page.waitForSelector(at("step-through"));
  assert.equal(await page.$eval(at("batch-5"), (tile) => tile.ariaPressed), "true");

  const barriers = async () => {
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.failureSummary}`)}`);
  };
  for (const theme of ["light", "dark"]) {
    await page.evaluate((theme) => document.documentElement.setAttribute("data-theme", theme), theme);
    await atRest(page);
    assert.deepEqual(await barriers(), [], theme);
  }
  const label = await page.$eval(`${at("batch-5")} .contact__words`, (words) => words.innerText.trim()[0]);
  await click(page, "step-through");
  await page.waitForSelector(at("steps-view"));
  await page.waitForFunction((label) => document.querySelector('[data-testid="steps-view"]').innerText.includes(label), {}, label);
  await click(page, "close-steps");

  // Of a large batch the first are shown, and the rest is counted.
  await click(page, "room-lesson");
  await fill(page, "batch-size", "500");
  await click(page, "room-lab");
  await until(page, "batch-rest", (value) => value === "300");
  assert.equal(await number(page, "batch-sheet"), 200);
  assert.match(await value(page, "batch-said"), / 500$/);
}
