import { click, fill, number, open, until, value } from "./lib/page.mjs";

export const name = "rewind: any update of the run again, by slider and keys, and forward as it was or another way";
export const timeout = 120_000;

export async function run({ page, url, assert }) {
  await open(page, url);
  const standsAt = async (step) => {
    await until(page, "steps", new Function("value", `return value === "${step}"`));
    await until(page, "status", (status) => status !== "loading" && status !== "training");
    await until(page, "test-loss", (loss) => loss !== "");
  };
  const figures = async () => [await value(page, "test-loss"), await value(page, "test-accuracy")];
  const isShown = () => page.$eval(".rewind", (it) => it.checkVisibility());

  await until(page, "test-loss", (loss) => loss !== "");
  assert.equal(await isShown(), false, "nothing to go back to yet");
  const start = await figures();
  await click(page, "train");
  await until(page, "steps", (steps) => Number(steps) > 300);
  await click(page, "train");
  await until(page, "status", (status) => status === "paused");
  const newest = await number(page, "steps");
  await standsAt(newest);
  const end = await figures();

  // The start again, to the last bit, and the end again.
  await click(page, "rewind-start");
  await standsAt(0);
  assert.deepEqual(await figures(), start);
  assert.ok((await page.$eval('[data-testid="rewind-place"]', (it) => it.textContent)).includes("update 0 of"));
  await click(page, "rewind-newest");
  await standsAt(newest);
  assert.deepEqual(await figures(), end);

  // By key, one update at a time; a drag in the middle.
  await page.focus('[data-testid="rewind"]');
  await page.keyboard.press("ArrowLeft");
  await standsAt(newest - 1);
  const drag = (step) =>
    page.$eval(
      '[data-testid="rewind"]',
      (slider, step) => {
        for (const at of [step + 90, step + 40, step]) {
          slider.value = at;
          slider.dispatchEvent(new Event("input", { bubbles: true }));
        }
      },
      step,
    );
  await drag(100);
  await standsAt(100);
  const middle = await figures();
  assert.ok(Number(middle[0]) < Number(start[0]) && Number(middle[0]) > Number(end[0]), `${middle}`);

  // The charts' legend tells the same, whatever points of their curves lie near.
  const legend = await page.$$eval(".curves .chart__value", (values) => values.map((it) => it.textContent));
  assert.deepEqual([legend[1], legend[3]], [Number(middle[0]).toFixed(4), `${(100 * middle[1]).toFixed(2)}%`]);

  // On from there it is the same run.
  await click(page, "step");
  await standsAt(101);
  assert.equal(await number(page, "rewind"), 101);
  assert.equal(await page.$eval('[data-testid="rewind"]', (it) => Number(it.max)), newest);
  await click(page, "rewind-newest");
  await standsAt(newest);
  assert.deepEqual(await figures(), end);

  // At another rate it goes another way, and what came after is gone.
  await drag(100);
  await standsAt(100);
  await fill(page, "learning-rate", "0.05");
  await click(page, "step");
  await standsAt(101);
  assert.equal(await page.$eval('[data-testid="rewind"]', (it) => Number(it.max)), 101);
  // Further back it has the rate of then.
  await drag(50);
  await standsAt(50);
  assert.notEqual(await value(page, "learning-rate"), "0.05");

  // Again from here with one setting changed: to where it had come, and back it has it all.
  await page.select('[data-testid="again-with"]', "adam");
  await click(page, "again");
  await until(page, "steps", (steps) => steps === "101");
  await until(page, "status", (status) => status === "paused");
  assert.equal(await value(page, "optimizer"), "adam");
  await drag(49);
  await standsAt(49);
  assert.equal(await value(page, "optimizer"), "sgd");
}
