import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { at, atRest, click, number, open, until, value } from "./lib/page.mjs";

export const name = "the lab's exam: a matrix of all held-out digits, its pictures, one of them on the board";
export const timeout = 180_000;

/** All counts of the matrix: true class, answer, count. */
const counts = (page) =>
  page.$$eval('[data-testid^="cell-"]', (cells) =>
    cells.map((cell) => [...cell.dataset.testid.split("-").slice(1), cell.dataset.value].map(Number)),
  );

/** Texts below the pictures of the gallery. */
const answers = (page) => page.$$eval(".gallery__answer", (all) => all.map((one) => one.innerText));

export async function run({ page, browser, url, assert }) {
  const axe = await readFile(join(process.env.AXE, "node_modules/axe-core/axe.min.js"), "utf8");
  await open(page, url, { width: 1280, height: 900 });
  await page.evaluate(axe);
  await click(page, "room-lab");
  await click(page, "lab-tab-exam");

  // Trained from here; the figures follow while it trains.
  await page.waitForSelector(at("exam-verdict"), { timeout: 60_000 });
  const before = await value(page, "exam-verdict");
  await click(page, "lab-train");
  await until(page, "status", (status) => status === "training");
  await page.waitForFunction(
    (selector, before) => document.querySelector(selector).dataset.value !== before,
    { timeout: 60_000 },
    at("exam-verdict"),
    before,
  );
  assert.equal(await value(page, "status"), "training");
  await page.waitForFunction((selector) => document.querySelector(selector).dataset.value > 0.5, { timeout: 90_000 }, at("exam-verdict"));
  await click(page, "lab-train");
  await until(page, "status", (status) => status === "paused");

  // Once it stands, the figures are those of its present parameters.
  const steps = Number(await value(page, "lab-steps")).toLocaleString("en-US");
  const spoken = () => page.$eval(at("exam-verdict"), (p) => p.innerText.replace(/[\u2009\u202f]/g, ","));
  await page.waitForFunction(
    (selector, steps) => document.querySelector(selector).innerText.replace(/[^0-9 a-zA-Z]/g, "").includes(`After ${steps} updates`),
    {},
    at("exam-verdict"),
    steps.replaceAll(",", ""),
  );
  const all = await counts(page);
  assert.equal(all.length, 100);
  assert.equal(all.reduce((sum, [, , n]) => sum + n, 0), 10_000);
  const right = all.filter(([label, answer]) => label === answer).reduce((sum, [, , n]) => sum + n, 0);
  assert.equal(await number(page, "exam-verdict"), right / 10_000);
  assert.match(await spoken(), /most often an? \d is taken for an? \d/);

  // The worst mistakes are mistakes, the surest first.
  assert.equal((await answers(page)).length, 48);
  assert.ok((await answers(page)).every((text) => /^(\d) → (?!\1)\d$/.test(text)));
  const shares = await page.$$eval(".gallery__share", (all) => all.map((one) => parseFloat(one.innerText.replace(/[<>]/, ""))));
  assert.deepEqual(shares, [...shares].sort((a, b) => b - a));

  // A cell has its own pictures, as many as it counts.
  const [label, answer, n] = all.filter(([label, answer]) => label !== answer).sort((a, b) => b[2] - a[2])[0];
  await click(page, `cell-${label}-${answer}`);
  await page.waitForFunction(
    (text) => [...document.querySelectorAll(".gallery__answer")].every((one) => one.innerText === text),
    {},
    `${label} → ${answer}`,
  );
  assert.equal((await answers(page)).length, Math.min(n, 48));
  assert.equal(await page.$eval(at(`cell-${label}-${answer}`), (cell) => cell.ariaSelected), "true");

  // One of them is laid onto the board, and the run reads it as it did in the exam.
  assert.equal(await value(page, "prediction"), "");
  const tile = await page.$(at("example-0"));
  // (Only Chromium tells what a screen reader is told.)
  if (browser === "chromium") {
    const { name: told } = await page.accessibility.snapshot({ root: tile });
    assert.match(told, new RegExp(`^an? ${label} read as ${answer}, `));
  }
  await tile.focus();
  await page.keyboard.press("Enter");
  await until(page, "prediction", new Function("value", `return value === "${answer}"`));
  assert.ok(await page.$(at("laid")));
  await page.waitForSelector(at("step-through"));
  const barriers = async () => {
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.failureSummary}`)}`);
  };
  for (const theme of ["light", "dark"]) {
    await page.evaluate((theme) => document.documentElement.setAttribute("data-theme", theme), theme);
    await atRest(page);
    assert.deepEqual(await barriers(), [], theme);
  }

  // Clear wipes it, and its offer is gone with it.
  await click(page, "clear");
  await until(page, "prediction", (value) => value === "");
  assert.equal(await page.$(at("step-through")), null);

  // By keyboard: arrows go through the matrix, Enter chooses, Escape shows all mistakes.
  const focused = () => page.evaluate(() => document.activeElement.dataset.testid);
  await page.focus(at(`cell-${label}-${answer}`));
  await page.keyboard.press("Home");
  assert.equal(await focused(), `cell-${label}-0`);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press(label === 9 ? "ArrowUp" : "ArrowDown");
  const row = label === 9 ? 8 : label + 1;
  assert.equal(await focused(), `cell-${row}-1`);
  await page.keyboard.press("Enter");
  await page.waitForFunction(
    (selector) => document.querySelector(selector).ariaSelected === "true",
    {},
    at(`cell-${row}-1`),
  );
  assert.equal(await page.$$eval('.confusion [tabindex="0"]', (all) => all.length), 1);
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.querySelectorAll(".gallery__answer").length === 48);

  // Stepped through: the step view is of that example.
  await click(page, "example-0");
  await page.waitForSelector(at("step-through"));
  const kind = (await answers(page))[0][0];
  await click(page, "step-through");
  await page.waitForSelector(at("steps-view"));
  await page.waitForFunction((kind) => document.querySelector('[data-testid="steps-view"]').innerText.includes(kind), {}, kind);
}
