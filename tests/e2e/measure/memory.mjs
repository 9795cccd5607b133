// The worker's memory, epoch after epoch of one run. Chromium's debugger finds the
// memories of WebAssembly in it; they never shrink, so that each figure is the most
// there has been.

import { click, until } from "../lib/page.mjs";

export async function memory(page, { isQuick }) {
  const epochs = isQuick ? [1, 3] : [1, 10, 25, 50];
  await click(page, "reset");
  await until(page, "steps", (value) => value === "0");
  await click(page, "train");
  const megabytes = [];
  for (const epoch of epochs) {
    await until(page, "epoch", new Function("value", `return Number(value) >= ${epoch}`), 600_000);
    megabytes.push((await bytes(page)) / 2 ** 20);
  }
  await click(page, "train");
  await until(page, "status", (value) => value === "paused");
  return [[`worker's memory after ${epochs.join(", ")} epochs`, `${megabytes.map((mb) => mb.toFixed(1)).join(", ")} MiB`]];
}

async function bytes(page) {
  let sum = 0;
  for (const { client } of page.workers()) {
    const { result: prototype } = await client.send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype" });
    const { objects } = await client.send("Runtime.queryObjects", { prototypeObjectId: prototype.objectId });
    const { result } = await client.send("Runtime.callFunctionOn", {
      objectId: objects.objectId,
      functionDeclaration: "function () { return this.reduce((sum, memory) => sum + memory.buffer.byteLength, 0); }",
      returnByValue: true,
    });
    sum += result.value;
  }
  return sum;
}
