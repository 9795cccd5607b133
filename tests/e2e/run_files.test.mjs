import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { at, click, number, open, train, until } from "./lib/page.mjs";

export const name = "the open run as files: weights, PyTorch, configuration; and a run that starts from weights";
export const timeout = 240_000;

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

const problem = (page) => page.$eval(at("files-problem"), (it) => it.innerText);

async function choose(page, path) {
  const input = await page.$(at("files-open"));
  await input.uploadFile(path);
}

const ids = (page) => page.$$eval(at("runs-row"), (rows) => rows.map((row) => row.dataset.id));
const within = (page, id, testid) => page.$eval(`[data-id="${id}"] ${at(testid)}`, (it) => it.click());
const told = (page, testid) => page.$eval(at(testid), (select) => select.selectedOptions[0].innerText);

async function reload(page) {
  await page.reload({ waitUntil: "load" });
  await until(page, "status", (status) => status === "ready");
}

/** Opens a kept run, and has it lead back to where the file's weights were. */
async function resetOf({ page, id, accuracy, assert }) {
  await click(page, "room-runs");
  await page.waitForSelector(`[data-id="${id}"] ${at("runs-open")}`);
  await within(page, id, "runs-open");
  await page.waitForSelector(at("train"));
  await until(page, "steps", (value) => Number(value) > 0);
  await until(page, "test-accuracy", new Function("value", `return Number(value) > 0 && Number(value) !== ${accuracy}`));
  // Gone on with after the reload, it is written anew, and with its start.
  const before = await number(page, "steps");
  await train(page, before + 50);
  await click(page, "reset");
  await until(page, "steps", (value) => value === "0");
  await until(page, "test-accuracy", new Function("value", `return Number(value) === ${accuracy}`));
  assert.match(await page.$eval(at("notice"), (it) => it.innerText), /Back at the same start/);
}

/** What a run began with outlives a reload, and goes along in its file. Its room says so. */
async function startIsKept({ page, folder, weights, accuracy, assert }) {
  const origin = `from the file ${weights}`;
  assert.equal(await told(page, "initializer"), origin);
  await train(page, 100);
  await click(page, "room-runs");
  // The first run, the one from before the reset, and this one.
  await until(page, "runs-list", (value) => value === "3");
  const [id, , first] = await ids(page);
  const origins = () => page.$$eval(at("runs-row"), (rows) => rows.map((row) => row.querySelector('[data-testid="runs-origin"]')?.innerText ?? ""));
  assert.deepEqual(await origins(), [`began with weights ${origin}`, `began with weights ${origin}`, ""]);
  assert.match(await page.$eval(at("files-of"), (it) => it.innerText), /^"MNIST 784-16-16-10, 3": 784-16-16-10 on MNIST, after/);

  // A run that began there and one that its seed leads to are told apart.
  for (const one of [id, first]) await within(page, one, "runs-pick");
  await click(page, "runs-compare");
  await page.waitForSelector(at("runs-table"));
  const differing = await page.$$eval(`${at("runs-table")} tr.runs__differing`, (rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim().replace(/\s+/g, " "))));
  assert.equal(differing.length, 1, JSON.stringify(differing));
  assert.equal(differing[0][0], "≠ differs: Start weights");
  // The older one stands first.
  assert.ok(!differing[0][1].includes("from") && differing[0][2] === origin, JSON.stringify(differing));
  await click(page, "runs-back");
  await until(page, "runs-list", (value) => value === "3");
  for (const one of [id, first]) await within(page, one, "runs-pick");

  for (let times = 0; times < 2; times += 1) {
    await reload(page);
    await resetOf({ page, id, accuracy, assert });
    assert.equal(await told(page, "initializer"), origin);
  }

  // As a file: deleted here, and taken in again.
  await click(page, "room-runs");
  await page.waitForSelector(`[data-id="${id}"] ${at("runs-save-file")}`);
  await within(page, id, "runs-save-file");
  const file = await saved(page, folder, "room-runs", ".descent-run");
  await within(page, id, "runs-delete");
  await page.waitForFunction((selector) => !document.querySelector(selector), { polling: 50 }, `[data-id="${id}"]`);
  await reload(page);
  await click(page, "room-runs");
  await page.waitForSelector(at("runs-open-file"));
  await (await page.$(at("runs-open-file"))).uploadFile(join(folder, file));
  await resetOf({ page, id, accuracy, assert });
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
    assert.match(await problem(page), /These weights can't be opened: this is not a \.safetensors file, or it is cut off .*save it once more\./);
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

    await startIsKept({ page, folder, weights, accuracy, assert });

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
