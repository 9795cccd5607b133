// A lane is something that does jobs: a worker of the bench page in some browser, the
// product's own page, a native program. `run(job)` gives the job's result. Lanes take
// turns; two never work at once.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

import { at, click, fill, number, open, until } from "../../../tests/e2e/lib/page.mjs";

/** The bench page in a browser; `lane` opens a worker there. */
export async function benchPage(browser, url) {
  const page = await browser.newPage();
  await page.goto(url, { waitUntil: "load" });
  await page.waitForFunction(() => "bench" in window);
  return {
    async lane(name, script, options) {
      await page.evaluate((...all) => window.bench.open(...all), name, script, options);
      return {
        run: (job) => page.evaluate((...all) => window.bench.run(...all), name, job),
        close: () => page.evaluate((name) => window.bench.close(name), name),
      };
    },
  };
}

/** The site itself with a network set up by hand, which trains in view as for anyone. */
export async function productLane(browser, url, { hidden, activation, optimizer, rate, batch }) {
  const page = await browser.newPage();
  await open(page, url);
  await page.waitForFunction(() => /60,000 digits to train on/.test(document.body.innerText), { timeout: 60_000 });
  const layers = [784, ...hidden, 10].join("-");
  const is = (text) => new Function("value", `return value === "${text}"`);
  await fill(page, "architecture", hidden.join("-"));
  await until(page, "architecture", is(layers));
  for (const [field, choice] of [["activation", activation], ["optimizer", optimizer]]) {
    await page.select(at(field), choice);
    await until(page, field, is(choice));
  }
  for (const [field, n] of [["batch-size", batch], ["learning-rate", rate]]) {
    await fill(page, field, n);
    await until(page, field, is(n));
  }
  const state = async () => ({
    examples: (await number(page, "steps")) * batch,
    updates: await number(page, "train-seconds"),
    wall: performance.now() / 1000,
  });
  return {
    async run({ warmup, seconds }) {
      await page.bringToFront();
      await click(page, "train");
      await until(page, "status", (value) => value === "training");
      await pause(warmup);
      const before = await state();
      await pause(seconds);
      const after = await state();
      await click(page, "train");
      await until(page, "status", (value) => value === "paused");
      const examples = after.examples - before.examples;
      return { updates: examples / (after.updates - before.updates), wall: examples / (after.wall - before.wall) };
    },
    close: () => page.close(),
  };
}

const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** A native program that takes jobs as lines of JSON. */
export function nativeLane(program, args) {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
  // A program that does not start, or ends early, shows by the end of its output.
  child.on("error", () => {});
  child.stdin.on("error", () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async run(job) {
      child.stdin.write(JSON.stringify(job) + "\n");
      const { value, done } = await lines.next();
      if (done) throw new Error(`${program} ${args.join(" ")} ended`);
      const { result, error } = JSON.parse(value);
      if (error !== undefined) throw new Error(error);
      return result;
    },
    close: () => child.stdin.end(),
  };
}
