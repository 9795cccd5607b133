// The worker's memory, epoch after epoch of one run: that of WebAssembly, which never
// shrinks, so that each figure is the most there has been.

import { at, click, open, until } from "../lib/page.mjs";
import { SECOND_PRESET, chooseEndless } from "./lessons.mjs";

const BOOT = "boot_worker.js";

/** Put before the worker's first script: keeps the memory of the module it will load. */
const WATCH = `
for (const name of ["instantiate", "instantiateStreaming"]) {
  const own = WebAssembly[name];
  WebAssembly[name] = async (...all) => {
    const result = await own.apply(WebAssembly, all);
    self.engineMemory ??= (result.instance ?? result).exports.memory;
    return result;
  };
}
`;

export async function memory(browser, server, { isQuick }) {
  const epochs = isQuick ? [1, 3] : [1, 10, 25, 50];
  server.change(BOOT, (body) => ({ body: Buffer.concat([Buffer.from(WATCH), body]) }));
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await open(page, server.url);
  await chooseEndless(page, SECOND_PRESET);
  await until(page, "status", (value) => value === "ready" || value === "paused");
  await click(page, "train");
  const megabytes = [];
  for (const epoch of epochs) {
    await page.waitForFunction(
      (selector, epoch) => Number(document.querySelector(selector).dataset.value) >= epoch,
      { timeout: 600_000, polling: 100 },
      at("epoch"),
      epoch,
    );
    const bytes = await Promise.all(page.workers().map((worker) => worker.evaluate(() => self.engineMemory?.buffer.byteLength ?? 0)));
    megabytes.push(bytes.reduce((sum, n) => sum + n, 0) / 2 ** 20);
  }
  await context.close();
  server.restore(BOOT);
  return [[`worker's memory after ${epochs.join(", ")} epochs`, `${megabytes.map((mb) => mb.toFixed(1)).join(", ")} MiB`]];
}
