import { at, click, number, open, until } from "./lib/page.mjs";

export const name = "the runs of a race are kept, each as one of its own, and gone on with alone";
export const timeout = 120_000;

export async function run({ page, url, assert }) {
  await open(page, url, { width: 1280, height: 900 });
  await click(page, "room-small");
  await click(page, "small-tab-abreast");
  await page.waitForSelector(at("abreast-run-2"));
  await click(page, "abreast-preset-rates");
  await until(page, "abreast-run-0", (step) => Number(step) > 100, 60_000);
  await click(page, "train");
  await until(page, "status", (status) => status === "paused");
  for (const idx of [0, 1, 2]) await until(page, `abreast-accuracy-${idx}`, (share) => share !== "");
  const steps = await number(page, "abreast-run-0");
  const accuracy = await number(page, "abreast-accuracy-1");

  await click(page, "room-runs");
  await until(page, "runs-list", (value) => value === "3");
  await page.waitForFunction(
    (selector, steps) => [...document.querySelectorAll(selector)].every((row) => Number(row.dataset.step) === steps),
    { polling: 50 },
    at("runs-row"),
    steps,
  );
  const rows = await page.$$eval(at("runs-row"), (rows) => rows.map((row) => ({ id: row.dataset.id, text: row.innerText })));
  const rate = (wanted) => rows.filter(({ text }) => new RegExp(`\\s${wanted}, \\d`).test(text));
  for (const one of ["0\\.01", "0\\.1", "1"]) assert.equal(rate(one).length, 1, `${one} in ${JSON.stringify(rows)}`);

  await page.$eval(`[data-id="${rate("0\\.1")[0].id}"] ${at("runs-open")}`, (button) => button.click());
  await page.waitForSelector(at("draw"));
  await until(page, "steps", new Function("value", `return Number(value) === ${steps}`));
  await until(page, "test-accuracy", new Function("value", `return Number(value) === ${accuracy}`));
  assert.equal(await number(page, "learning-rate"), 0.1);
}
