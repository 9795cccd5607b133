// Another library in a worker, given the same work. A peer is a module of ../peers that
// exports
//
//     create({ widths, optimizer, rate, batch, where })
//         -> { train(x, labels), predict(x, n) -> scores (n × 10), row by row }
//
// x is a Float32Array (batch × 784), labels a Uint8Array. Both functions may be async.

import { batches, loadDigits, writeInput } from "./digits.js";
import { nextTurn, serveJobs } from "./serve_jobs.js";

let data, peer, batch, next, x, labels;

async function open({ peer: module, ...options }) {
  const { create } = await import(`./peers/${module}`);
  data ??= await loadDigits();
  batch = options.batch;
  next = batches(data.train, batch);
  x = new Float32Array(batch * 784);
  labels = new Uint8Array(batch);
  peer = await create(options);
}

/** Trains for so many seconds, and goes on from there the next time. */
async function train({ warmup, seconds }) {
  await trainFor(warmup);
  const { examples, took } = await trainFor(seconds);
  return { updates: examples / took };
}

async function trainFor(seconds) {
  const began = performance.now();
  let examples = 0;
  let took;
  do {
    next(x, labels);
    await peer.train(x, labels);
    examples += batch;
    took = (performance.now() - began) / 1000;
  } while (took < seconds);
  return { examples, took };
}

/** Accuracy and seconds after each epoch, as far as it comes within `budget` seconds. */
async function epochs({ n_epochs, budget }) {
  const results = [];
  let seconds = 0;
  for (let epoch = 1; epoch <= n_epochs; epoch += 1) {
    const began = performance.now();
    let ended = false;
    while (!ended) {
      ended = next(x, labels);
      await peer.train(x, labels);
    }
    seconds += (performance.now() - began) / 1000;
    results.push({ accuracy: await accuracy(), seconds });
    await nextTurn();
    if (seconds * (1 + 1 / epoch) > budget) break;
  }
  return results;
}

/** Share of the held-out digits that are read right. */
async function accuracy() {
  const n = data.test.labels.length;
  let right = 0;
  for (let from = 0; from < n; from += batch) {
    const rows = Math.min(batch, n - from);
    x.fill(0);
    for (let row = 0; row < rows; row += 1) writeInput(data.test, from + row, x, row);
    const scores = await peer.predict(x, batch);
    for (let row = 0; row < rows; row += 1) {
      const of = Array.from({ length: 10 }, (_, digit) => scores[row * 10 + digit]);
      if (of.indexOf(Math.max(...of)) === data.test.labels[from + row]) right += 1;
    }
  }
  return right / n;
}

serveJobs({ open, train, epochs });
