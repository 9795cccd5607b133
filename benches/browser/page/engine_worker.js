// The engine in a worker, one build of it. Jobs come from driver/rows.mjs.

import { secondsEach } from "./clock.js";
import { peak } from "./peak.js";
import { nextTurn, serveJobs } from "./serve_jobs.js";

let wasm;
let memory;
let engine;
/** Where each run stands that is trained a little in each round: its checkpoint. */
const runs = new Map();

const bytes = async (url) => {
  const response = await fetch(new URL(url, self.location.href));
  if (!response.ok) throw new Error(`${url}: status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
};

async function open({ build }) {
  wasm = await import(`./${build}/descent_bench.js`);
  ({ memory } = await wasm.default({ module_or_path: new URL(`./${build}/descent_bench_bg.wasm`, self.location.href) }));
  engine = new wasm.Engine();
  engine.add_manifest(await bytes("data/mnist/manifest.json"));
  for (let file = engine.missing(); file; file = engine.missing()) {
    engine.add_part(await bytes(`data/mnist/${file}`));
  }
}

/** FLOP/s. */
async function registers({ of, seconds }) {
  const { run, flops } = await peak(of);
  return flops / secondsEach(run, seconds);
}

/** Seconds of one product of dense matrices. */
function product({ of, n_out, n_in, batch, seconds }) {
  const products = new wasm.Products(n_out, n_in, batch);
  try {
    return secondsEach((n) => products[of](n), seconds);
  } finally {
    products.free();
  }
}

/** Seconds of one product over the ink of a batch of digits. */
function firstLayer({ of, n_units, batch, seconds }) {
  const layer = new wasm.FirstLayer(engine, n_units, batch);
  try {
    return secondsEach((n) => layer[of](n), seconds);
  } finally {
    layer.free();
  }
}

/** Share of the digits' pixels that have ink. */
function density() {
  const layer = new wasm.FirstLayer(engine, 1, 64);
  try {
    return layer.density();
  } finally {
    layer.free();
  }
}

/** Works for about so many seconds of updates, with a turn of the event loop after each slice. */
async function workFor(seconds) {
  const end = engine.train_seconds() + seconds;
  while (engine.train_seconds() < end && engine.work()) await nextTurn();
}

/** Trains a run on from where it stood: examples a second, by the seconds of updates. */
async function train({ id, config, warmup, seconds }) {
  if (runs.has(id)) engine.restore(runs.get(id));
  else engine.configure(config);
  engine.train();
  await workFor(warmup);
  engine.pause();
  engine.train();
  const [examples, updates] = [engine.n_examples(), engine.train_seconds()];
  await workFor(seconds);
  engine.pause();
  runs.set(id, engine.checkpoint());
  return { updates: (engine.n_examples() - examples) / (engine.train_seconds() - updates) };
}

/** Goes on until the run stands and its last figures are there. */
async function workToTheEnd() {
  while (engine.work()) await nextTurn();
}

/**
 * Accuracy after each epoch of a fresh run, its seconds of updates and on the wall (with
 * evaluations, events, checkpoints), as far as it comes within `budget` seconds.
 */
async function epochs({ config, n_epochs, budget }) {
  engine.configure(config);
  const results = [];
  const began = performance.now();
  for (let epoch = 1; epoch <= n_epochs; epoch += 1) {
    engine.train_epoch();
    await workToTheEnd();
    const wall = (performance.now() - began) / 1000;
    results.push({ accuracy: engine.test_accuracy(), seconds: engine.train_seconds(), wall });
    if (wall * (1 + 1 / epoch) > budget) break;
  }
  return results;
}

/** Seconds on the wall from Train to the first evaluation at each of the accuracies. */
async function reach({ config, accuracies, budget }) {
  engine.configure(config);
  await workToTheEnd();
  const reached = accuracies.map(() => null);
  const began = performance.now();
  engine.train();
  let more = true;
  while (more && reached.includes(null)) {
    more = engine.work();
    await nextTurn();
    const seconds = (performance.now() - began) / 1000;
    accuracies.forEach((accuracy, i) => {
      if (reached[i] === null && engine.test_accuracy() >= accuracy) reached[i] = seconds;
    });
    if (seconds > budget) break;
  }
  engine.pause();
  return reached;
}

/** Seconds of one answer, events encoded. */
async function latency({ of, config, seconds }) {
  engine.configure(config);
  engine.train();
  await workFor(0.1);
  engine.pause();
  return secondsEach((n) => engine[of](n), seconds);
}

/** Bytes of WebAssembly memory. It never shrinks, so this is the most there has been. */
const footprint = () => memory.buffer.byteLength;

serveJobs({ open, registers, product, firstLayer, density, train, epochs, reach, latency, footprint });
