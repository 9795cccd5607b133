import { at, click, number, open, until, value } from "./lib/page.mjs";

export const name = "the speed: from one step a second to as fast as it can, by keyboard, remembered";
export const timeout = 120_000;

/** Steps made in so many seconds, by the page's own clock. */
const stepsIn = async (page, seconds) => {
  const [steps, duration] = await page.evaluate(
    async (selector, milliseconds) => {
      const steps = () => Number(document.querySelector(selector).dataset.value);
      const [before, began] = [steps(), performance.now()];
      await new Promise((done) => setTimeout(done, milliseconds));
      return [steps() - before, (performance.now() - began) / 1000];
    },
    at("steps"),
    seconds * 1000,
  );
  return steps / duration;
};

export async function run({ page, url, assert }) {
  await open(page, url);
  assert.equal(await value(page, "speed"), "unlimited");
  const spoken = () => page.$eval(at("speed"), (slider) => slider.getAttribute("aria-valuetext"));
  assert.equal(await spoken(), "as fast as it can");

  await page.focus(at("speed"));
  await page.keyboard.press("Home");
  await until(page, "speed", (value) => value === "1");
  assert.equal(await spoken(), "1 step a second");
  for (const expected of ["2", "5", "10"]) {
    await page.keyboard.press("ArrowRight");
    await until(page, "speed", new Function("value", `return value === "${expected}"`));
  }
  assert.equal(await spoken(), "10 steps a second");

  // Each step is seen: the number on the page passes over none.
  await click(page, "train");
  await until(page, "steps", (value) => Number(value) >= 3);
  await page.evaluate((selector) => {
    const steps = document.querySelector(selector);
    window.seen = [Number(steps.dataset.value)];
    new MutationObserver(() => window.seen.push(Number(steps.dataset.value))).observe(steps, { attributes: true });
  }, at("steps"));
  const rate = await stepsIn(page, 3);
  assert.ok(rate > 6 && rate < 11, `${rate} steps a second`);
  const seen = await page.evaluate(() => [...new Set(window.seen)]);
  assert.ok(seen.length > 20, `${seen.length} steps seen`);
  for (const [i, step] of seen.entries()) assert.equal(step, seen[0] + i, "none is passed over");

  // Pause answers while the engine sleeps, and a new speed does not wait for the old one.
  await page.keyboard.press("Home");
  await until(page, "speed", (value) => value === "1");
  await click(page, "train");
  await until(page, "status", (value) => value === "paused");
  await click(page, "train");
  await until(page, "status", (value) => value === "training");
  const slow = await number(page, "steps");
  await page.keyboard.press("End");
  await until(page, "speed", (value) => value === "unlimited");
  await until(page, "steps", new Function("value", `return Number(value) > ${slow} + 300`), 10_000);
  await click(page, "train");

  // Remembered, and told to the engine of the next visit.
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await until(page, "speed", (value) => value === "2");
  await page.reload({ waitUntil: "load" });
  await until(page, "status", (status) => status === "ready");
  assert.equal(await value(page, "speed"), "2");
  await click(page, "train");
  await until(page, "steps", (value) => value === "1");
  const again = await stepsIn(page, 2);
  assert.ok(again > 1 && again < 3.5, `${again} steps a second`);

  // What was chosen long ago is told beside the buttons that it slows down, with the way out.
  assert.match(await page.$eval(at("limit"), (line) => line.innerText), /2 steps\/s/);
  await click(page, "full-speed");
  await until(page, "speed", (value) => value === "unlimited");
  assert.equal(await page.$(at("limit")), null);
  const paced = await number(page, "steps");
  await until(page, "steps", new Function("value", `return Number(value) > ${paced} + 300`), 10_000);
  await page.reload({ waitUntil: "load" });
  await until(page, "status", (status) => status === "ready");
  assert.equal(await value(page, "speed"), "unlimited");
}
