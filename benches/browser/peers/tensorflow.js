// TensorFlow.js by its core API: a graph of matMul, relu and the softmax cross-entropy,
// with its own gradients and optimizers. (Its layers API does the same and more per batch.)

import { he } from "./normal.js";
import { script } from "./script.js";

export async function create({ widths, optimizer, rate, batch, backend }) {
  await script("tf.min.js");
  if (backend !== "cpu") await script(`tf-backend-${backend}.min.js`);
  const { tf } = self;
  if (backend === "wasm") tf.wasm.setWasmPaths(new URL("peers/lib/", self.location.href).href);
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js has no backend ${backend} here`);
  await tf.ready();

  const layers = widths.slice(1).map((n_out, i) => ({
    w: tf.variable(tf.tensor2d(he(n_out, widths[i]), [widths[i], n_out])),
    b: tf.variable(tf.zeros([n_out])),
  }));
  const scores = (x) =>
    layers.reduce((a, { w, b }, i) => {
      const z = tf.add(tf.matMul(a, w), b);
      return i === layers.length - 1 ? z : tf.relu(z);
    }, x);
  const rule = { sgd: tf.train.sgd, adam: tf.train.adam }[optimizer](rate);
  const input = (x) => tf.tensor2d(x, [batch, widths[0]]);
  return {
    train(x, labels) {
      tf.tidy(() => {
        const targets = tf.oneHot(tf.tensor1d(labels, "int32"), widths.at(-1));
        const inputs = input(x);
        rule.minimize(() => tf.losses.softmaxCrossEntropy(targets, scores(inputs)));
      });
    },
    predict: (x) => tf.tidy(() => scores(input(x)).dataSync()),
  };
}
