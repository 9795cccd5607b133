import { click, draw, open, until, DIGITS } from "./lib/page.mjs";

export const name = "broken data are told in the page, lose nothing, and load on Try again";
export const timeout = 120_000;
export const expectedErrors = [/Failed to load resource.*(404|503)/, /status of (404|503)/];

const told = (page) => page.$eval('[data-testid="data-failed"]', (e) => e.innerText);

export async function run({ page, url, server, assert }) {
  // Altered by one bit, truncated, missing: each is named.
  const faults = [
    (path) => server.corrupt(path),
    (path) => server.truncate(path, 1000),
    (path) => server.fail(path, 503),
  ];
  const part = "data/mnist/train-03.bin";
  await page.setViewport({ width: 1280, height: 800 });
  for (const fault of faults) {
    server.restore();
    fault(part);
    await page.goto(url, { waitUntil: "load" });
    await page.waitForSelector('[data-testid="data-failed"]', { timeout: 30_000 });
    assert.match(await told(page), /train-03\.bin/);
    // Drawing still works, and so does training on what is here.
    await draw(page, DIGITS[7]);
    await until(page, "prediction", (value) => value === "7");
    await click(page, "clear");
  }
  server.restore();
  await click(page, "try-again");
  await page.waitForFunction(() => document.querySelector('[data-testid="data-failed"]') === null);
  await page.waitForFunction(() => /60,000 digits to train on, 10,000 held out/.test(document.body.innerText), {
    timeout: 30_000,
  });

  // Without the shipped model one can still train.
  server.fail("models/digits.safetensors");
  await page.goto(url, { waitUntil: "load" });
  await page.waitForSelector('[data-testid="model-failed"]');
  await click(page, "train");
  await until(page, "steps", (value) => Number(value) > 20);
  // It may have to wait for digits that are still on their way.
  await until(page, "status", (value) => value === "training");
  server.restore();
  await page.$eval('[data-testid="model-failed"] button', (button) => button.click());
  await page.waitForFunction(() => document.querySelector('[data-testid="model-failed"]') === null);
  await open(page, url);
}
