import { at, click, fill, number, open, until } from "./lib/page.mjs";

export const name = "the runs of a race are kept, each as one of its own, found together and gone on with alone";
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

  // Each is called by its rate and by the race, whose words find all of them; its button ticks them.
  const names = () => page.$$eval(at("runs-row"), (rows) => rows.map((row) => row.dataset.value).sort());
  const shared = (await names())[0].replace(/^.* · /, "");
  assert.match(shared, /^race of [A-Z][a-z]{2} \d+, \d+:\d\d$/);
  const all = ["Rate 0.01", "Rate 0.1", "Rate 1"].map((rate) => `${rate} · ${shared}`);
  assert.deepEqual(await names(), all);
  // Another race, at once: whose words are others.
  await click(page, "room-small");
  await page.waitForSelector(at("abreast-preset-optimizers"));
  await click(page, "abreast-preset-optimizers");
  // The first race had no fourth run.
  await until(page, "abreast-run-3", (step) => Number(step) > 20, 60_000);
  await click(page, "train");
  await until(page, "status", (status) => status === "paused");
  await click(page, "room-runs");
  await until(page, "runs-list", (value) => value === "7");
  const others = (await names()).filter((name) => !all.includes(name));
  assert.deepEqual(others.map((name) => name.replace(/ · .*$/, "")), ["Adam", "Momentum", "RMSprop", "SGD"]);
  assert.equal(new Set(others.map((name) => name.replace(/^.* · /, ""))).size, 1);
  await fill(page, "runs-search", shared);
  const n_found = await page.$eval(at("runs-list"), (list) => Number(list.dataset.value));
  assert.ok(n_found === 3 || n_found === 7, `${n_found}: of this race, and what began in the same minute`);
  await fill(page, "runs-search", others[0].replace(/^.* · /, ""));
  await until(page, "runs-list", (value) => value === "4");
  await fill(page, "runs-search", "");
  await until(page, "runs-list", (value) => value === "7");
  await page.$eval(`[data-id="${rate("1")[0].id}"] ${at("runs-race")}`, (button) => button.click());
  await page.waitForSelector(at("runs-table"));
  await until(page, "runs-comparison", (value) => value === "3");
  const heads = await page.$$eval(`${at("runs-table")} thead th`, (heads) => heads.slice(1).map((head) => head.innerText));
  assert.deepEqual(heads, all.map((name, idx) => `${"ABC"[idx]} ${name}`));
  await click(page, "runs-back");
  await until(page, "runs-list", (value) => value === "7");
  assert.equal(await page.$$eval(at("runs-pick"), (picks) => picks.filter((pick) => pick.checked).length), 3);

  await page.$eval(`[data-id="${rate("0\\.1")[0].id}"] ${at("runs-open")}`, (button) => button.click());
  await page.waitForSelector(at("draw"));
  await until(page, "steps", new Function("value", `return Number(value) === ${steps}`));
  await until(page, "test-accuracy", new Function("value", `return Number(value) === ${accuracy}`));
  assert.equal(await number(page, "learning-rate"), 0.1);
}
