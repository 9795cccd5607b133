// Takes the README's pictures of today's page, in Chromium:
//
//     cargo xtask screenshots

import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";

import { chromium } from "./lib/browsers.mjs";
import { serve } from "./server.mjs";
import { DIGITS, at, click, draw, fill, fullSpeed, open, until } from "./lib/page.mjs";

const dist = resolve(process.argv[2] ?? "dist");
const docs = resolve(process.argv[3] ?? "docs");
await mkdir(docs, { recursive: true });
const server = await serve(dist);
const browser = await chromium();
const page = await browser.newPage();

async function shoot(name, { width, height, theme = "light" }) {
  await page.setViewport({ width, height });
  await page.evaluate((theme) => {
    document.documentElement.dataset.theme = theme;
    window.scrollTo(0, 0);
  }, theme);
  // Time for a frame with the new size and colors.
  await new Promise((resolve) => setTimeout(resolve, 600));
  await page.screenshot({ path: join(docs, `${name}.png`) });
}

/** Waits until the step view stands at a place. */
const stands = (page, place) =>
  page.waitForFunction(
    (place) => document.querySelector('[data-testid="steps-view"]').dataset.place.startsWith(place),
    {},
    place,
  );

try {
  await open(page, server.url);
  await draw(page, DIGITS[7]);
  await until(page, "prediction", (value) => value === "7");
  for (let epoch = 1; epoch <= 3; epoch += 1) {
    await click(page, "epoch-once");
    await until(page, "epoch", new Function("value", `return value === "${epoch}"`), 60_000);
    await until(page, "status", (value) => value === "paused");
  }
  await shoot("lesson-light", { width: 1440, height: 1000 });
  await shoot("lesson-dark", { width: 1440, height: 1000, theme: "dark" });
  await shoot("lesson-phone", { width: 390, height: 844 });
  await page.setViewport({ width: 1280, height: 860 });
  await click(page, "open-steps");
  await page.waitForSelector(at("steps-view"));
  // Forward, the first layer's most telling unit; then backward, the second hidden layer.
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await stands(page, "forward.0.");
  await shoot("steps-forward", { width: 1440, height: 1100, theme: "dark" });
  await page.keyboard.press("Escape");
  for (let stop = 0; stop < 6; stop += 1) await page.keyboard.press("ArrowRight");
  await stands(page, "backward.1");
  await page.keyboard.press("Enter");
  await stands(page, "backward.1.");
  await shoot("steps-light", { width: 1440, height: 1100 });
  await page.keyboard.press("End");
  await page.waitForSelector(at("step-probe"));
  await page.setViewport({ width: 390, height: 844 });
  await page.$$eval(".steps__tabs [role=radio]", (tabs) => tabs.at(-1).click());
  await shoot("steps-phone", { width: 390, height: 844, theme: "dark" });
  // The lab: why, and the mistakes.
  await page.setViewport({ width: 1440, height: 1000 });
  await click(page, "close-steps");
  await click(page, "room-lab");
  await page.waitForSelector(`${at("saliency")}[data-value]:not([data-value=""])`);
  await shoot("lab-why", { width: 1440, height: 1000 });
  await click(page, "lab-tab-exam");
  await page.waitForSelector(".gallery .tile");
  await shoot("lab-exam", { width: 1720, height: 1000, theme: "dark" });
  // The loss around the network of the lesson.
  await click(page, "lab-tab-landscape");
  await page.waitForFunction((selector) => document.querySelector(selector)?.dataset.value === "done", { timeout: 120_000 }, at("landscape-progress"));
  await shoot("lab-landscape", { width: 1440, height: 900 });
  // The small labs: a spiral that is learned, and a race.
  await click(page, "room-small");
  await click(page, "small-tab-playground");
  await fullSpeed(page);
  await click(page, "pattern-spiral");
  await page.waitForSelector(`${at("pattern-spiral")}[aria-pressed="true"]`);
  await click(page, "layer-add");
  for (const layer of [0, 1, 2]) {
    await page.waitForSelector(at(`layer-width-${layer}`));
    await fill(page, `layer-width-${layer}`, 8);
    await page.waitForFunction((n) => document.querySelectorAll(`[data-testid^="unit-map-${n}-"]`).length === 8, {}, layer);
  }
  await click(page, "train");
  await until(page, "train-loss", (loss) => Number(loss) < 0.02, 120_000);
  await click(page, "train");
  await until(page, "status", (status) => status === "paused");
  await shoot("labs-playground", { width: 1440, height: 1000 });
  await click(page, "small-tab-field");
  await click(page, "field-preset-banana");
  await page.waitForSelector(at("field"));
  await page.waitForFunction(() => Number(document.querySelector('[data-testid="field"]').dataset.steps) >= 120, { timeout: 120_000 });
  await shoot("labs-field", { width: 1440, height: 1000, theme: "dark" });
  // Three rates side by side; the lesson gone back in; kept runs laid over each other.
  await click(page, "small-tab-abreast");
  await click(page, "abreast-preset-rates");
  await page.waitForFunction((selector) => Number(document.querySelector(selector)?.dataset.value) > 1500, { timeout: 120_000 }, at("abreast-run-0"));
  await page.keyboard.press("Space");
  await until(page, "status", (status) => status === "paused");
  await shoot("labs-abreast", { width: 1440, height: 1100 });
  await click(page, "room-lesson");
  for (const rate of ["0.1", "0.02"]) {
    await fill(page, "learning-rate", rate);
    await click(page, "reset");
    await until(page, "steps", (steps) => steps === "0");
    for (const epoch of [1, 2]) {
      await click(page, "epoch-once");
      await until(page, "epoch", new Function("value", `return value === "${epoch}"`), 60_000);
      await until(page, "status", (status) => status === "paused");
    }
  }
  // A version of the last one, and the same stretch from there with another rate.
  await page.$eval(at("rewind"), (slider) => {
    slider.value = 1200;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await until(page, "rewind", (step) => step === "1200");
  await click(page, "version-keep");
  await page.waitForSelector(at("version-name"));
  await fill(page, "version-name", "Before the class");
  await click(page, "version-save");
  await page.waitForFunction((selector) => !document.querySelector(selector)?.checkVisibility(), {}, at("version-name"));
  await page.select(at("again-with"), "rate-x10");
  await click(page, "again");
  await until(page, "steps", (steps) => Number(steps) > 3000, 60_000);
  await until(page, "status", (status) => status === "paused");
  await click(page, "share");
  await page.waitForFunction((selector) => document.querySelector(selector)?.disabled === false, {}, at("share-copy"));
  await shoot("share", { width: 1280, height: 800 });
  await page.keyboard.press("Escape");
  await click(page, "room-runs");
  await page.waitForSelector(at("runs-pick"));
  await fill(page, "runs-search", "MNIST");
  await shoot("runs-family", { width: 1440, height: 1000, theme: "dark" });
  // Three rates of the lesson.
  const picks = await page.$$(at("runs-pick"));
  for (const pick of [picks[0], picks[2], picks.at(-1)]) await pick.evaluate((it) => it.click());
  await click(page, "runs-compare");
  await page.waitForSelector(at("runs-table"));
  await shoot("runs-compare", { width: 1440, height: 1000 });
} finally {
  await browser.close();
  server.close();
}
