// How much of a run is lost when the browser is killed:
//
//     node tests/e2e/ledger_kill.mjs DIST [times]
//
// A program, not a test. With the same profile folder each time, it trains, kills the
// browser's processes (SIGKILL) at a random moment, opens it again, goes on with the run from
// before, and prints how many seconds and updates are gone. The environment is the tests'.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { chromium } from "./lib/browsers.mjs";
import { serve } from "./server.mjs";
import { at, click, number, until } from "./lib/page.mjs";

const [dist = "dist", times = "20"] = process.argv.slice(2);
const server = await serve(resolve(dist));
const profile = await mkdtemp(join(tmpdir(), "descent-ledger-"));

async function start() {
  // A group of its own, so that all of its processes are killed.
  const browser = await chromium({ userDataDir: profile, detached: true, pipe: false });
  const [page] = await browser.pages();
  await page.setViewport({ width: 1280, height: 800 });
  await page.goto(server.url, { waitUntil: "load" });
  await until(page, "status", (status) => status === "ready" || status === "paused");
  return { browser, page };
}

async function kill(browser) {
  const child = browser.process();
  const ended = new Promise((done) => child.once("exit", done));
  process.kill(-child.pid, "SIGKILL");
  await ended;
  // Its lock on the profile.
  await Promise.all(["SingletonLock", "SingletonSocket", "SingletonCookie"].map((name) => rm(join(profile, name), { force: true })));
}

const lost = [];
try {
  let { browser, page } = await start();
  for (let time = 1; time <= Number(times); time += 1) {
    await click(page, "train");
    await until(page, "status", (status) => status === "training");
    const from = performance.now();
    const length = 3000 + Math.random() * 9000;
    // The newest figure that was seen, and when.
    let seen = { steps: 0, at: from };
    while (performance.now() - from < length) {
      seen = { steps: await number(page, "steps"), at: performance.now() };
      await new Promise((done) => setTimeout(done, 40));
    }
    await kill(browser);
    ({ browser, page } = await start());
    await page.waitForSelector(at("offer-open"), { timeout: 20_000 });
    await click(page, "offer-open");
    await until(page, "steps", (steps) => Number(steps) > 0);
    const steps = await number(page, "steps");
    const speed = seen.steps / ((seen.at - from) / 1000);
    const entry = { updates: seen.steps - steps, seconds: (seen.steps - steps) / speed };
    lost.push(entry);
    console.log(`${time}: ${seen.steps} updates seen, ${steps} kept: ${entry.updates} lost, about ${entry.seconds.toFixed(2)} s`);
    // Each time a new run, so that the speed is its own.
    await click(page, "reset");
    await until(page, "steps", (value) => Number(value) === 0);
  }
  await browser.close();
} finally {
  server.close();
  await rm(profile, { recursive: true, force: true });
}
const seconds = lost.map((it) => it.seconds).sort((a, b) => a - b);
const mean = seconds.reduce((sum, it) => sum + it, 0) / seconds.length;
console.log(`lost: ${mean.toFixed(2)} s on average, ${seconds[seconds.length - 1].toFixed(2)} s at most, ${lost.length} times`);
