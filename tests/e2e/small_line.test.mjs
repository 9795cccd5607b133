import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { at, atRest, click, number, open, until, value } from "./lib/page.mjs";

export const name = "the line: a perceptron learns AND and not XOR, one hidden layer does; records, updates, W5 up and down";
export const timeout = 240_000;

const close = (a, b, by, text) => {
  if (!(Math.abs(a - b) <= by)) throw new Error(`${text}: ${a} is not ${b}`);
};

/** Chooses in a row of choices. */
const choose = (page, label, text) =>
  page.evaluate(
    (label, text) => {
      const all = [...document.querySelectorAll(`[aria-label="${label}"] button`)];
      all.find((button) => button.innerText === text).click();
    },
    label,
    text,
  );

async function openPage(page, key) {
  await click(page, `page-tab-${key}`);
  await page.waitForSelector(at(`page-${key}`));
}

/** One step, and wait until the next update is the one after it. */
async function step(page) {
  const before = await number(page, "update");
  await click(page, "step");
  await page.waitForFunction((selector, before) => Number(document.querySelector(selector).dataset.value) === before + 1, {}, at("update"), before);
}

const weights = (page) => Promise.all(["w1", "w2", "b"].map((name) => number(page, name)));
const promised = (page) => page.$$eval(`${at("update")} li`, (all) => all.map((one) => Number(one.dataset.value)));

/** The lines of the update: what they come to, and what they say. */
const worked = (page) =>
  page.$$eval(`${at("update")} li`, (all) =>
    all.map((line) => {
      const raised = (text) => [...text].map((c) => (c === "⁻" ? "-" : "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(c))).join("");
      const plain = line.innerText.split("←")[1].replace(/×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/g, (_, power) => `e${raised(power)}`);
      const [terms, result] = plain.replaceAll("−", "-").replaceAll("·", "*").split("=");
      return [new Function(`return ${terms}`)(), Number(result)];
    }),
  );

async function speed(page, position) {
  await page.$eval(
    at("speed"),
    (slider, position) => {
      slider.value = position === "full" ? slider.max : position;
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    },
    position,
  );
}

export async function run({ page, url, assert }) {
  const axe = await readFile(join(process.env.AXE, "node_modules/axe-core/axe.min.js"), "utf8");
  await open(page, url, { width: 1280, height: 900 });
  await page.evaluate(axe);
  await click(page, "room-small");
  await click(page, "small-tab-line");
  await until(page, "update", (step) => step === "0");
  await until(page, "line-wrong", (n) => n !== undefined);

  // What is said of the next update is what it does.
  for (let i = 0; i < 6; i += 1) {
    const wanted = await promised(page);
    await step(page);
    await page.waitForFunction(
      (wanted) => ["w1", "w2", "b"].every((name, at) => Math.abs(Number(document.querySelector(`[data-testid="${name}"]`)?.dataset.value) - wanted[at]) < 1e-6),
      {},
      wanted,
    );
  }
  // The printed terms come to the printed result, whatever learns.
  for (const unit of ["squared error", "logistic regression", "perceptron"]) {
    await choose(page, "What learns", unit);
    await until(page, "update", (step) => step === "0");
    for (let i = 0; i < 3; i += 1) {
      for (const [printed, is] of await worked(page)) close(printed, is, 0.02 * Math.abs(is) + 0.002, unit);
      await step(page);
    }
  }
  // AND is learned, by steps, and then nothing changes any more.
  for (let i = 0; i < 200 && (await value(page, "line-wrong")) !== "0"; i += 1) await step(page);
  await until(page, "line-wrong", (n) => n === "0");
  const done = await weights(page);
  await step(page);
  await step(page);
  assert.deepEqual(await weights(page), done);

  // OR, too; XOR never, and the lab says so.
  await choose(page, "Points", "OR");
  await until(page, "update", (step) => step === "0");
  await speed(page, "full");
  await click(page, "train");
  await until(page, "line-wrong", (n) => n === "0", 60_000);
  await click(page, "train");
  await until(page, "status", (status) => status === "paused");
  await choose(page, "Points", "XOR");
  await page.waitForSelector(at("line-hidden"));
  await until(page, "update", (step) => step === "0");
  for (let i = 0; i < 24; i += 1) {
    await step(page);
    assert.notEqual(await value(page, "line-wrong"), "0");
  }
  await click(page, "line-hidden");
  await page.waitForFunction((selector) => document.querySelector(selector) === null, {}, at("line-hidden"));
  await speed(page, "full");
  await click(page, "train");
  await until(page, "line-wrong", (n) => n === "0", 60_000);
  await click(page, "train");
  await until(page, "status", (status) => status === "paused");

  // The record loop of AND: sums grow, and end in the update that is made.
  await choose(page, "Points", "AND");
  await choose(page, "What learns", "logistic regression");
  await openPage(page, "records");
  await choose(page, "Records of a batch", "all records");
  await page.waitForFunction((selector) => document.querySelectorAll(`${selector} tbody tr`).length === 1, {}, at("records"));
  await page.waitForFunction((selector) => document.querySelector(selector).getAttribute("aria-disabled") === "false", {}, at("record-next"));
  for (let n = 2; n <= 4; n += 1) {
    await click(page, "record-next");
    await until(page, "records", new Function("value", `return value === "${n}"`));
  }
  await page.waitForSelector(at("record-mean-0"));
  const sums = await page.$$eval(`${at("records")} tbody tr:last-child .records__sum`, (all) => all.map((one) => Number(one.dataset.value)));
  for (const at of [0, 1, 2]) close(await number(page, `record-mean-${at}`), sums[at] / 4, 1e-6, "mean");
  const wanted = await Promise.all([0, 1, 2].map((at) => number(page, `record-new-${at}`)));
  await click(page, "step");
  await until(page, "records", (value) => value === "1");
  await openPage(page, "points");
  await page.waitForFunction(
    (wanted) => ["w1", "w2", "b"].every((name, at) => Math.abs(Number(document.querySelector(`[data-testid="${name}"]`)?.dataset.value) - wanted[at]) < 1e-6),
    {},
    wanted,
  );

  // W5 as it is printed; ℓ is the loss mirrored.
  await openPage(page, "ascent");
  await click(page, "line-w5");
  await until(page, "small-steps", (steps) => steps === "0");
  for (const [steps, printed] of [[1, [0.2, 0.2, 0]], [2, [0.105308, 0.001603, -0.103705]]]) {
    await click(page, "step");
    await until(page, "small-steps", new Function("value", `return value === "${steps}"`));
    await page.waitForFunction(
      (printed) => ["w1", "w2", "b"].every((name, at) => Math.abs(Number(document.querySelector(`[data-testid="${name}"]`)?.dataset.value) - printed[at]) < 1e-6),
      {},
      printed,
    );
  }
  const down = await number(page, "ascent");
  const path = await weights(page);
  await choose(page, "Which way", "maximize ℓ");
  close(await number(page, "ascent"), -down, 1e-6, "mirrored");
  assert.deepEqual(await weights(page), path);

  for (const theme of ["light", "dark"]) {
    await page.evaluate((theme) => document.documentElement.setAttribute("data-theme", theme), theme);
    for (const key of ["points", "records", "ascent"]) {
      await openPage(page, key);
      await atRest(page);
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary}`), [], `${key} ${theme}`);
    }
  }
}
