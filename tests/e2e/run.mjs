// Runs the end-to-end tests in one browser:
//
//     node tests/e2e/run.mjs chromium|firefox DIST [part of a file name]
//
// `cargo xtask test --only e2e` calls it for both browsers, with what it needs in
// the environment: PUPPETEER (a folder whose node_modules has puppeteer-core),
// CHROMIUM and FIREFOX (the programs).
//
// A test is a file `*.test.mjs` here that exports
//
//     name            one line: what holds
//     run({ page, context, browser, url, server, assert })
//     expectedErrors  (optional) patterns of error messages that belong to the test
//     timeout         (optional) milliseconds, 60,000 if not given
//     serviceWorker   (optional) true: the page may have one. Without it, each test
//                     meets what the server answers, and nothing that was kept
//
// Each one gets a new page in a new browser context (nothing stored) and a server
// without hooks (see server.mjs). It also fails on any error in the console, any
// uncaught exception, and any request that leaves the site's folder.
//
// A test that fails is run once more: browsers on a busy machine have bad moments. One that
// passes only then is told as FLAKY, with what it said first, and counted at the end.

import assert from "node:assert/strict";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { chromium, firefox } from "./lib/browsers.mjs";
import { serve } from "./server.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const [browserName, dist, filter = ""] = process.argv.slice(2);
if (!["chromium", "firefox"].includes(browserName) || !dist) {
  console.error("Usage: node tests/e2e/run.mjs chromium|firefox DIST [part of a file name]");
  process.exit(2);
}
const artifacts = resolve(here, "../../target/e2e");

/** Collects what the page says and asks for. */
function watch(page, server) {
  const seen = { log: [], errors: [], strays: [] };
  const error = (text) => {
    seen.log.push(`error: ${text}`);
    seen.errors.push(text);
  };
  page.on("console", (message) => {
    const where = message.location()?.url ?? "";
    const text = `${message.text()} ${where}`.trim();
    if (message.type() === "error") error(text);
    else seen.log.push(`${message.type()}: ${text}`);
  });
  page.on("pageerror", (thrown) => error(`uncaught: ${thrown?.stack ?? thrown}`));
  page.on("request", (request) => {
    const url = request.url();
    if (/^(data|blob|about):/.test(url) || url.startsWith(`${server.origin}/`)) return;
    seen.strays.push(`left the origin: ${url}`);
  });
  return seen;
}

function within(milliseconds, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    const text = `not done after ${milliseconds / 1000} s`;
    timer = setTimeout(() => reject(new Error(text)), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

async function runOne(test, browser, server) {
  server.reset();
  const stem = join(artifacts, `${browserName}-${test.file.replace(".test.mjs", "")}`);
  await Promise.all([".png", ".log"].map((ending) => rm(stem + ending, { force: true })));
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  if (!test.serviceWorker) {
    await page.evaluateOnNewDocument(() => delete Navigator.prototype.serviceWorker);
  }
  const seen = watch(page, server);
  try {
    const job = test.run({ page, context, browser: browserName, url: server.url, server, assert });
    await within(test.timeout ?? 60_000, job);
    // Reports of the last moment are still under way.
    await new Promise((resolve) => setTimeout(resolve, 200));
    const strays = [...new Set([...seen.strays, ...server.strays])];
    assert.deepEqual(strays, [], "requests that leave the site");
    const expected = test.expectedErrors ?? [];
    const errors = seen.errors.filter((text) => !expected.some((pattern) => pattern.test(text)));
    assert.deepEqual(errors, [], "errors in the page");
    return null;
  } catch (error) {
    await keep(stem, page, seen);
    return { error, stem };
  } finally {
    await within(10_000, context.close()).catch(() => {});
  }
}

/** Saves a picture of the page and what it said. */
async function keep(stem, page, seen) {
  await mkdir(artifacts, { recursive: true });
  await writeFile(`${stem}.log`, seen.log.join("\n") + "\n");
  const picture = page.screenshot({ path: `${stem}.png`, fullPage: true });
  await within(10_000, picture).catch(() => {});
}

const files = (await readdir(here)).filter((file) => file.endsWith(".test.mjs")).sort();
const tests = [];
for (const file of files.filter((file) => file.includes(filter))) {
  const module = await import(pathToFileURL(join(here, file)));
  tests.push({ file, ...module });
}

const server = await serve(resolve(dist));
const browser = await { chromium, firefox }[browserName]();
let failed = 0;
let flaky = 0;
try {
  console.log(`${tests.length} tests in ${await browser.version()}`);
  for (const test of tests) {
    const started = Date.now();
    const first = await runOne(test, browser, server);
    const failure = first && (await runOne(test, browser, server));
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    const outcome = failure ? "FAILED" : first ? "FLAKY " : "ok    ";
    console.log(`${outcome} ${test.name} (${test.file}, ${seconds} s)`);
    if (first) console.log(first.error?.stack ?? first.error);
    if (failure) {
      console.log(`and again: ${failure.error?.stack ?? failure.error}\nsee ${failure.stem}.{png,log}`);
      failed += 1;
    } else if (first) {
      flaky += 1;
    }
  }
} finally {
  await within(10_000, browser.close()).catch(() => {});
  server.close();
}
console.log(`${tests.length - failed} passed (${flaky} only the second time), ${failed} failed`);
if (tests.length === 0) console.log("No test was run.");
process.exit(failed > 0 || tests.length === 0 ? 1 : 0);
