// Throws mangled links at one page: each is put into the address bar of a page that is open,
// as fast as it answers. After each one there is a notice or a run, and no error; at the end it
// still trains.
//
//     node tests/e2e/link_mutants.mjs DIST [how many, 10,000] [seed, 1]
//
// with the environment of run.mjs. Half of the mutants are of links without version and sum,
// which would refuse nearly all.

import { resolve } from "node:path";

import { chromium } from "./lib/browsers.mjs";
import { at, byHand, click, open, shared, until, value } from "./lib/page.mjs";
import { serve } from "./server.mjs";

const server = await serve(resolve(process.argv[2] ?? "dist"));
const n = Number(process.argv[3] ?? 10_000);
let state = Number(process.argv[4] ?? 1);
/** A number below `below`: the same ones every time. */
const random = (below) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};
const LETTERS = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789=&.-_%+ é"];
const letter = () => LETTERS[random(LETTERS.length)];

/** One to three changes: a letter more, fewer, another; cut off; a part doubled; two links crossed. */
function mangled(link, other) {
  let text = [...link];
  for (let times = 1 + random(3); times > 0; times -= 1) {
    const place = random(text.length + 1);
    switch (random(6)) {
      case 0: text.splice(place, 0, letter()); break;
      case 1: text.splice(place, 1); break;
      case 2: text.splice(place, 1, letter()); break;
      case 3: text.splice(Math.max(1, place)); break;
      case 4: text.splice(place, 0, ...text.slice(random(place + 1), place)); break;
      default: text = [...text.slice(0, place), ...[...other].slice(random(other.length))];
    }
  }
  return text.join("");
}

// Without this flag the browser takes some 200 changes of the address in 30 seconds.
const browser = await chromium({ args: ["--disable-ipc-flooding-protection"] });
const page = await browser.newPage();
await page.evaluateOnNewDocument(() => delete Navigator.prototype.serviceWorker);
const errors = [];
page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
page.on("pageerror", (error) => errors.push(`uncaught: ${error?.stack ?? error}`));
page.on("error", (error) => errors.push(`the page crashed: ${error}`));
await open(page, server.url);

/** What stands behind the # of the link that the sheet shows. */
async function behind(lead, hide = []) {
  const link = await shared(page, lead, hide);
  await page.$eval(".dialog[open]", (dialog) => dialog.close());
  await page.waitForFunction((it) => document.querySelector(it) === null, {}, at("share-sheet"));
  return link.slice(link.indexOf("#") + 1);
}

const links = [];
await click(page, "step");
await until(page, "steps", (steps) => steps === "1");
links.push(await behind("now", ["rate", "setup"]));
await click(page, "open-steps");
await page.waitForFunction(() => location.hash.includes("at="));
links.push(await behind("now"));
await click(page, "close-steps");
await click(page, "room-lab");
await page.waitForSelector(at("lab-tab-lens"));
await click(page, "lab-tab-lens");
links.push(await behind("start"));
await click(page, "room-small");
for (const lab of ["playground", "line", "neuron", "wrong", "field", "abreast", "numbers"]) {
  await click(page, `small-tab-${lab}`);
  await page.waitForSelector(at(`small-${lab}`));
  await new Promise((resolve) => setTimeout(resolve, 300));
  links.push(await behind(null, lab === "playground" ? ["rate"] : []));
  if (["playground", "line", "neuron"].includes(lab)) links.push(await behind("weights"));
}
console.log(`${links.length} links, ${n} mutants of them, seed ${process.argv[4] ?? 1}`);

const came = { refused: 0, opened: 0, "no link": 0 };
const began = performance.now();
let failed = 0;
for (let round = 0; round < n; round += 1) {
  const link = links[random(links.length)];
  const other = links[random(links.length)];
  let text = round % 2 === 0 ? mangled(link, other) : mangled(byHand(link), byHand(other));
  // A run of minutes is no mistake of the page's, but would take minutes.
  text = text.replace(/step=(\d{3,})/, (_, digits) => `step=${digits.slice(0, 2)}`);
  const outcome = await page
    .evaluate(async (hash) => {
      const notice = () => document.querySelector('[data-testid="notice"]');
      const pill = () => document.querySelector('[data-testid="status"]')?.dataset.value;
      notice()?.querySelector('[aria-label="Dismiss"]')?.click();
      await new Promise((resolve) => setTimeout(resolve));
      history.replaceState(history.state, "", location.pathname + location.search);
      location.hash = hash;
      if (!hash.includes("=") && !hash.includes("%3D")) return "no link";
      // Read, the link is out of the address, or in the step view a place of the page's own.
      const settled = () => {
        const now = location.hash;
        // In the step view the page writes the place it is at, and before its first update the
        // run it is at the start of: that may be the link itself.
        const isInside = document.querySelector('[data-testid="steps-view"]') !== null;
        const isOwn = isInside || now !== `#${hash}` || performance.now() > since + 300;
        const isRead = now === "" || (now.startsWith("#v=2&") && isOwn);
        const rests = !["training", "failed"].includes(pill());
        return isRead && rests && !/^Opening/.test(notice()?.innerText ?? "");
      };
      // What is told comes a moment after what is read.
      for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setTimeout(resolve));
      const since = performance.now();
      const until = since + 10_000;
      while (!settled()) {
        if (performance.now() > until) return `not settled: ${pill()}, ${location.hash.slice(0, 80)}, ${notice()?.innerText}`;
        await new Promise((resolve) => setTimeout(resolve, 4));
      }
      if (/can't be opened/.test(notice()?.innerText ?? "")) return "refused";
      const isThere = document.querySelector("main")?.childElementCount > 0;
      return isThere && pill() !== undefined ? "opened" : "nothing is there";
    }, text)
    .catch((error) => `error: ${error}`);
  if (outcome in came) came[outcome] += 1;
  if (!(outcome in came) || errors.length > 0) {
    failed += 1;
    console.log(`${outcome}\n    #${text}\n    ${errors.splice(0).join("\n    ")}`);
    if (failed >= 10) break;
  }
  if ((round + 1) % 1000 === 0) {
    console.log(`${round + 1} after ${Math.round((performance.now() - began) / 1000)} s: ${JSON.stringify(came)}`);
  }
}

// The page is as good as new.
await page.evaluate(() => (location.hash = "#run=1.q8YUM60FAP8I&step=7"));
await page.waitForFunction(() => document.querySelector('[data-testid="architecture"]')?.dataset.value === "784-16-16-10");
await until(page, "steps", (steps) => steps === "7");
await page.waitForFunction((it) => document.querySelector(it).offsetParent !== null, {}, at("train"));
await click(page, "train");
await until(page, "steps", (steps) => Number(steps) > 200);
await click(page, "train");
await until(page, "status", (status) => status === "paused");
if (errors.length > 0) console.log(errors.join("\n"));
console.log(`${JSON.stringify(came)}, ${failed} wrong; it still trains: update ${await value(page, "steps")}`);
await browser.close();
server.close();
process.exit(failed + errors.length > 0 ? 1 : 0);
