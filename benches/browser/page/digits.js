// MNIST for the peers: gray values as they are stored, and batches of numbers from 0 to
// 1 in a new order each epoch.

const N_PIXELS = 784;

async function bytes(file) {
  const response = await fetch(new URL(`digits/${file}`, self.location.href));
  if (!response.ok) throw new Error(`${file}: status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

const load = async (name) => ({ pixels: await bytes(`${name}-pixels.bin`), labels: await bytes(`${name}-labels.bin`) });

export const loadDigits = async () => ({ train: await load("train"), test: await load("test") });

/** Writes example `example` as row `row` of x. */
export function writeInput({ pixels }, example, x, row) {
  const from = example * N_PIXELS;
  const to = row * N_PIXELS;
  for (let k = 0; k < N_PIXELS; k += 1) x[to + k] = pixels[from + k] / 255;
}

/** Batches without end: `next(x, labels)` fills them, and tells whether an epoch ended. */
export function batches(split, batch) {
  const n = split.labels.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  let at = n;
  return (x, labels) => {
    if (at + batch > n) {
      for (let i = n - 1; i > 0; i -= 1) {
        const j = Math.floor(Math.random() * (i + 1));
        [order[i], order[j]] = [order[j], order[i]];
      }
      at = 0;
    }
    for (let row = 0; row < batch; row += 1) {
      const example = order[at + row];
      writeInput(split, example, x, row);
      labels[row] = split.labels[example];
    }
    at += batch;
    return at + batch > n;
  };
}
