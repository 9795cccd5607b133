// Measures how long a visitor waits for the first answer, in Chromium: the first time
// and on return, medians of five visits each. The drawing itself is included.
//
//     node tests/e2e/startup.mjs DIST [milliseconds that the server takes for each answer]
//
// with the environment of run.mjs. Programs measure; tests never do.

import { readdir } from "node:fs/promises";
import { resolve } from "node:path";

import { chromium } from "./lib/browsers.mjs";
import { at, draw, until, DIGITS } from "./lib/page.mjs";
import { serve } from "./server.mjs";

const dist = resolve(process.argv[2] ?? "dist");
const latency = Number(process.argv[3] ?? 0);
const server = await serve(dist);
if (latency > 0) {
  const files = await readdir(dist, { recursive: true });
  for (const file of files) server.delay(file.replaceAll("\\", "/"), latency);
}

/** Milliseconds from the address to a drawn 7 that is read. */
async function firstAnswer(page) {
  const began = performance.now();
  await page.goto(server.url, { waitUntil: "domcontentloaded" });
  await page.waitForSelector(at("draw"));
  await draw(page, DIGITS[7]);
  await until(page, "prediction", (value) => value === "7");
  return performance.now() - began;
}

/** Until the service worker has kept the site and a data set. */
const kept = (page) =>
  page.waitForFunction(
    async () => {
      const names = await caches.keys();
      const sizes = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).length));
      return names.length === 2 && Math.min(...sizes) > 8;
    },
    { timeout: 60_000, polling: 200 },
  );

const median = (times) => Math.round(times.sort((a, b) => a - b)[times.length >> 1]);
const browser = await chromium();
try {
  const cold = [];
  const back = [];
  for (let visit = 0; visit < 5; visit += 1) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    cold.push(await firstAnswer(page));
    await kept(page);
    back.push(await firstAnswer(page));
    await context.close();
  }
  console.log(`${await browser.version()}, ${latency} ms for each answer of the server`);
  console.log(`first answer, first visit     ${median(cold)} ms`);
  console.log(`first answer, on return       ${median(back)} ms`);
} finally {
  await browser.close();
  server.close();
}
