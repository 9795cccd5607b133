import { click, draw, number, open, until, value, DIGITS } from "./lib/page.mjs";

export const name = "both builds of the engine train and read; the page takes the relaxed one by itself";
export const timeout = 120_000;

const engine = (page) => page.$eval("html", (root) => root.dataset.engineBuild);

async function trainsAndReads(page, assert) {
  await click(page, "train");
  await until(page, "steps", (steps) => Number(steps) > 300);
  await click(page, "train");
  await until(page, "status", (status) => status === "paused");
  await until(page, "test-accuracy", (accuracy) => Number(accuracy) > 0.3);
  assert.ok((await number(page, "train-loss")) < 2.3);
  await draw(page, DIGITS[7]);
  await until(page, "prediction", (digit) => digit === "7");
}

/** How often the bytes of `f32x4.relaxed_madd` stand in a file. */
async function relaxedProducts(url) {
  const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
  return bytes.toString("latin1").split("\xfd\x85\x02").length - 1;
}

export async function run({ page, url, server, assert }) {
  // The kernels are made of it; elsewhere the three bytes can only stand by chance.
  assert.ok((await relaxedProducts(`${url}worker_relaxed_bg.wasm`)) >= 20);
  assert.ok((await relaxedProducts(`${url}worker_bg.wasm`)) < 3);

  // What the page asks for, without what was asked for above.
  const n_before = server.requests.length;
  const asked = () => server.requests.slice(n_before).map(({ path }) => path).filter((path) => path.endsWith(".wasm") && path.startsWith("worker"));

  // Both browsers of these tests have relaxed SIMD.
  await open(page, url);
  assert.equal(await engine(page), "relaxed-simd");
  assert.deepEqual(asked(), ["worker_relaxed_bg.wasm"]);
  await trainsAndReads(page, assert);

  await open(page, `${url}?engine=simd128`);
  assert.equal(await engine(page), "simd128");
  assert.deepEqual(asked(), ["worker_relaxed_bg.wasm", "worker_bg.wasm"]);
  assert.equal(await value(page, "steps"), "0");
  await trainsAndReads(page, assert);
}
