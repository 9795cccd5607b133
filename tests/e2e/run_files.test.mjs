import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { at, click, number, open, until } from "./lib/page.mjs";

export const name = "the open run as files: weights, PyTorch, configuration; and a run that starts from weights";
export const timeout = 120_000;

/** Clicks, and waits for a file with this ending. */
async function saved(page, folder, testid, ending) {
  await click(page, testid);
  for (let tries = 0; tries < 200; tries += 1) {
    const file = (await readdir(folder)).find((name) => name.endsWith(ending));
    if (file) return file;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`no file ends with ${ending}`);
}

async function train(page, steps) {
  await click(page, "train");
  await until(page, "steps", new Function("value", `return Number(value) > ${steps}`));
  await click(page, "train");
  await until(page, "status", (status) => status === "paused");
  await until(page, "test-accuracy", (value) => Number(value) > 0);
}

const problem = (page) => page.$eval(at("files-problem"), (it) => it.innerText);

async function choose(page, path) {
  const input = await page.$(at("files-open"));
  await input.uploadFile(path);
}

export async function run({ page, browser, url, assert }) {
  await open(page, url);
  await train(page, 200);
  const steps = await number(page, "steps");
  const accuracy = await number(page, "test-accuracy");
  await click(page, "room-runs");
  await page.waitForSelector(at("files"));
  assert.match(await page.$eval(at("files-of"), (it) => it.innerText), /784-16-16-10 on MNIST, after/);

  const folder = await mkdtemp(join(tmpdir(), "descent-files-"));
  try {
    // What is no such file is told, and the run stays.
    const broken = join(folder, "broken.safetensors");
    await writeFile(broken, "no weights");
    await choose(page, broken);
    await page.waitForFunction((selector) => document.querySelector(selector).innerText !== "", { polling: 50 }, at("files-problem"));
    assert.match(await problem(page), /These weights can't be opened/);
    await click(page, "room-lesson");
    assert.equal(await number(page, "steps"), steps);

    // Chromium says where downloads go.
    if (browser !== "chromium") return;
    const client = await page.createCDPSession();
    await client.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: folder, browserContextId: page.browserContext().id });
    await click(page, "room-runs");
    await page.waitForSelector(at("files"));
    const weights = await saved(page, folder, "files-weights", `step-${steps}.safetensors`);
    const bundle = await saved(page, folder, "files-pytorch", ".zip");
    const config = await saved(page, folder, "files-config", ".json");
    assert.match(await page.$eval(at("files-done"), (it) => it.innerText), /784-16-16-10\.json, .* kB/);
    const bytes = await readFile(join(folder, weights));
    const head = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString());
    assert.deepEqual(Object.keys(head).filter((key) => key !== "__metadata__").length, 6);
    const packed = (await readFile(join(folder, bundle))).toString("latin1");
    for (const part of ["script.py", "start.safetensors", "config.json"]) assert.ok(packed.includes(part), part);
    assert.equal(JSON.parse(await readFile(join(folder, config), "utf8")).batch_size, 32);

    // Opened, they are where they were, at the start of another run; a reset leads there again.
    await choose(page, join(folder, weights));
    await page.waitForSelector(at("train"));
    await until(page, "steps", (value) => value === "0");
    await until(page, "test-accuracy", (value) => Number(value) > 0);
    assert.equal(await number(page, "test-accuracy"), accuracy);
    await train(page, 100);
    assert.notEqual(await number(page, "test-accuracy"), accuracy);
    await click(page, "reset");
    await until(page, "steps", (value) => value === "0");
    await until(page, "test-accuracy", new Function("value", `return Number(value) === ${accuracy}`));

    // Another start is none of the file's.
    await click(page, "new-seed");
    await until(page, "test-accuracy", (value) => Number(value) > 0 && Number(value) < 0.4);
    await click(page, "reset");
    await until(page, "test-accuracy", (value) => Number(value) > 0 && Number(value) < 0.4);

    // Weights of another shape say which.
    await click(page, "room-small");
    await click(page, "small-tab-playground");
    await page.waitForSelector(at("show-held-out"));
    await click(page, "room-runs");
    await choose(page, join(folder, weights));
    await page.waitForFunction((selector) => document.querySelector(selector)?.innerText, { polling: 50 }, at("files-problem"));
    assert.match(await problem(page), /784/);
  } finally {
    await rm(folder, { recursive: true });
  }
}
