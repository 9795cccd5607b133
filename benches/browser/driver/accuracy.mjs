// How well the runs learn, in a pass of its own that is not timed against others: nobody
// should be fast by not learning.

import { config } from "./networks.mjs";
import { DENSE, RUNS, trainKey } from "./rows.mjs";

/** key -> [{ accuracy, seconds }] after each epoch. */
export async function engineAccuracies(lane, { isQuick, epochs, budget }) {
  const job = { kind: "epochs", n_epochs: epochs, budget };
  const results = new Map();
  const runs = isQuick ? RUNS.filter(({ batch }) => batch === 64) : RUNS;
  for (const { network, optimizer, batch } of runs) {
    const key = trainKey(network, optimizer, batch);
    results.set(key, await lane.run({ ...job, config: config(network, optimizer, batch) }));
    told(key, results.get(key));
  }
  const dense = config("784-128-10", "sgd", 64, { scaling: "standardize" });
  results.set(DENSE, await lane.run({ ...job, config: dense }));
  return results;
}

export function told(key, epochs) {
  console.error(`${key}: ${epochs.map(({ accuracy }) => accuracy.toFixed(4)).join(" ")}`);
}

/** "93.6 / 96.2 / 96.9" after 1, 3 and 5 epochs, as far as it was trained. */
export const accuracies = (epochs) =>
  [1, 3, 5].map((n) => (epochs?.[n - 1] ? (100 * epochs[n - 1].accuracy).toFixed(1) : "–")).join(" / ");

/** What is left of the speed of the updates by the clock on the wall, in the latest epoch. */
export function allIn(epochs) {
  if (!epochs?.at(-1).wall) return undefined;
  const [before, last] = [epochs.at(-2) ?? { seconds: 0, wall: 0 }, epochs.at(-1)];
  return (last.seconds - before.seconds) / (last.wall - before.wall);
}

/** The last epoch's speed by the first's: it falls if a network that has converged is slower. */
export function lastAgainstFirst(epochs) {
  if (!epochs || epochs.length < 2) return undefined;
  const last = epochs.at(-1).seconds - epochs.at(-2).seconds;
  return epochs[0].seconds / last;
}
