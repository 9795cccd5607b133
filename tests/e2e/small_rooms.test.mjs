import { at, byHand, click, fill, number, open, until, value } from "./lib/page.mjs";

export const name = "between lessons and labs: runs wait and keep their last steps, links and focus find their place, a dead engine is asked again";
export const timeout = 180_000;
export const expectedErrors = [/on purpose/];

const focused = (page, testid) => page.waitForFunction((testid) => document.activeElement?.dataset.testid === testid, {}, testid);

export async function run({ page, browser, url, assert }) {
  await open(page, url, { width: 1280, height: 900 });
  // Away and back at once, before the engine has answered: the last steps are there.
  await click(page, "train");
  await until(page, "steps", (steps) => Number(steps) > 30);
  const before = await page.evaluate(
    ([steps, small, lesson]) => {
      const before = Number(document.querySelector(steps).dataset.value);
      document.querySelector(small).click();
      document.querySelector(lesson).click();
      return before;
    },
    [at("steps"), at("room-small"), at("room-lesson")],
  );
  await until(page, "steps", new Function("value", `return Number(value) >= ${before}`));
  await until(page, "status", (status) => status === "paused");
  assert.ok((await number(page, "steps")) >= before);

  // A run does not go on where nobody sees it.
  await click(page, "room-small");
  await click(page, "small-tab-playground");
  await until(page, "steps", (steps) => steps === "0");
  await click(page, "train");
  await until(page, "steps", (steps) => Number(steps) > 3);
  await click(page, "small-tab-field");
  await until(page, "status", (status) => status === "paused");

  // Back from the step view by key, where one was.
  await click(page, "small-tab-line");
  await until(page, "update", (step) => step === "0");
  await page.focus(at("open-steps"));
  await page.keyboard.press("Enter");
  await page.waitForSelector(at("steps-view"));
  await page.waitForFunction(() => location.hash.includes("run="));
  const link = byHand(await page.evaluate(() => location.href)).replace(/lab=[^&]*&/, "");
  await page.keyboard.press("Escape");
  await focused(page, "open-steps");

  // A link that has not arrived leads to its own run or nowhere.
  for (const steps of [1, 100_000]) {
    await page.goto("about:blank");
    await page.goto(`${link}&step=${steps}`);
    await page.waitForSelector(at("room-small"));
    await page.evaluate((selector) => document.querySelector(selector).click(), at("room-small"));
    // (Its own home is the playground.)
    await page.waitForSelector(at("small-tab-line"));
    await click(page, "small-tab-line");
    await until(page, "small-steps", (steps) => steps === "0");
    assert.equal(await page.evaluate(() => location.hash), "");
    await click(page, "step");
    await until(page, "small-steps", (steps) => steps === "1");
    await until(page, "status", (status) => status === "paused");
    assert.equal(await page.$(at("steps-view")), null);
  }

  // The engine dies, in a lab: what is asked meanwhile is asked of the next one.
  if (browser !== "chromium") return;
  await click(page, "small-tab-field");
  await page.waitForSelector(at("field-row-0"));
  await page.workers()[0].evaluate(() => {
    setTimeout(() => {
      throw new Error("on purpose");
    });
  });
  await page.waitForSelector(at("crash"));
  await fill(page, "field-x", "1.5");
  await click(page, "restart");
  await until(page, "field-row-0", (value) => value === "1.5");
  await click(page, "small-tab-line");
  await until(page, "small-steps", (steps) => steps === "1");
  await until(page, "plane", (step) => step === "1");
  assert.equal(await value(page, "status"), "paused");
}
