// Opens the same links in Chromium and in Firefox and compares the weights that the runs have
// come to, bit for bit: those of the checkpoint that each browser keeps of the run.
//
//     node tests/e2e/link_two_browsers.mjs DIST
//
// with the environment of run.mjs. Each link is opened with the engine that both browsers have
// (?engine=simd128), and with each browser's own.

import { createHash } from "node:crypto";
import { resolve } from "node:path";

import { chromium, firefox } from "./lib/browsers.mjs";
import { at, open, until } from "./lib/page.mjs";
import { serve } from "./server.mjs";

const server = await serve(resolve(process.argv[2] ?? "dist"));

/** Link, updates, and how many parameters there are. (SGD keeps nothing beside them.) */
const LINKS = {
  "digits, 784-16-16-10, 1,500 updates": ["#run=1.q8YUM60FAP8I&step=1500", 1500, 13_002],
};

/** The playground's first run, as a link from its sheet. */
async function ofPlayground(browser) {
  const page = await browser.newPage();
  await page.evaluateOnNewDocument(() => delete Navigator.prototype.serviceWorker);
  await open(page, server.url);
  const press = (testid) => page.$eval(at(testid), (element) => element.click());
  await press("room-small");
  await press("small-tab-playground");
  await page.waitForSelector(at("share"));
  await press("step");
  await until(page, "steps", (steps) => steps === "1");
  await press("share");
  await page.waitForFunction(() => document.querySelector('[data-testid="share-lead-weights"]')?.disabled === false);
  await press("share-lead-weights");
  await new Promise((resolve) => setTimeout(resolve, 100));
  const link = await page.$eval(at("share-address"), (field) => field.value);
  await page.close();
  return `${link.slice(link.indexOf("#")).replace("v=2&", "").replace(/&sum=.*$/, "")}&step=20000`;
}

/** The numbers of the checkpoint that is kept of the run at this update: w and b layer by layer. */
async function numbers(browser, link, engine, step, n) {
  const page = await browser.newPage();
  await page.evaluateOnNewDocument(() => delete Navigator.prototype.serviceWorker);
  await page.goto(`${server.url}${engine}${link}`);
  await page.waitForFunction((it, step) => document.querySelector(it)?.dataset.value === step, { timeout: 300_000, polling: 100 }, at("steps"), String(step));
  await until(page, "status", (status) => status === "paused" || status === "finished");
  const build = await page.evaluate(() => document.documentElement.dataset.engineBuild);
  const bytes = await page.evaluate(async () => {
    const answer = (request) => new Promise((resolve, reject) => ((request.onsuccess = () => resolve(request.result)), (request.onerror = () => reject(request.error))));
    const database = await answer(indexedDB.open("descent"));
    const magic = [..."DESCENT\n"].map((letter) => letter.charCodeAt(0));
    for (let tries = 0; tries < 100; tries += 1) {
      const all = await answer(database.transaction("contents").objectStore("contents").getAll());
      const found = all.map((it) => new Uint8Array(it)).map((it) => [it, it.findIndex((_, at) => magic.every((byte, idx) => it[at + idx] === byte))]).filter(([, at]) => at >= 0);
      if (found.length > 0) return Array.from(found.at(-1)[0].subarray(found.at(-1)[1]));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return null;
  });
  await page.close();
  // src/training/checkpoint.rs: magic, version, header with its length, then the parameters.
  const saved = Buffer.from(bytes);
  const begin = 16 + saved.readUInt32LE(12);
  const floats = saved.subarray(begin, begin + 4 * n);
  return { build, floats };
}

/** The first number that differs. */
function difference(one, other) {
  if (one.length !== other.length) return `${one.length / 4} numbers and ${other.length / 4}`;
  let n = 0;
  let first = "";
  let most = 0;
  for (let at = 0; at < one.length; at += 4) {
    if (one.readUInt32LE(at) === other.readUInt32LE(at)) continue;
    const [a, b] = [one.readFloatLE(at), other.readFloatLE(at)];
    n += 1;
    first ||= `number ${at / 4}: ${a} and ${b}`;
    most = Math.max(most, Math.abs(a - b));
  }
  return n === 0 ? "equal, bit for bit" : `${n} of ${one.length / 4} differ, by ${most} at most; first ${first}`;
}

const browsers = { Chromium: await chromium(), Firefox: await firefox() };
try {
  for (const browser of Object.values(browsers)) console.log(await browser.version());
  LINKS["playground, with weights of its own, 20,000 updates"] = [await ofPlayground(browsers.Chromium), 20_000, 25];
  for (const [name, [link, step, n]] of Object.entries(LINKS)) {
    const first = [];
    for (const engine of ["?engine=simd128", ""]) {
      const came = [];
      for (const [browserName, browser] of Object.entries(browsers)) {
        const context = await browser.createBrowserContext();
        const { build, floats } = await numbers(context, link, engine, step, n);
        const sum = createHash("sha256").update(floats).digest("hex").slice(0, 16);
        console.log(`${name}: ${browserName}, ${build}: ${floats.length / 4} numbers, ${sum}`);
        came.push(floats);
        await context.close();
      }
      console.log(`    ${difference(...came)}`);
      first.push(came[0]);
    }
    console.log(`    simd128 and Chromium's own: ${difference(...first)}`);
  }
} finally {
  for (const browser of Object.values(browsers)) await browser.close();
  server.close();
}
