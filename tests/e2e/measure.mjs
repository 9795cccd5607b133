// Measures the page as a person meets it, in Chromium: accuracy and seconds of training,
// frame times and the pen's delay while training, Pause, memory, time to the first
// answer, sizes on the wire. `cargo xtask bench` calls it, and so can you:
//
//     node tests/e2e/measure.mjs [DIST] [--quick]
//
// Programs measure; tests never do.

import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { chromium } from "./lib/browsers.mjs";
import { open } from "./lib/page.mjs";
import { control } from "./measure/control.mjs";
import { firstAnswer } from "./measure/first_answer.mjs";
import { SECOND_PRESET, chooseEndless, lessons } from "./measure/lessons.mjs";
import { memory } from "./measure/memory.mjs";
import { sizes } from "./measure/sizes.mjs";
import { smoothness } from "./measure/smoothness.mjs";
import { serve } from "./server.mjs";

/** Rows of what was measured and the figures. The site in `dist` is what `server` serves. */
export async function measurePage(browser, dist, server, options) {
  const rows = [];
  const note = (more) => {
    for (const [what, figure] of more) console.error(`${what.padEnd(72)} ${figure}`);
    rows.push(...more);
  };
  note(await sizes(dist));
  note(await firstAnswer(browser, server.url, options));
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await open(page, server.url);
  // All data are here, so that loading is not part of what is measured.
  await page.waitForFunction(() => /60,000 digits to train on/.test(document.body.innerText), { timeout: 60_000 });
  note(await lessons(page, options));
  await chooseEndless(page, SECOND_PRESET);
  note(await smoothness(page, options));
  note(await control(page, options));
  await context.close();
  note(await memory(browser, server, options));
  return rows;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const args = process.argv.slice(2);
  const dist = resolve(args.find((arg) => !arg.startsWith("--")) ?? "dist");
  const server = await serve(dist);
  const browser = await chromium();
  try {
    console.error(await browser.version());
    await measurePage(browser, dist, server, { isQuick: args.includes("--quick") });
  } finally {
    await browser.close();
    server.close();
  }
}
