// What goes over the wire.

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const GROUPS = {
  "page (app)": /^app-.*\.(js|wasm)$/,
  "worker, simd128": /^worker(_bg)?\.(js|wasm)$|^boot_worker\.js$/,
  "worker, relaxed SIMD": /^worker_relaxed.*\.(js|wasm)$|^boot_worker\.js$/,
  "styles and index": /\.(css|html)$/,
};

export async function sizes(dist) {
  const files = await readdir(dist);
  return Promise.all(
    Object.entries(GROUPS).map(async ([name, pattern]) => {
      const members = files.filter((file) => pattern.test(file));
      const packed = members.map(async (file) => gzipSync(await readFile(join(dist, file)), { level: 9 }).length);
      const bytes = (await Promise.all(packed)).reduce((sum, n) => sum + n, 0);
      return [`${name}, gzip`, `${(bytes / 1000).toFixed(1)} kB`];
    }),
  );
}
