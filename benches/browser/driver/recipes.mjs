// How soon a network reads well, by the clock on the wall from the command to train on
// loaded data, with evaluations as on the page (two an epoch, more in the first).

import { config } from "./networks.mjs";

const linear = (epochs) => ({ decay: { linear: { over: { epochs }, floor: 0 } } });

const RECIPES = [
  { name: "784-128-10, SGD 0.4 falling over 5 epochs, batch 32", rate: 0.4, epochs: 5, batch: 32 },
  { name: "784-128-10, SGD 0.5 falling over 4 epochs, batch 32", rate: 0.5, epochs: 4, batch: 32 },
];
const SEEDS = [1, 2, 3];
export const ACCURACIES = [0.97, 0.98];

/** [{ name, epochs, runs: [{ reached: [seconds or null], epochs: [{accuracy, seconds}] }] }] */
export async function recipes(lane, { isQuick }) {
  const results = [];
  for (const recipe of isQuick ? RECIPES.slice(0, 1) : RECIPES) {
    const { name, rate, epochs, batch } = recipe;
    const runs = [];
    for (const seed of SEEDS) {
      const text = config("784-128-10", "sgd", batch, {
        learning_rate: rate, seed, schedule: linear(epochs), stop: { max_epochs: epochs },
      });
      const reached = await lane.run({ kind: "reach", config: text, accuracies: ACCURACIES, budget: 60 });
      const learned = await lane.run({ kind: "epochs", config: text, n_epochs: epochs, budget: 60 });
      runs.push({ seed, reached, learned });
    }
    results.push({ name, runs });
  }
  return results;
}
