// The networks that are trained, as configuration files, and the arithmetic they need.

export const N_INPUTS = 784;
export const N_CLASSES = 10;

/** Hidden layers; the small one is the page's lesson, with its sigmoid. */
export const NETWORKS = {
  "784-16-16-10": { hidden: [16, 16], activation: "sigmoid", initializer: "scaled_normal" },
  "784-128-10": { hidden: [128], activation: "relu", initializer: "he" },
  "784-512-256-10": { hidden: [512, 256], activation: "relu", initializer: "he" },
};

export const BATCHES = [1, 32, 64, 256];
export const OPTIMIZERS = ["sgd", "adam"];

/** Learning rates with which each of them learns well, by batch size. */
const RATES = {
  sigmoid: {
    sgd: { 1: 0.05, 32: 0.5, 64: 0.8, 256: 2 },
    adam: { 1: 0.0005, 32: 0.005, 64: 0.005, 256: 0.01 },
  },
  relu: {
    sgd: { 1: 0.01, 32: 0.1, 64: 0.1, 256: 0.3 },
    adam: { 1: 0.0001, 32: 0.001, 64: 0.001, 256: 0.002 },
  },
};

export const widths = (network) => [N_INPUTS, ...NETWORKS[network].hidden, N_CLASSES];
export const rateOf = (network, optimizer, batch) => RATES[NETWORKS[network].activation][optimizer][batch];

/** The text of a configuration file; `more` are further fields of it. */
export function config(network, optimizer, batch, more = {}) {
  const { hidden, activation, initializer } = NETWORKS[network];
  const layer = (width, activation) => ({ width, activation });
  return JSON.stringify({
    network: {
      n_inputs: N_INPUTS,
      layers: [...hidden.map((width) => layer(width, activation)), layer(N_CLASSES, "softmax")],
      loss: "cross_entropy",
    },
    initializer,
    optimizer,
    learning_rate: rateOf(network, optimizer, batch),
    batch_size: batch,
    ...more,
  });
}

/**
 * Floating-point operations of learning from one example: two for each weight forward,
 * two for its gradient, two for handing the error down, which the first layer need not.
 * In the first layer only `density` of the inputs count: 1 is the dense arithmetic.
 */
export function flops(network, density = 1) {
  const all = widths(network);
  return all.slice(1).reduce((sum, n_out, i) => {
    const weights = n_out * all[i];
    return sum + (i === 0 ? 4 * weights * density : 6 * weights);
  }, 0);
}
