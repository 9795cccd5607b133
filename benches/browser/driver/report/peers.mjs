// The same work by others.

import { accuracies } from "../accuracy.mjs";
import { peerKey, peerList } from "../peers.mjs";
import { DENSE, trainKey } from "../rows.mjs";
import { figure, median, ratios, spread } from "../statistics.mjs";
import { table } from "../table.mjs";

const updates = (result) => result.updates;

/** Our run of the same kind: AdamW, without weight decay, is Adam. */
export const oursOf = ({ network, optimizer }) => trainKey(network, optimizer === "adamw" ? "adam" : optimizer, 64);

export function peersTable({ results, learned, peers, main }) {
  const others = peerList(peers).map((peer) => {
    const key = peerKey(peer);
    const speeds = results.of(key, peer.lane, updates);
    const ratio = ratios(results.of(oursOf(peer), main, updates), speeds);
    const dense = isDense(peer) ? figure(median(ratios(results.of(DENSE, main, updates), speeds))) : "";
    return {
      run: `${peer.network} ${peer.optimizer}`,
      cells: [peer.name, spread(speeds), figure(median(ratio)), dense, accuracies(learned.get(`${key} @ ${peer.lane}`))],
    };
  });
  const tables = [...new Set(others.map(({ run }) => run.replace("adamw", "adam")))].map((run) => {
    const [network, optimizer] = run.split(" ");
    const key = trainKey(network, optimizer, 64);
    const ours = [`Descent, ${main}`, spread(results.of(key, main, updates)), "1", "", accuracies(learned.get(key))];
    const rows = others.filter((other) => other.run.replace("adamw", "adam") === run).map(({ cells }) => cells);
    if (key === trainKey("784-128-10", "sgd", 64)) {
      const dense = results.of(DENSE, main, updates);
      const ratio = median(ratios(results.of(key, main, updates), dense));
      rows.unshift([`Descent, inputs without zeros`, spread(dense), figure(ratio), "1", accuracies(learned.get(DENSE))]);
    }
    const head = ["trainer", "digits a second", "Descent is faster by", "dense by", "accuracy after 1 / 3 / 5"];
    return `### ${network}, ${optimizer === "sgd" ? "SGD" : "Adam (onnxruntime-web: AdamW)"}, batch 64\n\n${table(head, [ours, ...rows])}`;
  });
  return `## The same work by others

In a worker in Chromium, or natively, one thread each, batches of 64 in a new order each
epoch; no evaluation in the time that counts. In the browser they are taken from bytes, as
ours are; natively all digits have been made numbers from 0 to 1 beforehand. Libraries of
the browser come from npm, and are no part of this site. "Dense by" compares with the
engine on inputs without zeros, whose arithmetic is that of the others.

${tables.join("\n\n")}`;
}

const isDense = ({ network, optimizer, skip_zeros }) => network === "784-128-10" && optimizer === "sgd" && !skip_zeros;
