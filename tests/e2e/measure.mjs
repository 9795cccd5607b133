// Measures the page as a person meets it, in Chromium, and prints a table:
//
//     cargo xtask bench
//
// Accuracy and seconds of training, frame times and the pen's delay while training,
// time to the first answer, sizes on the wire. Programs measure; tests never do.

import { gzipSync } from "node:zlib";
import { readFile, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";

import { chromium } from "./lib/browsers.mjs";
import { serve } from "./server.mjs";
import { at, click, draw, fill, number, open, until, value, DIGITS } from "./lib/page.mjs";

const dist = resolve(process.argv[2] ?? "dist");
const server = await serve(dist);
const browser = await chromium();

const sorted = (numbers) => [...numbers].sort((a, b) => a - b);
const quantile = (numbers, q) => sorted(numbers)[Math.min(numbers.length - 1, Math.floor(q * numbers.length))];
const round = (x, digits = 1) => Number(x.toFixed(digits));
const say = (what, result) => console.log(`${what.padEnd(52)} ${result}`);

async function fresh() {
  const context = await browser.createBrowserContext();
  return { context, page: await context.newPage() };
}

/** Waits until all data are here, so that loading is not part of what is measured. */
const loaded = (page) =>
  page.waitForFunction(() => /60,000 digits to train on/.test(document.body.innerText), { timeout: 60_000 });

/** Trains `epochs` epochs from a seed; the test accuracy and the seconds of training. */
async function train(page, seed, epochs) {
  await fill(page, "seed", String(seed));
  await until(page, "seed", new Function("value", `return value === "${seed}"`));
  await click(page, "reset");
  await until(page, "steps", (value) => value === "0");
  for (let epoch = 1; epoch <= epochs; epoch += 1) {
    await click(page, "epoch-once");
    await until(page, "epoch", new Function("value", `return value === "${epoch}"`), 120_000);
    await until(page, "status", (value) => value === "paused", 30_000);
  }
  return [await number(page, "test-accuracy"), await number(page, "train-seconds")];
}

async function sizes() {
  const files = await readdir(dist);
  const groups = {
    page: files.filter((f) => /^app-.*\.(js|wasm)$/.test(f)),
    worker: files.filter((f) => /^(worker|boot_worker).*\.(js|wasm)$/.test(f)),
    "styles and index": files.filter((f) => /\.(css|html)$/.test(f)),
  };
  for (const [name, members] of Object.entries(groups)) {
    let bytes = 0;
    for (const file of members) bytes += gzipSync(await readFile(join(dist, file)), { level: 9 }).length;
    say(`${name}, gzip`, `${round(bytes / 1000)} kB`);
  }
}

async function firstAnswer() {
  const times = [];
  for (let i = 0; i < 5; i += 1) {
    const { context, page } = await fresh();
    await page.setViewport({ width: 1280, height: 800 });
    const began = Date.now();
    await page.goto(server.url, { waitUntil: "domcontentloaded" });
    await page.waitForSelector(at("draw"));
    await draw(page, DIGITS[7]);
    await until(page, "prediction", (value) => value === "7");
    times.push(Date.now() - began);
    await context.close();
  }
  say("first answer, empty cache (drawing included), median of 5", `${quantile(times, 0.5)} ms`);
}

async function lesson(page, name, epochs) {
  const results = [];
  for (const seed of [1, 2, 3]) results.push(await train(page, seed, epochs));
  const text = results.map(([accuracy, seconds]) => `${round(accuracy * 100, 2)} % in ${round(seconds)} s`);
  say(`${name}, ${epochs} epochs, seeds 1 2 3`, text.join("; "));
}

/** Frame times over 20 s of training, then pen moves to new bars, still training. */
async function smoothness(page) {
  await click(page, "train");
  await until(page, "status", (value) => value === "training");
  await draw(page, DIGITS[7]);
  const frames = await page.evaluate(
    () =>
      new Promise((done) => {
        const times = [];
        let last = performance.now();
        const end = last + 20_000;
        const tick = (now) => {
          times.push(now - last);
          last = now;
          if (now < end) requestAnimationFrame(tick);
          else done(times.slice(1));
        };
        requestAnimationFrame(tick);
      }),
  );
  const speed = await number(page, "samples-per-second");
  say(
    "frames over 20 s of training: median, 95th, worst",
    `${round(quantile(frames, 0.5))}, ${round(quantile(frames, 0.95))}, ${round(Math.max(...frames))} ms`,
  );
  say("  digits a second meanwhile", Math.round(speed));

  // A pen that goes on moving; each move is timed until a bar next changes.
  const delays = await page.evaluate(async (selector) => {
    const board = document.querySelector(selector);
    const box = board.getBoundingClientRect();
    const bars = document.querySelector(".bars");
    const send = (type, x, y) =>
      board.dispatchEvent(
        new PointerEvent(type, {
          bubbles: true, cancelable: true, pointerId: 1, pointerType: "pen", button: type === "pointermove" ? -1 : 0,
          clientX: box.left + x * box.width, clientY: box.top + y * box.height,
        }),
      );
    // Capture is refused for a pointer that the browser does not know; the page does without.
    const times = [];
    send("pointerdown", 0.2, 0.8);
    for (let i = 0; i < 100; i += 1) {
      const changed = new Promise((resolve) => {
        const observer = new MutationObserver(() => {
          observer.disconnect();
          resolve();
        });
        observer.observe(bars, { subtree: true, attributes: true, characterData: true });
      });
      const began = performance.now();
      send("pointermove", 0.2 + 0.006 * i, 0.8 - 0.25 * Math.abs(Math.sin(i / 8)));
      await Promise.race([changed, new Promise((r) => setTimeout(r, 500))]);
      times.push(performance.now() - began);
      await new Promise((r) => setTimeout(r, 40));
    }
    send("pointerup", 0.8, 0.8);
    return times;
  }, at("draw"));
  say(
    "pen move to new bars while training: median, 95th",
    `${round(quantile(delays, 0.5))}, ${round(quantile(delays, 0.95))} ms`,
  );

  const pauses = [];
  for (let i = 0; i < 10; i += 1) {
    if ((await value(page, "status")) !== "training") {
      await click(page, "train");
      await until(page, "status", (value) => value === "training");
    }
    await new Promise((r) => setTimeout(r, 300));
    pauses.push(
      await page.evaluate(
        (train, status) =>
          new Promise((done) => {
            const pill = document.querySelector(status);
            const began = performance.now();
            new MutationObserver((_, observer) => {
              if (pill.dataset.value !== "paused") return;
              observer.disconnect();
              done(performance.now() - began);
            }).observe(pill, { attributes: true });
            document.querySelector(train).click();
          }),
        at("train"),
        at("status"),
      ),
    );
  }
  say("Pause to a standing run: median, worst of 10", `${round(quantile(pauses, 0.5))}, ${round(Math.max(...pauses))} ms`);
}

try {
  console.log(await browser.version());
  await sizes();
  await firstAnswer();
  const { page } = await fresh();
  await open(page, server.url);
  await loaded(page);
  await lesson(page, "784-16-16-10 sigmoid, SGD, the default lesson", 5);
  await page.$$eval(".presets button", (buttons) => buttons[1].click());
  await until(page, "architecture", (value) => value === "784-128-10");
  say("784-128-10 ReLU, Adam: batch size, learning rate", `${await value(page, "batch-size")}, ${await value(page, "learning-rate")}`);
  await lesson(page, "784-128-10 ReLU, Adam", 5);
  await smoothness(page);
} finally {
  await browser.close();
  server.close();
}
