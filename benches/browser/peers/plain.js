// Plain JavaScript as one would write it who cares for speed: typed arrays, loops over
// memory in order, nothing allocated in a step. ReLU, softmax with cross-entropy, SGD.
//
// With `skip_zeros` the first layer walks only over the pixels that have ink; its weights
// then lie input by input, those of all other layers unit by unit.

import { he } from "./normal.js";

export async function create({ widths, optimizer, rate, batch, skip_zeros }) {
  if (optimizer !== "sgd") throw new Error("the plain JavaScript runs by SGD");
  const layers = widths.slice(1).map((n_out, i) => ({
    n_in: widths[i],
    n_out,
    by_input: skip_zeros && i === 0,
    w: he(n_out, widths[i]),
    b: new Float32Array(n_out),
    dw: new Float32Array(n_out * widths[i]),
    db: new Float32Array(n_out),
    a: new Float32Array(batch * n_out),
    delta: new Float32Array(batch * n_out),
  }));
  const last = layers.length - 1;

  function forward(x) {
    layers.forEach((layer, i) => {
      const input = i === 0 ? x : layers[i - 1].a;
      (layer.by_input ? sumsOverInk : sums)(layer, input, batch);
      if (i < last) relu(layer.a);
    });
    return layers[last].a;
  }

  return {
    train(x, labels) {
      forward(x);
      softmaxMinusTarget(layers[last], labels, batch);
      for (let i = last; i >= 0; i -= 1) {
        const layer = layers[i];
        layer.dw.fill(0);
        layer.db.fill(0);
        (layer.by_input ? gradientsOverInk : gradients)(layer, i === 0 ? x : layers[i - 1].a, batch);
        if (i > 0) passBack(layer, layers[i - 1], batch);
        descend(layer.w, layer.dw, rate);
        descend(layer.b, layer.db, rate);
      }
    },
    predict: forward,
  };
}

/** a = x·wᵀ + b; four sums at once, since each addition has to wait for the one before. */
function sums({ n_in, n_out, w, b, a }, x, batch) {
  for (let row = 0; row < batch; row += 1) {
    const from = row * n_in;
    for (let j = 0; j < n_out; j += 1) {
      const weights = j * n_in;
      let s0 = 0, s1 = 0, s2 = 0, s3 = 0;
      let k = 0;
      for (; k + 4 <= n_in; k += 4) {
        s0 += x[from + k] * w[weights + k];
        s1 += x[from + k + 1] * w[weights + k + 1];
        s2 += x[from + k + 2] * w[weights + k + 2];
        s3 += x[from + k + 3] * w[weights + k + 3];
      }
      for (; k < n_in; k += 1) s0 += x[from + k] * w[weights + k];
      a[row * n_out + j] = b[j] + (s0 + s1 + s2 + s3);
    }
  }
}

function sumsOverInk({ n_in, n_out, w, b, a }, x, batch) {
  for (let row = 0; row < batch; row += 1) {
    const to = row * n_out;
    for (let j = 0; j < n_out; j += 1) a[to + j] = b[j];
    for (let k = 0; k < n_in; k += 1) {
      const ink = x[row * n_in + k];
      if (ink === 0) continue;
      const weights = k * n_out;
      for (let j = 0; j < n_out; j += 1) a[to + j] += ink * w[weights + j];
    }
  }
}

function relu(a) {
  for (let i = 0; i < a.length; i += 1) if (a[i] < 0) a[i] = 0;
}

/** delta = (softmax(a) − target)/batch. */
function softmaxMinusTarget({ n_out, a, delta }, labels, batch) {
  for (let row = 0; row < batch; row += 1) {
    const from = row * n_out;
    let largest = -Infinity;
    for (let j = 0; j < n_out; j += 1) if (a[from + j] > largest) largest = a[from + j];
    let sum = 0;
    for (let j = 0; j < n_out; j += 1) sum += delta[from + j] = Math.exp(a[from + j] - largest);
    for (let j = 0; j < n_out; j += 1) delta[from + j] /= sum * batch;
    delta[from + labels[row]] -= 1 / batch;
  }
}

function gradients({ n_in, n_out, dw, db, delta }, x, batch) {
  for (let row = 0; row < batch; row += 1) {
    const from = row * n_in;
    for (let j = 0; j < n_out; j += 1) {
      const d = delta[row * n_out + j];
      if (d === 0) continue;
      db[j] += d;
      const weights = j * n_in;
      for (let k = 0; k < n_in; k += 1) dw[weights + k] += d * x[from + k];
    }
  }
}

function gradientsOverInk({ n_in, n_out, dw, db, delta }, x, batch) {
  for (let row = 0; row < batch; row += 1) {
    const from = row * n_out;
    for (let j = 0; j < n_out; j += 1) db[j] += delta[from + j];
    for (let k = 0; k < n_in; k += 1) {
      const ink = x[row * n_in + k];
      if (ink === 0) continue;
      const weights = k * n_out;
      for (let j = 0; j < n_out; j += 1) dw[weights + j] += ink * delta[from + j];
    }
  }
}

/** The delta of the layer below, through its ReLU. */
function passBack({ n_in, n_out, w, delta }, below, batch) {
  below.delta.fill(0);
  for (let row = 0; row < batch; row += 1) {
    const to = row * n_in;
    for (let j = 0; j < n_out; j += 1) {
      const d = delta[row * n_out + j];
      const weights = j * n_in;
      for (let k = 0; k < n_in; k += 1) below.delta[to + k] += d * w[weights + k];
    }
  }
  for (let i = 0; i < below.a.length; i += 1) if (below.a[i] === 0) below.delta[i] = 0;
}

function descend(w, dw, rate) {
  for (let i = 0; i < w.length; i += 1) w[i] -= rate * dw[i];
}
