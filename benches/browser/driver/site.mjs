// The bench's own site in target/bench/site: page, the builds of the engine, data, and
// what the peers need. Served from there as the product is.

import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../../..");
export const site = join(root, "target/bench/site");

/** Builds of the engine that `cargo xtask bench` has put into target/bench/site. */
export const BUILDS = ["simd128", "relaxed"];

/** Files of the peers' npm packages, which lie in the folder PEERS. */
const PEER_FILES = [
  "@tensorflow/tfjs/dist/tf.min.js",
  "@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.min.js",
  "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm",
  "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm",
  "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm",
  "onnxruntime-web/dist/ort.training.wasm.min.mjs",
  "onnxruntime-web/dist/ort-training-wasm-simd-threaded.mjs",
  "onnxruntime-web/dist/ort-training-wasm-simd-threaded.wasm",
  "convnetjs/build/convnet-min.js",
];

/** Puts together all but the builds. */
export async function makeSite({ peers, onnxGraphs }) {
  await mkdir(site, { recursive: true });
  await cp(join(here, "../page"), site, { recursive: true });
  await cp(join(root, "public/data"), join(site, "data"), { recursive: true });
  await rm(join(site, "peers"), { recursive: true, force: true });
  await cp(join(here, "../peers"), join(site, "peers"), { recursive: true });
  if (!peers) return;
  const lib = join(site, "peers/lib");
  await mkdir(lib, { recursive: true });
  for (const file of PEER_FILES) await cp(join(peers, "node_modules", file), join(lib, file.split("/").at(-1)));
  if (onnxGraphs) await cp(onnxGraphs, lib, { recursive: true });
}

/**
 * Writes the digits as plain bytes for those who have no engine; their folder. It is the
 * engine that unpacks them, run here in Node.js.
 */
export async function writeDigits() {
  const { Engine, initSync } = await import(join(site, "simd128/descent_bench.js"));
  initSync({ module: await readFile(join(site, "simd128/descent_bench_bg.wasm")) });
  const engine = new Engine();
  const file = (name) => readFile(join(site, "data/mnist", name));
  engine.add_manifest(await file("manifest.json"));
  for (let name = engine.missing(); name; name = engine.missing()) engine.add_part(await file(name));
  const folder = join(site, "digits");
  await mkdir(folder, { recursive: true });
  for (const [name, isTest] of [["train", false], ["test", true]]) {
    await writeFile(join(folder, `${name}-pixels.bin`), engine.pixels(isTest));
    await writeFile(join(folder, `${name}-labels.bin`), engine.labels(isTest));
  }
  return folder;
}
