// Measures the step view on 784-128-10, batch 64, in Chromium: how long it takes to open,
// and how long frames last while its timeline is dragged through every level.
//
//     node tests/e2e/steps_speed.mjs DIST
//
// with the environment of run.mjs. Programs measure; tests never do.

import { resolve } from "node:path";

import { chromium } from "./lib/browsers.mjs";
import { at, click, fill, open, until } from "./lib/page.mjs";
import { serve } from "./server.mjs";

const OPENINGS = 9;
const STOPS = 180;

const server = await serve(resolve(process.argv[2] ?? "dist"));
const quantile = (all, share) => [...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * share))];
const browser = await chromium();
try {
  const page = await browser.newPage();
  await open(page, server.url);
  await page.waitForFunction(() => /60,000 digits to train on/.test(document.body.innerText));
  await page.evaluate(() => [...document.querySelectorAll(".presets button")].find((b) => /128/.test(b.title + b.innerText)).click());
  await until(page, "steps", (value) => value === "0");
  await fill(page, "batch-size", 64).catch(() => {});
  await click(page, "train");
  await until(page, "steps", (value) => Number(value) > 300);

  const openings = [];
  for (let n = 0; n < OPENINGS; n += 1) {
    if (n > 0) {
      await click(page, "close-steps");
      await page.waitForSelector(at("train"));
    }
    openings.push(
      await page.evaluate(async (selector) => {
        const began = performance.now();
        document.querySelector('[data-testid="open-steps"]').click();
        const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
        while (document.querySelector(selector) === null) await frame();
        // What stands now is painted when the frame after it begins.
        await frame();
        return performance.now() - began;
      }, `${at("steps-view")} math`),
    );
  }
  console.log(`${await browser.version()}, 784-128-10`);
  console.log(`opening, click to paint: median ${quantile(openings, 0.5).toFixed(0)} ms, worst ${Math.max(...openings).toFixed(0)} ms`);

  for (const level of ["Phase", "Layer", "Neuron", "Term"]) {
    const frames = await page.evaluate(
      async (level, stops) => {
        const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
        [...document.querySelectorAll("[role=radio]")].find((r) => r.innerText.trim() === level).click();
        await frame();
        await frame();
        const range = document.querySelector('[data-testid="stop"]');
        const intervals = [];
        let before = await frame();
        for (let n = 0; n <= stops; n += 1) {
          range.value = String(Math.round((n / stops) * Number(range.max)));
          range.dispatchEvent(new Event("input", { bubbles: true }));
          const now = await frame();
          intervals.push(now - before);
          before = now;
        }
        return intervals;
      },
      level,
      STOPS,
    );
    const [median, late, worst] = [quantile(frames, 0.5), quantile(frames, 0.95), Math.max(...frames)];
    console.log(`dragging, ${level.toLowerCase().padEnd(6)}: median ${median.toFixed(1)}, 95th ${late.toFixed(1)}, worst ${worst.toFixed(1)} ms`);
  }
} finally {
  await browser.close();
  server.close();
}
