import { click, draw, number, open, until, value, DIGITS } from "./lib/page.mjs";

export const name = "the next update can be walked through, stop by stop, made, and trained on from";
export const timeout = 120_000;

export async function run({ page, url, assert }) {
  await open(page, url);
  // A step whose digits are not here yet can't be shown.
  await page.waitForFunction(() => /60,000 digits to train on/.test(document.body.innerText));
  await click(page, "train");
  await until(page, "steps", (value) => Number(value) > 300);
  await click(page, "open-steps");
  await page.waitForSelector('[data-testid="steps-view"]');

  // Every stop forwards, by key, each with its sentence; then all the way back.
  const sentences = new Set();
  const last = Number(await page.$eval('[data-testid="stop"]', (range) => range.max));
  assert.equal(last, 1 + 3 + 1 + 3 + 3, "batch, forward, loss, backward, update, after");
  for (let stop = 0; stop <= last; stop += 1) {
    await until(page, "stop", new Function("value", `return value === "${stop}"`));
    sentences.add(await page.$eval('[data-testid="sentence"]', (e) => e.innerText));
    if (stop < last) await page.keyboard.press("ArrowRight");
  }
  assert.equal(sentences.size, last + 1, "each stop says something of its own");
  const [before, after] = [await number(page, "loss-before"), await number(page, "loss-after")];
  assert.ok(Number.isFinite(before) && Number.isFinite(after));
  await page.keyboard.press("Home");
  await until(page, "stop", (value) => value === "0");

  // The numbers agree with each other: at the output, δ = a − y.
  await page.keyboard.press("End");
  await click(page, "stop-back");
  await page.$eval('[data-testid="stop"]', (range) => {
    range.value = "5";
    range.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await until(page, "stop", (value) => value === "5");
  const rows = await page.$$eval(".units tbody tr", (rows) =>
    rows.map((row) => [...row.querySelectorAll("td [data-value]")].map((n) => Number(n.dataset.value))),
  );
  assert.equal(rows.length, 10);
  for (const [a, y, delta] of rows) assert.ok(Math.abs(a - y - delta) < 1e-6, `${a} − ${y} ≠ ${delta}`);

  // The update is made for real: one step, and the step after it is frozen.
  const title = () => page.$eval(".steps__title", (e) => Number(e.innerText.replace(/\D/g, "")));
  const update = await title();
  await click(page, "make-step");
  await page.waitForFunction(
    (next) => Number(document.querySelector(".steps__title")?.innerText.replace(/\D/g, "")) === next,
    {},
    update + 1,
  );

  // And the run goes on from there.
  await click(page, "close-steps");
  assert.equal(await number(page, "steps"), update);
  await click(page, "train");
  await until(page, "steps", new Function("value", `return Number(value) > ${update + 50}`));
  await draw(page, DIGITS[1]);
  await until(page, "prediction", (value) => value !== "");
  assert.equal(await value(page, "status"), "training");
}
