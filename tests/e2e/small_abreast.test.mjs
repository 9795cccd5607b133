import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { at, atRest, click, fill, number, open, until, value } from "./lib/page.mjs";

export const name = "side by side: rates race in lockstep, any knob makes the difference, and a grid says which pair does best";
export const timeout = 240_000;
export const expectedErrors = [/on purpose/];

const text = (page, testid) => page.$eval(at(testid), (element) => element.innerText);
const all = (n) => Array.from({ length: n }, (_, idx) => idx);
const numbers = (page, stem, n) => Promise.all(all(n).map((idx) => number(page, `${stem}-${idx}`)));
const steps = (page, n) => numbers(page, "abreast-run", n);
const choose = async (page, testid, key) => {
  await page.select(at(testid), key);
  await until(page, testid, new Function("value", `return value === ${JSON.stringify(key)}`));
};
const startOf = (page) => until(page, "abreast-run-0", (step) => step === "0");

/** Pauses, and waits until all stand and have been measured there. */
const paused = async (page, n) => {
  await click(page, "train");
  await until(page, "status", (status) => status === "paused");
  for (const idx of all(n)) {
    await until(page, `abreast-status-${idx}`, (status) => status === "paused");
    await until(page, `abreast-accuracy-${idx}`, (share) => share !== "");
  }
};

/** Waits until each picture is of the step that its run stands at. */
const pictured = async (page, n) => {
  // What can't be seen is not asked for.
  await page.$eval(at("abreast-run-0"), (column) => column.scrollIntoView());
  await page.waitForFunction(
    (n) =>
      Array.from({ length: n }, (_, idx) => idx).every((idx) => {
        const value = (stem) => document.querySelector(`[data-testid="${stem}-${idx}"]`)?.dataset.value;
        return value("abreast-map") === value("abreast-run");
      }),
    {},
    n,
  );
};

