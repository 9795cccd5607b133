import { click, number, open, until, value } from "./lib/page.mjs";

export const name = "the same seed and configuration give the same weights after an epoch, bit for bit";
export const timeout = 120_000;

/** Keeps the end of the newest message of each length that the worker sends: of a
 * network's parameters that is nearly all of its weights. */
const eavesdrop = () => {
  window.heard = new Map();
  window.Worker = class extends window.Worker {
    constructor(...of) {
      super(...of);
      this.addEventListener("message", ({ data }) => {
        const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : data;
        if (bytes?.length > 52_000) window.heard.set(bytes.length, bytes.slice(-51_000));
      });
    }
  };
};

/** The ends of what was heard, as digests. */
const digests = () =>
  Promise.all(
    [...window.heard.values()].map(async (bytes) => {
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    }),
  );

async function oneEpoch(page) {
  await page.evaluate(() => window.heard.clear());
  await click(page, "epoch-once");
  await until(page, "epoch", (value) => value === "1", 60_000);
  await until(page, "status", (value) => value === "paused");
  // The page asks for the weights once more when the run stands.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  return {
    weights: await page.evaluate(digests),
    losses: [await value(page, "train-loss"), await value(page, "test-loss")],
  };
}

export async function run({ page, url, assert }) {
  await page.evaluateOnNewDocument(eavesdrop);
  await open(page, url);
  const first = await oneEpoch(page);
  assert.ok(first.weights.length > 0, "weights were heard");
  await click(page, "reset");
  await until(page, "steps", (value) => value === "0");
  const second = await oneEpoch(page);
  assert.deepEqual(second.losses, first.losses);
  assert.ok(
    second.weights.some((digest) => first.weights.includes(digest)),
    "the weights differ",
  );

  // In another page, with data that arrive in another rhythm, too.
  await open(page, url);
  const third = await oneEpoch(page);
  assert.deepEqual(third.losses, first.losses);
  assert.ok(third.weights.some((digest) => first.weights.includes(digest)));

  // From another seed they are others.
  await click(page, "new-seed");
  await until(page, "steps", (value) => value === "0");
  const other = await oneEpoch(page);
  assert.ok(!other.weights.some((digest) => first.weights.includes(digest)));
  assert.ok((await number(page, "test-accuracy")) > 0.8);
}
