import { click, draw, number, open, until, value, DIGITS } from "./lib/page.mjs";

export const name = "a worker that does not load or dies is told, and restarted from the last checkpoint";
export const timeout = 120_000;
export const expectedErrors = [/404/, /boot/i, /on purpose/, /instantiate|compile|fetch/i];

export async function run({ page, browser, url, server, assert }) {
  for (const file of ["worker_bg.wasm", "worker_relaxed_bg.wasm"]) server.fail(file);
  await page.setViewport({ width: 1280, height: 800 });
  await page.goto(url, { waitUntil: "load" });
  await page.waitForSelector('[data-testid="crash"]', { timeout: 40_000 });
  assert.equal(await value(page, "status"), "failed");
  server.restore();
  await click(page, "restart");
  await until(page, "status", (value) => value === "ready");
  await draw(page, DIGITS[7]);
  await until(page, "prediction", (value) => value === "7");

  // A worker that dies in the middle of a run. Only Chromium lets a test reach into it.
  if (browser !== "chromium") return;
  await open(page, url);
  await click(page, "train");
  await until(page, "steps", (value) => Number(value) > 500);
  await click(page, "train");
  await until(page, "status", (value) => value === "paused");
  const steps = await number(page, "steps");
  await page.workers()[0].evaluate(() => {
    setTimeout(() => {
      throw new Error("on purpose");
    });
  });
  await page.waitForSelector('[data-testid="crash"]');
  assert.equal(await value(page, "status"), "failed");
  await click(page, "restart");
  await until(page, "status", (value) => value === "paused");
  assert.equal(await number(page, "steps"), steps, "back where the last pause was");
  await click(page, "train");
  await until(page, "steps", new Function("value", `return Number(value) > ${steps + 20}`));
}
