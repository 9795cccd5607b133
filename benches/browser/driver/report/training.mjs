// Training by the whole engine.

import { accuracies, allIn, lastAgainstFirst } from "../accuracy.mjs";
import { flops, rateOf } from "../networks.mjs";
import { DENSE, MAIN, PEAK, RUNS, trainKey } from "../rows.mjs";
import { figure, median, percent, ratios, spread } from "../statistics.mjs";
import { table } from "../table.mjs";

const updates = (result) => result.updates;
const wall = (result) => result.wall;

export function training(all) {
  const { results, learned, engineLanes, main, density } = all;
  const others = engineLanes.filter((lane) => lane !== main);
  const head = [
    "network, optimizer, rate, batch", main, "of the peak, dense-equivalent", "of the ink's limit",
    ...others, "accuracy after 1 / 3 / 5", "last epoch by first", "all in",
  ];
  const row = (name, key, network, share) => {
    const speeds = results.of(key, main, updates);
    const ofPeak = (flopsEach) =>
      percent(median(ratios(speeds.map((speed) => speed * flopsEach), results.of(PEAK, main))));
    return [
      name,
      spread(speeds),
      ofPeak(flops(network)),
      ofPeak(flops(network, share)),
      ...others.map((lane) => figure(median(results.of(key, lane, updates)))),
      accuracies(learned.get(key)),
      figure(lastAgainstFirst(learned.get(key))),
      percent(allIn(learned.get(key))),
    ];
  };
  const rows = RUNS.map(({ network, optimizer, batch }) => {
    const name = `${network} ${optimizer} ${rateOf(network, optimizer, batch)}, ${batch}`;
    return row(name, trainKey(network, optimizer, batch), network, density);
  });
  const dense = row("784-128-10 sgd 0.1, 64, inputs without zeros", DENSE, "784-128-10", 1);
  return `## Training

Digits a second through the engine as the page runs it, in a worker: commands, slices of
12 ms with a turn of the event loop between them, events encoded. Counted are the seconds
of updates. Runs go on from round to round. "Of the peak, dense-equivalent" is the
arithmetic of all 784 pixels by the peak, and more than 100 % because of those that are left
out; "of the ink's limit" is the arithmetic that remains. Test accuracy in % is of a pass of its own in ${main}.
"Last epoch by first" is the speed of the last epoch of that pass against the first: below
1, a network that has converged would be slower. "All in" is what is left of the speed in
that epoch by the clock on the wall, with its evaluations on the 10,000 test digits (two,
and four in the first epoch), events and checkpoints.

${table(head, [...rows, dense])}

${product(all)}`;
}

/** The page itself against the bench's worker. */
function product({ results, main }) {
  const key = trainKey(MAIN.network, MAIN.optimizer, MAIN.batch);
  const speeds = results.of(key, "product", updates);
  const share = median(ratios(speeds, results.of(key, main, updates)));
  const rows = [
    ["digits a second, by the seconds of updates", spread(speeds)],
    ["digits a second, by the clock on the wall", spread(results.of(key, "product", wall))],
    ["of the same run in the bench's worker", percent(share)],
  ];
  return `**The whole product**: the site itself in Chromium, set up by its fields to
${MAIN.network}, SGD, batch ${MAIN.batch}, painting as usual, in the same rounds.

${table(["", "median (range)"], rows)}`;
}
