// Accuracy and seconds of training, for three seeds, by the page's own buttons.

import { at, click, fill, number, until, value } from "../lib/page.mjs";
import { round } from "./figures.mjs";

const SEEDS = [1, 2, 3];

/** The page's presets, in its order. */
const PRESETS = [
  { idx: 0, name: "784-16-16-10, the first lesson", layers: "784-16-16-10" },
  { idx: 1, name: "784-128-10, the second preset", layers: "784-128-10" },
];

const is = (text) => new Function("value", `return value === "${text}"`);

export async function choosePreset(page, preset) {
  await page.$$eval(".presets button", (buttons, idx) => buttons[idx].click(), preset.idx);
  await until(page, "architecture", is(preset.layers));
}

/** The preset at a rate that stays as it is, so that the run doesn't end by itself. */
export async function chooseEndless(page, preset) {
  await choosePreset(page, preset);
  await page.select(at("schedule"), "constant");
  await until(page, "schedule", is("constant"));
}

export const SECOND_PRESET = PRESETS[1];

export async function lessons(page, { isQuick }) {
  const n_epochs = isQuick ? 1 : 5;
  const rows = [];
  for (const preset of PRESETS) {
    await choosePreset(page, preset);
    const [optimizer, batch, rate] = [await value(page, "optimizer"), await value(page, "batch-size"), await value(page, "learning-rate")];
    const falls = (await value(page, "schedule")) === "constant" ? "" : ` falling over ${await value(page, "schedule-epochs")} epochs`;
    const results = [];
    for (const seed of isQuick ? SEEDS.slice(0, 1) : SEEDS) results.push(await train(page, seed, n_epochs));
    const text = results.map(([accuracy, seconds]) => `${round(accuracy * 100, 2)} % in ${round(seconds)} s`);
    rows.push([`${preset.name} (${optimizer} ${rate}${falls}, batch ${batch}), ${n_epochs} epochs, by seed`, text.join("; ")]);
  }
  return rows;
}

/** Trains from a seed; the test accuracy and the seconds of updates. */
async function train(page, seed, n_epochs) {
  await fill(page, "seed", String(seed));
  await until(page, "seed", is(seed));
  await click(page, "reset");
  await until(page, "steps", is(0));
  for (let epoch = 1; epoch <= n_epochs; epoch += 1) {
    await click(page, "epoch-once");
    await until(page, "epoch", is(epoch), 120_000);
    await until(page, "status", (value) => value === "paused" || value === "finished", 30_000);
  }
  // The figures of the last step follow the pause.
  const before = await value(page, "test-accuracy");
  await new Promise((resolve) => setTimeout(resolve, 300));
  const accuracy = await number(page, "test-accuracy");
  return [Number.isNaN(accuracy) ? Number(before) : accuracy, await number(page, "train-seconds")];
}
