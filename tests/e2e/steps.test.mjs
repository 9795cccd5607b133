import { click, draw, number, open, until, value, DIGITS } from "./lib/page.mjs";

export const name = "the next update can be walked through at four levels, there and back, made, and trained on from";
export const timeout = 150_000;

export async function run({ page, url, assert }) {
  await open(page, url);
  // A step whose digits are not here yet can't be shown.
  await page.waitForFunction(() => /60,000 digits to train on/.test(document.body.innerText));
  await click(page, "train");
  await until(page, "steps", (value) => Number(value) > 300);
  await click(page, "open-steps");
  await page.waitForSelector('[data-testid="steps-view"]');

  const place = () => page.$eval('[data-testid="steps-view"]', (view) => view.dataset.place);
  const at = (expected) =>
    page.waitForFunction(
      (expected) => document.querySelector('[data-testid="steps-view"]')?.dataset.place === expected,
      {},
      expected,
    );
  const look = async (level) => {
    await page.evaluate(
      (level) => [...document.querySelectorAll("[role=radio]")].find((r) => r.innerText.trim() === level).click(),
      level,
    );
    await page.waitForFunction(
      (level) => document.querySelector('[role=radio][aria-checked="true"]')?.innerText.trim() === level
        || [...document.querySelectorAll('[role=radio][aria-checked="true"]')].some((r) => r.innerText.trim() === level),
      {},
      level,
    );
    await page.focus('[data-testid="steps-view"]');
  };

  // Every layer forwards, by key, each with its sentence; then all the way back.
  await look("Layer");
  await page.keyboard.press("Home");
  await at("batch");
  const there = [];
  const sentences = new Set();
  const last = Number(await page.$eval('[data-testid="stop"]', (range) => range.max));
  assert.equal(last + 1, 1 + 3 + 2 + 3 + 4, "batch, forward, loss twice, backward, update and after");
  for (let stop = 0; stop <= last; stop += 1) {
    await until(page, "stop", new Function("value", `return value === "${stop}"`));
    there.push(await place());
    sentences.add(await page.$eval('[data-testid="sentence"]', (e) => e.innerText));
    if (stop < last) await page.keyboard.press("ArrowRight");
  }
  assert.equal(sentences.size, last + 1, "each stop says something of its own");
  assert.deepEqual(there, [
    "batch", "forward.0", "forward.1", "forward.2", "loss.0", "loss.1",
    "backward.0", "backward.1", "backward.2", "update.0", "update.1", "update.2", "update.3",
  ]);
  const [before, after] = [await number(page, "loss-before"), await number(page, "loss-after")];
  assert.ok(Number.isFinite(before) && Number.isFinite(after));
  for (let stop = last; stop > 0; stop -= 1) {
    assert.equal(await place(), there[stop]);
    await page.keyboard.press("ArrowLeft");
    await at(there[stop - 1]);
  }

  // What the step would do at other rates; letting go of the line sets the rate.
  await page.keyboard.press("End");
  await page.waitForSelector('[data-testid="step-probe"]');
  const told = () => page.$eval('[data-testid="probe-told"]', (e) => e.innerText);
  const line = await page.$eval('[data-testid="step-probe"] .plot__area', (chart) => {
    chart.scrollIntoView({ block: "center", behavior: "instant" });
    const { left, top, width, height } = chart.getBoundingClientRect();
    return { left, y: top + height / 2, width };
  });
  const rateBefore = await told();
  await page.mouse.move(line.left + line.width * 0.5, line.y);
  await page.mouse.down();
  await page.mouse.move(line.left + line.width * 0.25, line.y, { steps: 4 });
  assert.notEqual(await told(), rateBefore, "the text follows the line");
  await page.mouse.up();
  // A quarter of the way on a logarithmic axis.
  await page.waitForFunction(() => {
    const probe = document.querySelector('[data-testid="step-probe"]');
    const [now, min, max] = ["now", "min", "max"].map((what) => Number(probe?.getAttribute(`aria-value${what}`)));
    // The axis is another one as soon as the rate is: five powers of ten around it.
    return now > 0.001 && now < 0.1 && min < now && now < max;
  });
  await at("update.3");

  // Closer: phase, layer, neuron, term, and out again with Escape.
  await look("Phase");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await at("forward");
  for (const depth of [1, 2, 3]) {
    await page.keyboard.press("Enter");
    await page.waitForFunction(
      (depth) => document.querySelector('[data-testid="steps-view"]').dataset.place.split(".").length === depth + 1,
      {},
      depth,
    );
  }
  for (const depth of [3, 2, 1]) {
    await page.keyboard.press("Escape");
    await page.waitForFunction(
      (depth) => document.querySelector('[data-testid="steps-view"]').dataset.place.split(".").length === depth,
      {},
      depth,
    );
  }
  await at("forward");
  await page.keyboard.down("Shift");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.up("Shift");
  await at("loss");

  // A hidden unit's blame: what stands in the equation is true, and a number leads to
  // where it comes from.
  await look("Neuron");
  await page.$eval('[data-testid="stop"]', (range) => {
    range.value = String(Number(range.max) - 3 - 16 - 16 - 10 - 16 - 3);
    range.dispatchEvent(new Event("input", { bubbles: true }));
    range.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await page.waitForFunction(() => document.querySelector('[data-testid="steps-view"]').dataset.place.startsWith("backward"));
  const delta = await page.$$eval('[data-testid="equations"] .equation', (lines) =>
    [...lines.at(-1).querySelectorAll(".equation__numbers [data-value]")].map((n) => Number(n.dataset.value)),
  );
  const [blame, slope, result] = delta.slice(-3);
  assert.ok(Math.abs(blame * slope - result) <= 1e-5 * Math.abs(result) + 1e-9, `${blame} · ${slope} ≠ ${result}`);
  const from = await place();
  await page.$$eval('[data-testid="equations"] .equation__numbers button', (numbers) => numbers[0].dispatchEvent(new MouseEvent("click", { bubbles: true })));
  await page.waitForFunction((from) => document.querySelector('[data-testid="steps-view"]').dataset.place !== from, {}, from);

  // The nudge test agrees with backpropagation.
  await look("Term");
  await page.$$eval(".phase", (phases) => phases[3].click());
  await page.focus('[data-testid="steps-view"]');
  await page.keyboard.press("ArrowRight");
  await page.waitForSelector('[data-testid="nudge"]');
  await click(page, "nudge");
  await page.waitForSelector('[data-testid="nudge-outcome"]');
  const [nudged, gradient] = [await number(page, "nudge-slope"), await number(page, "nudge-gradient")];
  assert.ok(Math.abs(nudged - gradient) <= 1e-3 * Math.abs(gradient) + 1e-6, `${nudged}, ${gradient}`);

  // Predict, then reveal.
  await page.$$eval(".phase", (phases) => phases[4].click());
  await click(page, "predict");
  await page.waitForSelector('[data-testid="guess-rise"]');
  assert.equal(await page.$('[data-testid="equations"]'), null, "what is asked for is not shown yet");
  await click(page, "guess-rise");
  await page.waitForSelector('[data-testid="equations"]');
  assert.match(await page.$eval('[data-testid="score"]', (e) => e.innerText), /[01] of 1 right/);
  await click(page, "predict");

  // Another convention: the same weights, other numbers.
  const lossOf = async () => {
    await look("Layer");
    await page.focus('[data-testid="steps-view"]');
    await page.keyboard.press("End");
    return number(page, "loss-before");
  };
  const mean = await lossOf();
  await page.select('[data-testid="convention"]', "Σ");
  await page.waitForFunction(
    (mean) => Number(document.querySelector('[data-testid="loss-before"]')?.dataset.value) > 20 * mean,
    {},
    mean,
  );
  assert.ok(Math.abs((await lossOf()) / mean - 32) < 1e-3, "the sum over 32 examples");
  await page.select('[data-testid="convention"]', "1/m · Σ");
  await page.waitForFunction(
    (mean) => Math.abs(Number(document.querySelector('[data-testid="loss-before"]')?.dataset.value) - mean) < 1e-6,
    {},
    mean,
  );

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
