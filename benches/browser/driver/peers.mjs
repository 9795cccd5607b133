// Who else does the work, each in a lane of its own.

import { rateOf, widths } from "./networks.mjs";
import { PRODUCTS, SHAPES, productKey } from "./rows.mjs";

const BATCH = 64;

/** Trainers in a worker: a module of ../peers and what it is given. */
export const BROWSER_PEERS = [
  { name: "TensorFlow.js 4.22, wasm SIMD", peer: "tensorflow.js", backend: "wasm", network: "784-128-10", optimizer: "sgd" },
  { name: "TensorFlow.js 4.22, wasm SIMD", peer: "tensorflow.js", backend: "wasm", network: "784-128-10", optimizer: "adam" },
  { name: "TensorFlow.js 4.22, cpu", peer: "tensorflow.js", backend: "cpu", network: "784-128-10", optimizer: "sgd" },
  { name: "onnxruntime-web 1.19.2", peer: "onnx.js", network: "784-128-10", optimizer: "adamw" },
  { name: "onnxruntime-web 1.19.2", peer: "onnx.js", network: "784-512-256-10", optimizer: "adamw" },
  { name: "ConvNetJS 0.3", peer: "convnet.js", network: "784-128-10", optimizer: "sgd" },
  { name: "plain JavaScript, dense", peer: "plain.js", skip_zeros: false, network: "784-128-10", optimizer: "sgd" },
  { name: "plain JavaScript, skips zeros", peer: "plain.js", skip_zeros: true, network: "784-128-10", optimizer: "sgd" },
];

/** Native programs: a class of ../peers/native.py and what it trains. */
export const NATIVE_PEERS = ["torch", "numpy"];
const NATIVE_RUNS = [
  { network: "784-128-10", optimizer: "sgd" },
  { network: "784-128-10", optimizer: "adam" },
  { network: "784-512-256-10", optimizer: "sgd" },
  { network: "784-512-256-10", optimizer: "adam" },
];

/** Of AdamW, onnxruntime-web knows the default rate only. */
const rate = (network, optimizer) => (optimizer === "adamw" ? 0.001 : rateOf(network, optimizer, BATCH));

export const peerKey = ({ network, optimizer }) => `peer/${network}/${optimizer}`;
export const laneName = ({ name, network, optimizer }) => `${name}: ${network} ${optimizer}`;

/** What a browser peer's worker is opened with. */
export const peerOptions = ({ name: _, network, optimizer, ...rest }) => ({
  ...rest, optimizer, widths: widths(network), rate: rate(network, optimizer), batch: BATCH,
});

/** The measurements of one round. */
export function peerRows({ browserPeers, natives }, { seconds, warmup }) {
  // Some make a dozen updates in the time in which the engine makes hundreds.
  const training = { kind: "train", warmup: 2 * warmup, seconds: 2 * seconds.training };
  return [
    ...browserPeers.map((peer) => ({ key: peerKey(peer), lane: laneName(peer), job: training })),
    ...natives.flatMap((lane) => [
      ...NATIVE_RUNS.map((run) => ({
        key: peerKey(run), lane, job: { ...training, id: peerKey(run), network: nativeNetwork(run) },
      })),
      ...SHAPES.flatMap((shape) =>
        Object.keys(PRODUCTS).map((of) => ({
          key: productKey(shape, of), lane, job: { kind: "product", of, ...shape, seconds: seconds.kernel },
        }))),
    ]),
  ];
}

const nativeNetwork = ({ network, optimizer }) => ({
  widths: widths(network), optimizer, rate: rate(network, optimizer), batch: BATCH,
});

/** Jobs that train peers from the start and tell their accuracy. */
export function peerEpochs({ browserPeers, natives }, { epochs, budget }) {
  const job = { kind: "epochs", n_epochs: epochs, budget };
  return [
    ...browserPeers.map((peer) => ({ key: peerKey(peer), lane: laneName(peer), peer, job })),
    ...natives.flatMap((lane) =>
      NATIVE_RUNS.map((run) => ({ key: peerKey(run), lane, job: { ...job, network: nativeNetwork(run) } }))),
  ];
}

/** All that runs in the table of peers, for the report. */
export const peerList = ({ browserPeers, natives }) => [
  ...browserPeers.map((peer) => ({ ...peer, lane: laneName(peer) })),
  ...natives.flatMap((lane) => NATIVE_RUNS.map((run) => ({ ...run, name: lane, lane }))),
];
