// Measures how long links are: five typical states, made in the real page and read off the
// sheet "Share". The address of the page itself is counted as that of a short host.
//
//     node tests/e2e/link_lengths.mjs DIST
//
// with the environment of run.mjs. Programs measure; tests never do.

import { resolve } from "node:path";

import { chromium } from "./lib/browsers.mjs";
import { at, click, fill, fullSpeed, open, shared, until } from "./lib/page.mjs";
import { serve } from "./server.mjs";

const server = await serve(resolve(process.argv[2] ?? "dist"));
const browser = await chromium();
const HOST = "https://example.org/descent/";
const equals = (text) => new Function("value", `return value === ${JSON.stringify(text)}`);

async function fresh() {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.evaluateOnNewDocument(() => delete Navigator.prototype.serviceWorker);
  await open(page, server.url);
  return page;
}

const to = async (page, lab, tab) => {
  await click(page, "room-small");
  await click(page, `small-tab-${lab}`);
  if (tab) {
    await page.waitForSelector(at(`page-tab-${tab}`));
    await click(page, `page-tab-${tab}`);
  }
};

const states = {
  "the lesson as it is at first": async (page) => shared(page),
  "digits, rate and batch size turned, at update 500, at a term in the step view": async (page) => {
    await fill(page, "learning-rate", "0.3");
    await fill(page, "batch-size", "128");
    await new Promise((resolve) => setTimeout(resolve, 300));
    const start = await shared(page);
    await page.goto("about:blank");
    const tuned = start.replace("v=2&", "").replace(/&sum=.*$/, "");
    await page.goto(`${tuned}&step=500&at=forward.0.5.3&example=3`);
    await page.waitForSelector(at("steps-view"), { timeout: 120_000 });
    await page.waitForFunction(() => location.hash.includes("at=forward.0.5.3"));
    return shared(page, "now");
  },
  "playground, spiral, 8-8-8, trained, with its weights": async (page) => {
    await to(page, "playground");
    await page.waitForSelector(at("pattern-spiral"));
    await click(page, "pattern-spiral");
    await page.waitForFunction((it) => document.querySelector(it).getAttribute("aria-pressed") === "true", {}, at("pattern-spiral"));
    await click(page, "layer-add");
    await page.waitForSelector(at("layer-width-2"));
    for (const layer of [0, 1, 2]) {
      await fill(page, `layer-width-${layer}`, 8);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    await fullSpeed(page);
    await click(page, "train");
    await until(page, "steps", (steps) => Number(steps) > 2000, 60_000);
    await click(page, "train");
    return shared(page, "weights");
  },
  "the line, point by point, after five updates, with six controls hidden": async (page) => {
    await to(page, "line", "points");
    await page.waitForSelector(at("small-steps"));
    for (let step = 1; step <= 5; step += 1) {
      await click(page, "step");
      await until(page, "small-steps", equals(String(step)));
    }
    return shared(page, null, ["rate", "speed", "reset", "rooms", "labs", "cards"]);
  },
  "the digits lab at one of its views, another seed": async (page) => {
    await fill(page, "seed", "42");
    await until(page, "seed", equals("42"));
    await click(page, "room-lab");
    await page.waitForSelector(at("lab-tab-lens"));
    await click(page, "lab-tab-lens");
    return shared(page);
  },
};

try {
  for (const [name, make] of Object.entries(states)) {
    const page = await fresh();
    const link = await make(page);
    const hash = link.slice(link.indexOf("#"));
    const side = await page.$eval(at("share-qr"), (svg) => Number(svg.dataset.value) - 8).catch(() => null);
    console.log(`${HOST.length + hash.length} characters (${hash.length} after the address), QR ${side ? `${side} × ${side}` : "none"}: ${name}`);
    console.log(`    ${HOST}${hash}`);
    await page.browserContext().close();
  }
} finally {
  await browser.close();
  server.close();
}
