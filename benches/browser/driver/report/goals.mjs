// What the engine is held to, in ratios.

import { peerKey, peerList } from "../peers.mjs";
import { flops } from "../networks.mjs";
import { DENSE, MAIN, PEAK, SHAPES, PRODUCTS, productKey, trainKey } from "../rows.mjs";
import { figure, median, percent, ratios, spread } from "../statistics.mjs";
import { table } from "../table.mjs";
import { oursOf } from "./peers.mjs";

const updates = (result) => result.updates;

export function goals(all) {
  const { results, main, peers, engineLanes, density } = all;
  const speeds = (key, lane = main) => results.of(key, lane, updates);
  const key = trainKey(MAIN.network, MAIN.optimizer, MAIN.batch);
  const peak = results.of(PEAK, main);
  const share = (flopsEach) => median(ratios(speeds(key).map((speed) => speed * flopsEach), peak));
  const rows = [];

  const against = (text, starts, network, optimizer, aim, ours) => {
    const peer = peerList(peers).find((p) => p.name.startsWith(starts) && p.network === network && p.optimizer === optimizer);
    if (!peer) return;
    const ratio = ratios(ours ?? speeds(oursOf(peer)), speeds(peerKey(peer), peer.lane));
    rows.push([text, aim, spread(ratio)]);
  };
  against("whole product, 784-128-10 SGD, against TensorFlow.js wasm", "TensorFlow.js 4.22, wasm", "784-128-10", "sgd", "30", speeds(key, "product"));
  against("784-128-10 Adam against onnxruntime-web's AdamW", "onnxruntime-web", "784-128-10", "adamw", "5");
  against("784-128-10 SGD against native PyTorch", "PyTorch", "784-128-10", "sgd", "2.5");
  against("  the same, our inputs without zeros (dense against dense)", "PyTorch", "784-128-10", "sgd", "told", speeds(DENSE));
  against("784-128-10 SGD against native NumPy", "NumPy", "784-128-10", "sgd", "told");
  against("  the same, our inputs without zeros (dense against dense)", "NumPy", "784-128-10", "sgd", "told", speeds(DENSE));
  against("784-512-256-10 Adam against onnxruntime-web's AdamW", "onnxruntime-web", "784-512-256-10", "adamw", "2");
  against("784-512-256-10 Adam against native PyTorch", "PyTorch", "784-512-256-10", "adam", "told");

  rows.push(["784-128-10 SGD, dense-equivalent FLOP/s by the peak", "1.6", figure(share(flops(MAIN.network)))]);
  rows.push(["  the same, share of the ink's limit", "50 %", percent(share(flops(MAIN.network, density)))]);
  rows.push(["784-128-10: Adam by SGD", "0.75", spread(ratios(speeds(trainKey("784-128-10", "adam", 64)), speeds(key)))]);
  const products = Object.keys(PRODUCTS).map((of) => {
    const shape = SHAPES[0];
    const rates = results.of(productKey(shape, of), main).map((second) => (2 * shape.n_out * shape.n_in * shape.batch) / second);
    return percent(median(ratios(rates, peak)));
  });
  rows.push(["512×256, batch 64, of the peak: forward / dW / dX", "70 %", products.join(" / ")]);
  const firefox = engineLanes.find((lane) => lane === "Firefox, relaxed");
  if (firefox) rows.push(["784-128-10 SGD: Firefox by Chromium", "told", spread(ratios(speeds(key, firefox), speeds(key)))]);
  return `## In short\n\n${table(["Chromium, one thread, batch 64", "aim", "here"], rows)}`;
}
