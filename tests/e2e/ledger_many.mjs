// What a ledger of a thousand runs costs:
//
//     node tests/e2e/ledger_many.mjs DIST [runs]
//
// A program, not a test. It trains one run, has the browser keep as many copies of it, each
// under a name and an id of its own, and prints how long the room takes to open, to search and
// to order, and how much memory the page has then. The environment is the tests'.

import { resolve } from "node:path";

import { chromium } from "./lib/browsers.mjs";
import { serve } from "./server.mjs";
import { at, click, fill, open, until } from "./lib/page.mjs";

const [dist = "dist", runs = "1000"] = process.argv.slice(2);
const server = await serve(resolve(dist));
const browser = await chromium();

/** Copies of the one run that is there, written as src/ledger/file has them. */
function copy(n) {
  const crc = (bytes) => {
    let sum = ~0;
    for (const byte of bytes) {
      sum ^= byte;
      for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1));
    }
    return ~sum >>> 0;
  };
  const labelled = (bytes, id, name, at) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const rest = bytes.subarray(16 + view.getUint32(12, true), bytes.length - 4);
    const text = new TextEncoder().encode(name);
    const out = new Uint8Array(16 + 24 + text.length + rest.length + 4);
    const to = new DataView(out.buffer);
    out.set(bytes.subarray(0, 12));
    to.setUint32(12, 24 + text.length, true);
    to.setBigUint64(16, id, true);
    to.setBigUint64(24, BigInt(at), true);
    to.setBigUint64(32, BigInt(at), true);
    out.set(text, 40);
    out.set(rest, 40 + text.length);
    to.setUint32(out.length - 4, crc(out.subarray(0, out.length - 4)), true);
    return out;
  };
  const all = (store) => new Promise((done) => {
    const request = store.getAll();
    request.onsuccess = () => done(request.result);
  });
  return new Promise((done, fail) => {
    const opening = indexedDB.open("descent");
    opening.onerror = () => fail(opening.error);
    opening.onsuccess = async () => {
      const transaction = opening.result.transaction(["runs", "contents"], "readwrite");
      transaction.onabort = () => fail(transaction.error);
      transaction.oncomplete = () => { opening.result.close(); done(); };
      const [summaries, contents] = ["runs", "contents"].map((name) => transaction.objectStore(name));
      const [summary] = await all(summaries);
      const [content] = await all(contents);
      for (let i = 1; i < n; i += 1) {
        const id = BigInt(i);
        const key = id.toString(16).padStart(16, "0");
        const at = Date.now() - i * 60_000;
        summaries.put(labelled(summary, id, `Copy ${i}`, at), key);
        contents.put(labelled(content, id, `Copy ${i}`, at), key);
      }
    };
  });
}

try {
  const page = await browser.newPage();
  // The page's wasm is asked how much memory it has: whoever starts it keeps that to himself.
  await page.evaluateOnNewDocument(() => {
    for (const name of ["instantiate", "instantiateStreaming"]) {
      const usual = WebAssembly[name];
      WebAssembly[name] = async (...given) => {
        const made = await usual.apply(WebAssembly, given);
        window.wasmMemory = (made.instance ?? made).exports.memory;
        return made;
      };
    }
  });
  await open(page, server.url);
  await click(page, "train");
  await until(page, "steps", (steps) => Number(steps) > 500);
  await click(page, "train");
  await page.waitForSelector(at("offer"), { timeout: 100 }).catch(() => {});
  await new Promise((done) => setTimeout(done, 2000));
  await page.evaluate(copy, Number(runs));
  await page.reload({ waitUntil: "load" });
  await until(page, "status", (status) => status === "ready");
  const memory = async () => {
    const script = (await page.metrics()).JSHeapUsedSize / 2 ** 20;
    const wasm = await page.evaluate(() => window.wasmMemory.buffer.byteLength / 2 ** 20);
    return `JavaScript ${script.toFixed(1)} MB, wasm ${wasm.toFixed(1)} MB`;
  };
  const before = await memory();
  const timed = async (what, act) => {
    const milliseconds = await page.evaluate(
      async ([selector, body]) => {
        const from = performance.now();
        new Function(body)();
        const [query, wanted] = JSON.parse(selector);
        while (document.querySelector(query)?.dataset.value !== wanted) {
          await new Promise((done) => requestAnimationFrame(done));
        }
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        return performance.now() - from;
      },
      [JSON.stringify([at("runs-list"), act.wanted]), act.body],
    );
    console.log(`${what}: ${milliseconds.toFixed(0)} ms`);
  };
  const press = (testid) => `document.querySelector('${at(testid)}').click()`;
  await timed(`open the room with ${runs} runs`, { body: press("room-runs"), wanted: runs });
  console.log(`rows made: ${(await page.$$(at("runs-row"))).length}`);
  console.log(`the page's memory before: ${before}; with the list: ${await memory()}`);
  await timed("order by name", { body: press("runs-sort-name"), wanted: runs });
  const search = `const it = document.querySelector('${at("runs-search")}'); it.value = "copy 77"; it.dispatchEvent(new Event("input", { bubbles: true }));`;
  const n = Array.from({ length: Number(runs) - 1 }, (_, i) => `copy ${i + 1} mnist`).filter((name) => name.includes("77")).length;
  await timed("search for two words", { body: search, wanted: String(n) });
  await fill(page, "runs-search", "");
} finally {
  await browser.close();
  server.close();
}
