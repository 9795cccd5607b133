// Measures the playground on the spiral, 2-8-8-8-1, batch 10, in Chromium: updates a second
// while the page shows them, frame times meanwhile, and TensorFlow Playground's engine on the
// same points in the same browser, if it is there.
//
//     node tests/e2e/playground_speed.mjs DIST [NN]
//
// with the environment of run.mjs. NN is `src/nn.ts` of github.com/tensorflow/playground as
// JavaScript (`tsc --target es2018 --module es2015 nn.ts`). Its engine runs alone, without its page, in
// a page of its own, one after the other, several rounds. Programs measure; tests never do.

import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

import { chromium } from "./lib/browsers.mjs";
import { at, click, fill, fullSpeed, number, open, until } from "./lib/page.mjs";
import { serve } from "./server.mjs";

const ROUNDS = 5;
const SECONDS = 4;
const BATCH = 10;
const [dist, nn] = process.argv.slice(2);
const source = nn === undefined ? null : await readFile(nn, "utf8");
const server = await serve(resolve(dist ?? "dist"));
const quantile = (all, share) => [...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * share))];
const median = (all) => quantile(all, 0.5);
const rounded = (all) => all.map((it) => Math.round(it).toLocaleString("en")).join(", ");
const browser = await chromium();

/** Updates a second and frame times of the product's page. */
async function ours(page) {
  const frames = page.evaluate(
    (milliseconds) =>
      new Promise((done) => {
        const times = [];
        const began = performance.now();
        let last = began;
        const frame = (now) => {
          times.push(now - last);
          last = now;
          if (now - began < milliseconds) requestAnimationFrame(frame);
          else done(times.slice(5));
        };
        requestAnimationFrame(frame);
      }),
    1000 * SECONDS,
  );
  const [from, began] = [await number(page, "steps"), performance.now()];
  const times = await frames;
  const [to, ended] = [await number(page, "steps"), performance.now()];
  return { speed: (1000 * (to - from)) / (ended - began), frames: times };
}

/** Updates a second of the other engine, as its own `oneStep` makes them. */
const theirs = (page, points) =>
  page.evaluate(
    async (source, points, batch, milliseconds) => {
      const nn = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
      const { TANH } = nn.Activations;
      const network = nn.buildNetwork([2, 8, 8, 8, 1], TANH, TANH, null, ["x", "y"]);
      let [updates, began] = [0, performance.now()];
      while (performance.now() - began < milliseconds) {
        points.forEach(([x, y, label], i) => {
          nn.forwardProp(network, [x, y]);
          nn.backProp(network, label, nn.Errors.SQUARE);
          if ((i + 1) % batch === 0) {
            nn.updateWeights(network, 0.03, 0);
            updates += 1;
          }
        });
      }
      return (1000 * updates) / (performance.now() - began);
    },
    source,
    points,
    BATCH,
    1000 * SECONDS,
  );

try {
  const page = await browser.newPage();
  await open(page, server.url);
  await click(page, "room-small");
  await click(page, "small-tab-playground");
  await fullSpeed(page);
  await click(page, "pattern-spiral");
  await page.waitForSelector(`${at("pattern-spiral")}[aria-pressed="true"]`);
  await click(page, "layer-add");
  for (const layer of [0, 1, 2]) {
    await page.waitForSelector(at(`layer-width-${layer}`));
    await fill(page, `layer-width-${layer}`, 8);
    const has = (selector) => document.querySelector(selector)?.value === "8";
    await page.waitForFunction(has, {}, at(`layer-width-${layer}`));
    await page.waitForFunction((n) => document.querySelectorAll(`[data-testid^="unit-map-${n}-"]`).length === 8, {}, layer);
  }
  await fill(page, "batch-size", BATCH);
  const other = source === null ? null : await browser.newPage();
  if (other) await other.goto(`${server.url}no-such-page`).catch(() => {});
  // Two arms of a spiral; which points they are does not matter for speed.
  const points = Array.from({ length: 150 }, (_, i) => {
    const [label, along] = [i % 2 ? 1 : -1, Math.floor(i / 2) / 75];
    const angle = 1.75 * along * 2 * Math.PI + (label > 0 ? Math.PI : 0);
    return [5 * along * Math.sin(angle), 5 * along * Math.cos(angle), label];
  });
  const [speeds, others, frames] = [[], [], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    await page.bringToFront();
    await click(page, "train");
    await until(page, "status", (status) => status === "training");
    const { speed, frames: times } = await ours(page);
    await click(page, "train");
    await until(page, "status", (status) => status === "paused");
    speeds.push(speed);
    frames.push(...times);
    if (other) others.push(await theirs(other, points));
  }
  console.log(`updates a second: ${rounded(speeds)}; median ${rounded([median(speeds)])}`);
  const share = (it) => quantile(frames, it).toFixed(1);
  console.log(`frames: median ${share(0.5)} ms, 95th ${share(0.95)}, longest ${share(1)}`);
  if (other) {
    console.log(`TensorFlow Playground's engine alone: ${rounded(others)}; median ${rounded([median(others)])}`);
    console.log(`ratio of the medians: ${(median(speeds) / median(others)).toFixed(1)}`);
  }
} finally {
  await browser.close();
  server.close();
}
