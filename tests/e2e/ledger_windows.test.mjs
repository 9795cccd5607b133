import { at, click, number, open, train, until } from "./lib/page.mjs";

export const name = "a run deleted in one window and gone on with in another comes back beside it, and neither is lost";
export const timeout = 120_000;

const rows = (page) =>
  page.$$eval(at("runs-row"), (rows) => rows.map((row) => [row.dataset.value, Number(row.dataset.step)]).sort(([a], [b]) => a.length - b.length));
const within = (page, testid) => page.$eval(`${at("runs-row")} ${at(testid)}`, (it) => it.click());

async function listed(page, n) {
  await click(page, "room-runs");
  await until(page, "runs-list", new Function("value", `return value === "${n}"`));
}

export async function run({ page, context, url, assert }) {
  await open(page, url);
  await train(page, 60);
  const before = await number(page, "steps");
  await listed(page, 1);
  await page.waitForFunction(
    (selector, steps) => Number(document.querySelector(selector)?.dataset.step) === steps,
    { polling: 50 },
    at("runs-row"),
    before,
  );
  await click(page, "room-lesson");

  // Another window deletes it, and the first one goes on with it.
  const other = await context.newPage();
  await other.evaluateOnNewDocument(() => delete Navigator.prototype.serviceWorker);
  await open(other, url);
  await listed(other, 1);
  await within(other, "runs-delete");
  await other.waitForSelector(at("runs-undo"));
  await page.bringToFront();
  await train(page, before + 50);
  const after = await number(page, "steps");
  await listed(page, 1);
  await page.waitForFunction(
    (selector, steps) => Number(document.querySelector(selector)?.dataset.step) === steps,
    { polling: 50 },
    at("runs-row"),
    after,
  );

  // Brought back it takes nothing away.
  await other.bringToFront();
  await click(other, "runs-undo");
  await until(other, "runs-list", (value) => value === "2");
  const name = "MNIST 784-16-16-10";
  assert.deepEqual(await rows(other), [[name, after], [`${name}, 2`, before]]);
  await other.waitForFunction(
    (selector) => document.querySelector(selector)?.innerText.includes('The deleted one is back as "MNIST 784-16-16-10, 2".'),
    { polling: 50 },
    at("notice"),
  );

  // Deleted in both, it is there once when both bring it back.
  await click(page, "room-lesson");
  await listed(page, 2);
  const second = `[data-value="${name}, 2"] ${at("runs-delete")}`;
  for (const one of [page, other]) {
    await one.bringToFront();
    await one.$eval(second, (it) => it.click());
    await until(one, "runs-list", (value) => value === "1");
  }
  assert.equal(await other.$(at("runs-undo")), null, "there was nothing to delete");
  await page.bringToFront();
  await click(page, "runs-undo");
  await until(page, "runs-list", (value) => value === "2");
  assert.deepEqual(await rows(page), [[name, after], [`${name}, 2`, before]]);
  assert.equal(await page.$(at("runs-other")), null, "nothing is damaged");

  // What is back can be gone on with.
  await page.$eval(`[data-value="${name}, 2"] ${at("runs-open")}`, (it) => it.click());
  await page.waitForSelector(at("train"));
  await until(page, "steps", new Function("value", `return Number(value) === ${before}`));
}
