// What is measured in rounds: each a key, the lanes that do it, and the job.

import { BATCHES, NETWORKS, OPTIMIZERS, config } from "./networks.mjs";

export const REGISTERS = ["f32 multiply, add", "simd128 multiply, add", "relaxed multiply-add"];
/** The one that all else is compared with. */
export const PEAK = `registers/${REGISTERS[2]}`;

/** Dense layers: units × inputs, at batch 64. */
export const SHAPES = [
  { n_out: 512, n_in: 256, batch: 64 },
  { n_out: 128, n_in: 784, batch: 64 },
];
export const PRODUCTS = { forward: "forward, x·wᵀ", weights_backward: "dW, dzᵀ·x", inputs_backward: "dX, dz·w" };
export const FIRST_LAYER = { n_units: 128, batch: 64 };
export const INK = { find: "taking up the ink", forward: "forward, with taking it up", backward: "dW, with taking it up" };
export const LATENCIES = { predict: "one prediction", trace: "one trace of an update" };

export const trainKey = (network, optimizer, batch) => `train/${network}/${optimizer}/${batch}`;
/** Inputs scaled to mean 0 have no zeros: the engine multiplies all of them. */
export const DENSE = "train-dense/784-128-10";
export const productKey = ({ n_out, n_in }, of) => `product/${n_out}x${n_in}/${of}`;

/** All training runs of the engine: networks × batch sizes × optimizers. */
export const RUNS = Object.keys(NETWORKS).flatMap((network) =>
  OPTIMIZERS.flatMap((optimizer) => BATCHES.map((batch) => ({ network, optimizer, batch }))),
);
export const MAIN = { network: "784-128-10", optimizer: "sgd", batch: 64 };

/** The measurements of one round, in order, for these lanes with an engine. */
export function engineRows(lanes, { seconds, warmup, isQuick }) {
  const row = (key, job, some = lanes) => some.map((lane) => ({ key, lane, job }));
  const inChromium = lanes.filter((lane) => lane.startsWith("Chromium"));
  const kernel = seconds.kernel;
  return [
    ...REGISTERS.flatMap((of) => row(`registers/${of}`, { kind: "registers", of, seconds: kernel })),
    ...SHAPES.flatMap((shape) =>
      Object.keys(PRODUCTS).flatMap((of) =>
        row(productKey(shape, of), { kind: "product", of, ...shape, seconds: kernel })),
    ),
    ...Object.keys(INK).flatMap((of) =>
      row(`ink/${of}`, { kind: "firstLayer", of, ...FIRST_LAYER, seconds: kernel })),
    ...RUNS.flatMap(({ network, optimizer, batch }) => {
      const id = trainKey(network, optimizer, batch);
      const some = isQuick && batch !== MAIN.batch ? inChromium : lanes;
      return row(id, training(id, config(network, optimizer, batch)), some);
    }),
    ...row(DENSE, training(DENSE, config("784-128-10", "sgd", 64, { scaling: "standardize" }))),
    ...Object.keys(LATENCIES).flatMap((of) =>
      row(`latency/${of}`, { kind: "latency", of, config: config("784-128-10", "sgd", 64), seconds: kernel })),
  ];

  function training(id, config) {
    return { kind: "train", id, config, warmup, seconds: seconds.training };
  }
}
