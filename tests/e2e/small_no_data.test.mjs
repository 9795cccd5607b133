import { at, click, open, until } from "./lib/page.mjs";

export const name = "a run on points is ready and trains, whether the digits are here, on their way, or missing";
export const timeout = 90_000;
export const expectedErrors = [/Failed to load resource.*503/, /status of 503/];

async function trains(page) {
  await click(page, "room-small");
  await click(page, "small-tab-playground");
  await until(page, "status", (status) => status === "ready");
  await click(page, "train");
  await until(page, "steps", (steps) => Number(steps) > 20);
  await until(page, "status", (status) => status === "training");
  await click(page, "train");
  await until(page, "status", (status) => status === "paused");
}

export async function run({ page, url, server, assert }) {
  // Missing: the lesson says so, the playground is ready all the same.
  server.fail("data/mnist/manifest.json", 503);
  await page.setViewport({ width: 1280, height: 800 });
  await page.goto(url, { waitUntil: "load" });
  await page.waitForSelector(at("data-failed"));
  await until(page, "status", (status) => status === "failed");
  await trains(page);
  await click(page, "room-lesson");
  await until(page, "status", (status) => status === "failed");

  // On their way, for longer than this test lasts.
  server.restore();
  server.delay("data/mnist/manifest.json", 80_000);
  await page.goto("about:blank");
  await page.goto(url, { waitUntil: "load" });
  await page.waitForSelector(at("data-loading"));
  await until(page, "status", (status) => status === "loading");
  await trains(page);
  await click(page, "room-lesson");
  await until(page, "status", (status) => status === "loading");

  server.restore();
  await page.goto("about:blank");
  await open(page, url);
  assert.equal(await page.$(at("data-failed")), null);
}
