import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { at, click, fill, open, train, until } from "./lib/page.mjs";

export const name = "kept runs are laid over each other: curves by letter, settings that differ, files for other programs";
export const timeout = 180_000;

/** Presses a segment of a choice by its text. */
const choose = (page, label, text) =>
  page.evaluate(
    (label, text) => {
      const group = document.querySelector(`[role=radiogroup][aria-label="${label}"]`);
      [...group.querySelectorAll("button")].find((button) => button.innerText === text).click();
    },
    label,
    text,
  );

export async function run({ page, browser, url, assert }) {
  await open(page, url);
  await train(page, 100);
  await fill(page, "seed", 5);
  // Until then the steps are those of the run before.
  await until(page, "steps", (value) => value === "0");
  await train(page, 100);
  await click(page, "room-runs");
  await until(page, "runs-list", (value) => value === "2");
  assert.equal(await page.$eval(at("runs-compare"), (it) => it.disabled), true, "nothing is ticked");
  for (const pick of await page.$$(at("runs-pick"))) await pick.evaluate((it) => it.click());
  await click(page, "runs-compare");
  await page.waitForSelector(at("runs-table"));

  // Whose line is whose: a letter, and dashes of its own.
  const legend = () => page.$$eval(`${at("runs-chart")} .chart:first-of-type .chart__entry`, (entries) =>
    entries.map((entry) => ({
      label: entry.querySelector(".chart__label").innerText,
      dashes: entry.querySelector("line").getAttribute("stroke-dasharray"),
    })));
  const entries = await legend();
  // The newest stands first in the list and was ticked first; the older one is A all the same.
  assert.deepEqual(entries.map(({ label }) => label), ["A MNIST 784-16-16-10, held-out", "B MNIST 784-16-16-10, 2, held-out"]);
  assert.notEqual(entries[0].dashes, entries[1].dashes);
  await choose(page, "Measured on", "both");
  await page.waitForFunction((selector) => document.querySelectorAll(selector).length === 4, { polling: 50 }, `${at("runs-chart")} .chart:first-of-type .chart__entry`);
  const label = () => page.$eval(`${at("runs-chart")} canvas`, (canvas) => canvas.getAttribute("aria-label"));
  assert.match(await label(), /^Loss over epochs/);
  await choose(page, "Along", "seconds");
  await page.waitForFunction((selector) => /^Loss over seconds, up to second /.test(document.querySelector(selector)?.getAttribute("aria-label")), { polling: 50 }, `${at("runs-chart")} canvas`);
  await choose(page, "Its axis", "log");
  await choose(page, "Along", "updates");
  await choose(page, "Curves", "very smooth");
  await page.waitForFunction((selector) => /^Loss over steps/.test(document.querySelector(selector)?.getAttribute("aria-label")), { polling: 50 }, `${at("runs-chart")} canvas`);
  const ink = await page.waitForFunction((selector) => {
    const canvas = document.querySelector(selector);
    const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    return pixels.some((value) => value > 0);
  }, { polling: 100 }, `${at("runs-chart")} canvas`);
  assert.ok(ink, "the chart is drawn");

  // The one setting that differs is told, marked, and alone.
  assert.equal(await page.$eval(at("runs-differing"), (it) => it.dataset.value), "1");
  const differing = () => page.$$eval(`${at("runs-table")} tbody tr:not(.runs__figure) th`, (heads) => heads.map((head) => head.innerText.trim().replace(/\s+/g, " ")));
  assert.deepEqual(await differing(), ["≠ differs: Seed"]);
  assert.deepEqual(await page.$$eval(`${at("runs-table")} mark`, (marks) => marks.map((mark) => mark.innerText)), ["5"]);
  await click(page, "runs-all-settings");
  await page.waitForFunction((selector) => document.querySelectorAll(selector).length > 15, { polling: 50 }, `${at("runs-table")} tbody tr`);
  assert.match(await page.$eval(at("runs-table"), (table) => table.innerText), /Training examples\s+60,000\s+60,000/);

  if (browser === "chromium") await exportsOf(page, assert);

  // The other way around, for all that is shown of them; and the keyboard stays where it was.
  await page.focus(at("runs-swap"));
  await page.keyboard.press("Enter");
  await page.waitForFunction((selector) => document.querySelector(selector)?.innerText.includes("A MNIST 784-16-16-10, 2"), { polling: 50 }, `${at("runs-chart")} .chart:first-of-type .chart__entry`);
  assert.match(await page.$eval(`${at("runs-diff")} .field__hint`, (it) => it.innerText), /^From A, "MNIST 784-16-16-10, 2" .* to B, "MNIST 784-16-16-10" /);
  assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), "runs-swap");

  await click(page, "runs-back");
  await until(page, "runs-list", (value) => value === "2");
  assert.equal(await page.$$eval(at("runs-pick"), (picks) => picks.filter((pick) => pick.checked).length), 2, "still ticked");
}

/** Every file, as other programs get it. */
async function exportsOf(page, assert) {
  const folder = await mkdtemp(join(tmpdir(), "descent-runs-"));
  try {
    const client = await page.createCDPSession();
    await client.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: folder, browserContextId: page.browserContext().id });
    const file = async (testid, name) => {
      await click(page, testid);
      for (let tries = 0; tries < 200; tries += 1) {
        if ((await readdir(folder)).includes(name)) return readFile(join(folder, name));
        await new Promise((done) => setTimeout(done, 50));
      }
      throw new Error(`${name} does not come`);
    };
    const csv = String(await file("runs-export-csv", "descent-runs.csv")).trim().split("\n");
    assert.match(csv[0], /^run,name,step,epoch,seconds,/);
    assert.ok(csv.some((line) => line.startsWith("A,")) && csv.some((line) => line.startsWith("B,")));
    const settings = String(await file("runs-export-settings", "descent-runs.settings.csv"));
    assert.match(settings, /\nSeed,1,5,yes\n/);
    const json = JSON.parse(String(await file("runs-export-json", "descent-runs.json")));
    assert.deepEqual(json.runs.map(({ config }) => config.seed), [1, 5]);
    assert.ok(json.runs[0].curves.length > 2);
    const svg = String(await file("runs-export-svg", "descent-runs.svg"));
    const parsed = await page.evaluate((text) => {
      const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
      return { name: root.nodeName, texts: [...root.querySelectorAll("text")].map((it) => it.textContent) };
    }, svg);
    assert.equal(parsed.name, "svg");
    assert.ok(["Loss", "Accuracy", "A", "B"].every((text) => parsed.texts.includes(text)), parsed.texts.join());
    const png = await file("runs-export-png", "descent-runs.png");
    assert.deepEqual([...png.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
    assert.equal(png.readUInt32BE(16), 1920, "twice as sharp as the drawing");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