export async function run({ page, browser, url, assert }) {
  const axe = await readFile(join(process.env.AXE, "node_modules/axe-core/axe.min.js"), "utf8");
  const isWell = async (what) => {
    for (const theme of ["light", "dark"]) {
      await page.evaluate((theme) => document.documentElement.setAttribute("data-theme", theme), theme);
      await atRest(page);
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      const told = violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary}`);
      assert.deepEqual(told, [], `${what}, ${theme}`);
    }
  };
  await open(page, url, { width: 1280, height: 900 });
  await page.evaluate(axe);
  await until(page, "status", (status) => status === "ready");
  await click(page, "room-small");
  await click(page, "small-tab-abreast");
  await page.waitForSelector(at("abreast-run-2"));

  // One click: three rates from one start, and all of them stand at the same step.
  await click(page, "abreast-preset-rates");
  await until(page, "abreast-run-0", (step) => Number(step) > 400, 120_000);
  await paused(page, 3);
  const at0 = await steps(page, 3);
  assert.deepEqual(at0, all(3).map(() => at0[0]));
  const losses = await numbers(page, "abreast-loss", 3);
  assert.ok(losses[1] < losses[0] && losses[2] < losses[0], `the slowest has the most to learn: ${losses}`);
  const shares = await numbers(page, "abreast-accuracy", 3);
  assert.ok(shares.every((share) => share > 0 && share < 1) && shares[2] > shares[0], shares.join());
  await pictured(page, 3);
  // A line each, named by its letter, with its last value.
  const entries = await page.$$eval(`${at("abreast-chart")} .chart`, (charts) =>
    charts.map((chart) => [...chart.querySelectorAll(".chart__entry")].map((entry) => entry.innerText.replace(/\s+/g, " "))),
  );
  assert.equal(entries.length, 2);
  for (const lines of entries) {
    assert.equal(lines.length, 3);
    lines.forEach((line, idx) => assert.match(line, new RegExp(`^${"ABC"[idx]}: (0\\.01|0\\.1|1) [\\d.]+%?$`)));
  }
  assert.equal(
    await text(page, "abreast-difference-1"),
    "B differs from A in the learning rate: 0.1 instead of 0.01. Same start weights, same batches.",
  );
  await isWell("three rates");
  // One step is one step of each; Reset puts all back.
  await click(page, "step");
  for (const idx of all(3)) {
    await until(page, `abreast-run-${idx}`, new Function("value", `return Number(value) === ${at0[0] + 1}`));
  }
  await click(page, "reset");
  await startOf(page);
  await until(page, "abreast-run-2", (step) => step === "0");

  // Another knob: its own values, one more, some less.
  await choose(page, "abreast-knob", "seed");
  await until(page, "abreast-value-2", (seed) => seed === "3");
  assert.match(await text(page, "abreast-difference-2"), /^C differs from A in the seed: 3 instead of 1\. Its start weights are others, and so is the order/);
  await click(page, "abreast-add");
  await until(page, "abreast-value-3", (seed) => seed === "4");
  assert.ok(await page.$eval(at("abreast-add"), (button) => button.disabled));
  await click(page, "abreast-remove-1");
  await until(page, "abreast-value-1", (seed) => seed === "3");
  await click(page, "abreast-remove-0");
  await page.waitForFunction((selector) => document.querySelector(selector) === null, {}, at("abreast-run-2"));
  assert.ok(await page.$eval(at("abreast-remove-0"), (button) => button.disabled));
  // What is no value is said, and changes nothing.
  await fill(page, "abreast-value-0", "many");
  assert.match(await page.$eval("#abreast-value-0-error", (error) => error.innerText), /"many" is no seed/);
  assert.equal(await value(page, "abreast-value-0"), "3");

  // The first one explodes (weights cost more than a step can pay); the others go on, and so does Pause.
  await choose(page, "abreast-knob", "l2");
  await fill(page, "abreast-shared-rate", "1");
  await until(page, "abreast-shared-rate", (rate) => rate === "1");
  await fill(page, "abreast-value-0", "10");
  await until(page, "abreast-value-0", (penalty) => penalty === "10");
  await click(page, "train");
  await until(page, "abreast-status-0", (status) => status === "diverged");
  const stuck = await number(page, "abreast-run-0");
  await until(page, "abreast-run-1", new Function("value", `return Number(value) > ${stuck + 50}`));
  assert.equal(await page.$eval(at("train"), (button) => button.ariaPressed), "true");
  assert.equal(await page.$(at("retry-slower")), null, "that would begin one alone");
  // In the grid nobody sees them: they stand.
  await click(page, "page-tab-grid");
  await page.waitForSelector(at("grid-start"));
  await click(page, "page-tab-side");
  await page.waitForFunction((selector) => document.querySelector(selector)?.ariaPressed === "false", {}, at("train"));
  await until(page, "abreast-status-1", (status) => status === "paused");
  assert.equal(await number(page, "abreast-run-0"), stuck);

  // Batches of other sizes: by examples, they are abreast.
  await choose(page, "abreast-ground", "circle");
  await choose(page, "abreast-knob", "batch");
  await startOf(page);
  await click(page, "epoch-once");
  await until(page, "abreast-run-0", (step) => step === "150");
  await until(page, "abreast-run-2", (step) => step === "3");
  assert.deepEqual(await steps(page, 3), [150, 15, 3]);
  assert.match(await text(page, "abreast-difference-2"), /Same start weights.*by examples seen/);

  // Four optimizers on points, each with its map.
  await click(page, "abreast-preset-optimizers");
  await until(page, "abreast-run-3", (step) => Number(step) > 150, 60_000);
  await paused(page, 4);
  await pictured(page, 4);
  assert.equal(new Set(await steps(page, 4)).size, 1);
  await isWell("four optimizers");

  // Elsewhere, and back: at their start, and it is said.
  await click(page, "small-tab-line");
  await until(page, "small-steps", (step) => step === "0");
  await click(page, "small-tab-abreast");
  await startOf(page);
  await until(page, "abreast-run-3", (step) => step === "0");
  assert.match(await text(page, "notice"), /back at their start/);
  assert.equal(await value(page, "abreast-value-3"), "adam");

  // A grid, of seconds: every pair is tried, the best is named and outlined.
  await click(page, "page-tab-grid");
  await fill(page, "grid-epochs", "4");
  await click(page, "grid-start");
  await until(page, "grid-progress", (share) => share === "1", 60_000);
  const cells = await page.$$eval(`${at("grid-table")} button`, (cells) =>
    cells.map((cell) => [cell.dataset.testid, cell.dataset.value, cell.classList.contains("abreast__cell--best")]),
  );
  assert.equal(cells.length, 9);
  const reached = cells.map(([, share]) => Number(share));
  assert.ok(reached.every((share) => share >= 0 && share <= 1), reached.join());
  const bests = cells.filter(([, , best]) => best);
  assert.equal(bests.length, 1);
  assert.equal(Number(bests[0][1]), Math.max(...reached));
  assert.ok(Math.max(...reached) > 0.8, reached.join());
  assert.match(await text(page, "grid-told"), /^Done\. Best: learning rate .*, batch size /);
  await isWell("a grid");
  await page.setViewport({ width: 360, height: 740 });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing is wider than a phone");
  await page.setViewport({ width: 1280, height: 900 });

  // One of them is trained, as the first beside others: the very run that was tried.
  const shown = Number(await value(page, "grid-cell-1-0"));
  await click(page, "grid-cell-1-0");
  await page.waitForSelector(at("abreast-run-0"));
  await until(page, "abreast-run-0", (step) => Number(step) > 0);
  await click(page, "reset");
  await startOf(page);
  assert.equal(await value(page, "abreast-shared-batch"), "1");
  for (const epoch of all(4)) {
    await click(page, "epoch-once");
    await until(page, "abreast-run-0", new Function("value", `return Number(value) === ${150 * (epoch + 1)}`));
    await until(page, "status", (status) => status === "paused");
  }
  await until(page, "abreast-accuracy-0", (share) => share !== "");
  assert.equal(await number(page, "abreast-accuracy-0"), shown);

  // A long one is given up.
  await click(page, "page-tab-grid");
  await fill(page, "grid-epochs", "1000");
  await click(page, "grid-start");
  await until(page, "grid-progress", (share) => Number(share) > 0);
  await click(page, "grid-cancel");
  await page.waitForFunction((selector) => /^Cancelled/.test(document.querySelector(selector).innerText), {}, at("grid-told"));
  assert.ok((await value(page, "grid-cell-2-2")) === "", "the last one was not tried");
  assert.ok(await page.$eval(at("grid-cancel"), (button) => button.disabled));

  // The engine dies: a new one has them all at their start.
  if (browser !== "chromium") return;
  await click(page, "page-tab-side");
  await click(page, "train");
  await until(page, "abreast-run-1", (step) => Number(step) > 700);
  await page.workers()[0].evaluate(() => {
    setTimeout(() => {
      throw new Error("on purpose");
    });
  });
  await page.waitForSelector(at("crash"));
  await click(page, "restart");
  await startOf(page);
  assert.match(await text(page, "notice"), /started anew/);
  await click(page, "train");
  await until(page, "abreast-run-3", (step) => Number(step) > 20);
  await paused(page, 4);
  assert.equal(new Set(await steps(page, 4)).size, 1);
}
