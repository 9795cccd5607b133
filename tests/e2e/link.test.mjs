import { click, number, open, until } from "./lib/page.mjs";

export const name = "a link leads to the same numbers at the same place; a mangled one opens the lesson and says so";
export const timeout = 120_000;

const viewed = (page) =>
  page.waitForFunction(() => document.querySelector('[data-testid="steps-view"]')?.dataset.place === "forward.2");
const values = (page) =>
  page.$$eval('[data-testid="equations"] [data-value], .matrix__numbers [data-value]', (all) => all.map((n) => n.dataset.value));

export async function run({ page, url, assert }) {
  await open(page, url);
  await page.waitForFunction(() => /60,000 digits to train on/.test(document.body.innerText));
  await click(page, "train");
  await until(page, "steps", (value) => Number(value) > 100);
  await click(page, "open-steps");
  await page.waitForSelector('[data-testid="steps-view"]');
  const title = () => page.$eval(".steps__title", (e) => e.innerText);
  const update = await title();
  for (let i = 0; i < 3; i += 1) await page.keyboard.press("ArrowRight");
  await viewed(page);
  await page.waitForFunction(() => location.hash.includes("at=forward.2"));
  const link = await page.evaluate(() => location.href);
  await page.keyboard.press("ArrowRight");
  const loss = await values(page);
  assert.ok(loss.length > 0);

  // A fresh page, without anything but the link.
  await page.goto("about:blank");
  await page.goto(link);
  await viewed(page);
  assert.equal(await title(), update);
  await page.keyboard.press("ArrowRight");
  assert.deepEqual(await values(page), loss, "number for number");
  await click(page, "close-steps");
  assert.equal(await page.evaluate(() => location.hash), "", "back in the lesson, the address leads to the lesson");
  assert.ok((await number(page, "steps")) > 100);

  for (const mangled of ["#run=x", link.slice(link.indexOf("#")).replace(/step=\d+/, "step=1e9"), "#run=%00&at=nowhere"]) {
    await page.goto("about:blank");
    await page.goto(new URL(mangled, url).href);
    await page.waitForFunction(() => /link can't be opened/.test(document.body.innerText));
    assert.equal(await number(page, "steps"), 0);
  }
}
