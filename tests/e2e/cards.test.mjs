import { at, click, number, open, until } from "./lib/page.mjs";

export const name = "a worked example opens in the step view with printed beside exact, and the run from before comes back";
export const timeout = 120_000;

/** The rows of the table, as text by cell. */
const rows = (page) =>
  page.$$eval(`${at("card-table")} tbody tr`, (rows) =>
    rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim())),
  );

async function openCard(page, key) {
  await page.$eval(`${at("cards")} > summary`, (summary) => summary.click());
  await click(page, `card-${key}`);
  await page.waitForSelector(at("steps-view"));
  await page.waitForSelector(at("card-table"));
}

export async function run({ page, url, assert }) {
  await open(page, url);
  await click(page, "train");
  await until(page, "steps", (value) => Number(value) > 100);
  // Opened while it trains: the run is paused and waits.
  await openCard(page, "w1");
  const w1 = await rows(page);
  const row = (name) => w1.find(([first]) => first === name);
  assert.deepEqual(row("ŷ").slice(1, 3), ["0.512372477963", "0.512372477963"]);
  const [, printed, exact, single, note] = row("Δw₂");
  assert.equal(printed, "0.00045 (slip)");
  assert.ok(Math.abs(Number(exact) - 0.00045682519856) < 1e-15, exact);
  assert.ok(Math.abs(Number(single) - Number(exact)) < 1e-7, single);
  assert.match(note, /0\.00046/);
  assert.equal(w1.filter(([, printed]) => printed.includes("slip")).length, 1);
  assert.equal(await page.$(at("train-on")), null);

  // Its update can be walked through, and made.
  await page.keyboard.press("End");
  await click(page, "make-step");
  await page.waitForFunction(() => /number 2/.test(document.querySelector(".steps__title")?.innerText));

  // From card to card.
  await openCard(page, "w7");
  await page.waitForFunction(() => /0\.228393003637/.test(document.querySelector('[data-testid="card-table"]')?.innerText));
  assert.match(await page.$eval(".steps__title", (title) => title.innerText), /number 1$/);

  // Back: the lesson's run, which goes on.
  await click(page, "close-steps");
  await until(page, "steps", (value) => Number(value) > 100);
  const before = await number(page, "steps");
  assert.equal(await page.$(at("card-table")), null);
  await click(page, "train");
  await until(page, "steps", new Function("value", `return Number(value) > ${before + 50}`));
  await click(page, "train");
  await until(page, "status", (value) => value === "paused");
  await click(page, "open-steps");
  await page.waitForSelector(at("steps-view"));
  assert.equal(await page.$(at("card-table")), null);
  const step = await page.$eval(".steps__title", (title) => Number(title.innerText.replace(/\D/g, "")));
  assert.ok(step > before + 50, `${step}`);
}
