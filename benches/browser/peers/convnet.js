// ConvNetJS: example by example, updates by the batch.

import { script } from "./script.js";

export async function create({ widths, optimizer, rate, batch }) {
  if (optimizer !== "sgd") throw new Error("ConvNetJS runs here by SGD");
  await script("convnet-min.js");
  const { convnetjs } = self;
  const net = new convnetjs.Net();
  net.makeLayers([
    { type: "input", out_sx: 1, out_sy: 1, out_depth: widths[0] },
    ...widths.slice(1, -1).map((num_neurons) => ({ type: "fc", num_neurons, activation: "relu" })),
    { type: "softmax", num_classes: widths.at(-1) },
  ]);
  const trainer = new convnetjs.SGDTrainer(net, { learning_rate: rate, momentum: 0, batch_size: batch, l2_decay: 0 });
  const vol = new convnetjs.Vol(1, 1, widths[0], 0);
  const take = (x, row) => vol.w.set(x.subarray(row * widths[0], (row + 1) * widths[0]));
  return {
    train(x, labels) {
      for (let row = 0; row < batch; row += 1) {
        take(x, row);
        trainer.train(vol, labels[row]);
      }
    },
    predict(x, n) {
      const scores = [];
      for (let row = 0; row < n; row += 1) {
        take(x, row);
        scores.push(...net.forward(vol).w);
      }
      return scores;
    },
  };
}
