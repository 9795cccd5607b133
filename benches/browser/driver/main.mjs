// The bench: one interleaved run, one report. `cargo xtask bench` calls it after having
// built the site and the engine's builds for it:
//
//     node benches/browser/driver/main.mjs [options]
//
// In the environment: what tests/e2e wants, and for the peers PEERS (a folder with their
// node_modules), ONNX_GRAPHS (a folder of onnx_artifacts.py's) and TORCH_PYTHON (an
// interpreter that has PyTorch and NumPy); those that are missing are left out and named.

import { writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { chromium, firefox } from "../../../tests/e2e/lib/browsers.mjs";
import { measurePage } from "../../../tests/e2e/measure.mjs";
import { serve } from "../../../tests/e2e/server.mjs";
import { engineAccuracies, told } from "./accuracy.mjs";
import { benchPage, nativeLane, productLane } from "./lanes.mjs";
import { machine } from "./machine.mjs";
import { NETWORKS, rateOf } from "./networks.mjs";
import { options } from "./options.mjs";
import { BROWSER_PEERS, NATIVE_PEERS, laneName, peerEpochs, peerOptions, peerRows } from "./peers.mjs";
import { recipes } from "./recipes.mjs";
import { report } from "./report/mod.mjs";
import { runRounds } from "./rounds.mjs";
import { MAIN, engineRows, trainKey } from "./rows.mjs";
import { BUILDS, makeSite, site, writeDigits } from "./site.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../../..");
const { PEERS: peers, ONNX_GRAPHS: onnxGraphs, TORCH_PYTHON: python } = process.env;

const chosen = options(process.argv.slice(2));
await makeSite({ peers: chosen.hasPeers ? peers : undefined, onnxGraphs });
const benchServer = await serve(site);
const siteServer = await serve(join(root, "dist"));
// The slowest of the peers takes minutes for an epoch.
const patient = { protocolTimeout: 20 * 60_000 };
const browsers = { Chromium: await chromium(patient) };
if (chosen.hasFirefox) browsers.Firefox = await firefox(patient);

/** All lanes by name; those with an engine are named "<browser>, <build>". */
const lanes = new Map();
const engineLanes = [];
const pages = {};
for (const [name, browser] of Object.entries(browsers)) {
  pages[name] = await benchPage(browser, benchServer.url);
  for (const build of BUILDS) {
    const lane = `${name}, ${build}`;
    lanes.set(lane, await pages[name].lane(lane, "engine_worker.js", { build }));
    engineLanes.push(lane);
  }
}
const main = "Chromium, relaxed";
const rows = engineRows(engineLanes, chosen);

const { network, optimizer, batch } = MAIN;
lanes.set("product", await productLane(browsers.Chromium, siteServer.url, {
  ...NETWORKS[network], optimizer, batch, rate: rateOf(network, optimizer, batch),
}));
rows.push({
  key: trainKey(network, optimizer, batch),
  lane: "product",
  job: { warmup: 2 * chosen.warmup, seconds: 4 * chosen.seconds.training },
});

const present = { browserPeers: [], natives: [] };
const versions = [];
/** What was asked for and could not be had. */
const missing = [];
if (chosen.hasPeers) {
  const digits = await writeDigits();
  for (const peer of BROWSER_PEERS) {
    const name = laneName(peer);
    try {
      lanes.set(name, await pages.Chromium.lane(name, "peer_worker.js", peerOptions(peer)));
      present.browserPeers.push(peer);
    } catch (error) {
      missing.push(`${name}: ${error.message.split("\n")[0]}`);
    }
  }
  for (const name of NATIVE_PEERS) {
    const lane = nativeLane(python ?? "python3", [join(here, "../peers/native.py"), name, digits]);
    try {
      const version = await lane.run({ kind: "version" });
      lanes.set(`${version}, native, 1 thread`, lane);
      present.natives.push(`${version}, native, 1 thread`);
      versions.push(version);
    } catch (error) {
      missing.push(`${name}: ${error.message}`);
    }
  }
  rows.push(...peerRows(present, chosen));
}
for (const text of missing) console.error(`left out: ${text}`);

try {
  const results = await runRounds(rows, lanes, chosen.rounds);
  const density = await lanes.get(main).run({ kind: "density" });
  const learned = await engineAccuracies(lanes.get(main), chosen);
  for (const { key, lane, peer, job } of peerEpochs(present, chosen)) {
    if (peer) {
      // From the start: the rounds have trained it.
      lanes.get(lane).close();
      lanes.set(lane, await pages.Chromium.lane(lane, "peer_worker.js", peerOptions(peer)));
    }
    learned.set(`${key} @ ${lane}`, await lanes.get(lane).run(job));
    told(`${key} @ ${lane}`, learned.get(`${key} @ ${lane}`));
  }
  const reached = await recipes(lanes.get(main), chosen);
  for (const lane of lanes.values()) await lane.close();
  const page = chosen.hasPage ? await measurePage(browsers.Chromium, join(root, "dist"), siteServer, chosen) : [];

  const names = await Promise.all(Object.values(browsers).map((browser) => browser.version()));
  const text = report({
    chosen, results, learned, reached, density, page, missing,
    engineLanes, main, peers: present,
    machine: machine(names, versions),
  });
  console.log(text);
  if (chosen.isWritten) await writeFile(join(root, "docs/benchmarks.md"), text);
} finally {
  for (const lane of lanes.values()) await Promise.resolve(lane.close()).catch(() => {});
  for (const browser of Object.values(browsers)) await browser.close().catch(() => {});
  benchServer.close();
  siteServer.close();
}
