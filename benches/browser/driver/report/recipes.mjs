// Time to accuracy.

import { accuracies } from "../accuracy.mjs";
import { ACCURACIES } from "../recipes.mjs";
import { figure } from "../statistics.mjs";
import { table } from "../table.mjs";

export function recipeTable({ reached, main }) {
  const rows = reached.flatMap(({ name, runs }) =>
    runs.map(({ seed, reached, learned }) => [
      `${name}, seed ${seed}`,
      ...reached.map((seconds) => (seconds === null ? "–" : `${figure(seconds)} s`)),
      `${figure(learned.at(-1).seconds / learned.length)} s`,
      accuracies(learned),
    ]),
  );
  const head = ["recipe", ...ACCURACIES.map((share) => `to ${100 * share} %`), "an epoch's updates", "accuracy after 1 / 3 / 5"];
  return `## Time to accuracy

From the command to train on loaded data to the first evaluation on the 10,000 test digits
that is so good, by the clock on the wall, in the worker (${main}).

${table(head, rows)}`;
}
