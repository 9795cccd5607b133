import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { at, click, fill, number, open, train, until, value } from "./lib/page.mjs";

export const name = "runs are kept: listed after a reload, opened where they stood, renamed, deleted and brought back";
export const timeout = 180_000;

const rows = (page) => page.$$eval(at("runs-row"), (rows) => rows.map((row) => row.dataset.value));
const within = (page, id, testid) => page.$eval(`[data-id="${id}"] ${at(testid)}`, (it) => it.click());
const ids = (page) => page.$$eval(at("runs-row"), (rows) => rows.map((row) => row.dataset.id));

async function toRuns(page, n) {
  await click(page, "room-runs");
  await until(page, "runs-list", new Function("value", `return Number(value) === ${n}`));
}

const figures = async (page) => ({
  steps: await number(page, "steps"),
  test: await number(page, "test-accuracy"),
});

/** Reads or changes what lies in a store, from within the page. */
const stored = (page, act) =>
  page.evaluate(async (body) => {
    const database = await new Promise((done, fail) => {
      const opening = indexedDB.open("descent");
      opening.onsuccess = () => done(opening.result);
      opening.onerror = () => fail(opening.error);
    });
    const transaction = database.transaction(["runs", "contents"], "readwrite");
    const answer = await new Function("runs", "contents", `return (${body})(runs, contents)`)(
      transaction.objectStore("runs"),
      transaction.objectStore("contents"),
    );
    await new Promise((done) => { transaction.oncomplete = done; });
    database.close();
    return answer;
  }, act.toString());

/** Waits until the storage has a run of so many updates: what is kept is kept. */
async function kept(page, n) {
  for (let tries = 0; tries < 100; tries += 1) {
    const count = await stored(page, (runs) => new Promise((done) => {
      const request = runs.count();
      request.onsuccess = () => done(request.result);
    }));
    if (count >= n) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`fewer than ${n} runs are kept`);
}

export async function run({ page, context, browser, url, assert }) {
  await open(page, url);
  await click(page, "room-runs");
  await page.waitForSelector(at("runs-empty"));
  await click(page, "room-lesson");

  await train(page, 100);
  const before = await figures(page);
  await kept(page, 1);
  // A reload, which the page has no say in.
  await page.reload({ waitUntil: "load" });
  await until(page, "status", (status) => status === "ready");
  await page.waitForSelector(at("offer"));
  await toRuns(page, 1);
  assert.equal(await page.$eval(at("runs-row"), (row) => Number(row.dataset.step)), before.steps);
  const [first] = await ids(page);
  await within(page, first, "runs-open");
  await page.waitForSelector(at("train"));
  await until(page, "steps", new Function("value", `return Number(value) === ${before.steps}`));
  await until(page, "test-accuracy", (value) => Number(value) > 0);
  assert.deepEqual(await figures(page), before, "it stands where it stood");
  assert.equal(await page.$(at("offer")), null, "what is open is not offered");

  // It can be trained on, and is the same run.
  await train(page, before.steps + 50);
  const later = await figures(page);
  await toRuns(page, 1);
  await page.waitForFunction(
    (selector, steps) => Number(document.querySelector(selector)?.dataset.step) === steps,
    { polling: 50 },
    at("runs-row"),
    later.steps,
  );

  // A reset begins another one.
  await click(page, "room-lesson");
  await fill(page, "seed", 7);
  await train(page, 60);
  await kept(page, 2);
  await toRuns(page, 2);
  assert.deepEqual(await rows(page), ["MNIST 784-16-16-10, 2", "MNIST 784-16-16-10"], "the newest first");
  assert.ok(await page.$(at("runs-is-open")));

  // Renamed in place; by the keyboard.
  await within(page, first, "runs-rename");
  await page.waitForFunction(() => document.activeElement?.dataset.testid === "runs-name", { polling: 50 });
  await page.keyboard.type("zebra <b>");
  await page.keyboard.press("Enter");
  await page.waitForFunction((selector) => document.querySelectorAll(selector)[1]?.dataset.value === "zebra <b>", { polling: 50 }, at("runs-row"));
  await page.waitForFunction(() => document.activeElement?.dataset.testid === "runs-rename", { polling: 50 });

  // Found by name and by settings, ordered by columns; how many there are is said.
  const said = () => page.$eval(at("runs-found"), (it) => it.textContent);
  assert.equal(await said(), "2 runs");
  await fill(page, "runs-search", "ZEBRA mnist");
  await until(page, "runs-list", (value) => value === "1");
  assert.equal(await said(), "1 run");
  await fill(page, "runs-search", "seed 7");
  await until(page, "runs-list", (value) => value === "1");
  assert.deepEqual(await rows(page), ["MNIST 784-16-16-10, 2"]);
  await fill(page, "runs-search", "nothing has this");
  await page.waitForSelector(at("runs-none"));
  assert.equal(await said(), "0 runs");
  await fill(page, "runs-search", "");
  await until(page, "runs-list", (value) => value === "2");
  assert.equal(await said(), "2 runs");
  const order = () => page.$eval(at("runs-sort-name"), (button) => button.closest("th").ariaSort ?? button.closest("th").getAttribute("aria-sort"));
  assert.equal(await order(), "none");
  await click(page, "runs-sort-name");
  assert.equal(await order(), "ascending");
  assert.deepEqual(await rows(page), ["MNIST 784-16-16-10, 2", "zebra <b>"]);
  await click(page, "runs-sort-name");
  assert.deepEqual(await rows(page), ["zebra <b>", "MNIST 784-16-16-10, 2"]);

  // Deleted, really; and brought back as it was.
  await within(page, first, "runs-delete");
  await until(page, "runs-list", (value) => value === "1");
  const gone = (key) => stored(page, new Function("runs", "contents", `return new Promise((done) => {
    const request = contents.get("${key}");
    request.onsuccess = () => done(request.result === undefined);
  })`));
  assert.equal(await gone(first), true);
  await page.waitForSelector(at("runs-undo"));
  await click(page, "runs-undo");
  await until(page, "runs-list", (value) => value === "2");
  assert.equal(await gone(first), false);
  await within(page, first, "runs-open");
  await until(page, "steps", new Function("value", `return Number(value) === ${later.steps}`));

  // As a file and back: chromium says where downloads go.
  if (browser === "chromium") await files(page, first, assert);

  // One that is damaged, and one of another version, are told and harm nothing.
  await stored(page, (runs) => {
    runs.put(new Uint8Array([1, 2, 3]), "00000000000000aa");
    runs.put("no bytes at all", "00000000000000ab");
  });
  await click(page, "room-lesson");
  await toRuns(page, 2);
  const others = await page.$$eval(at("runs-other"), (others) => others.map((other) => other.innerText));
  assert.equal(others.length, 2);
  assert.ok(others.every((text) => /A run without a name/.test(text)), others.join());
  await click(page, "runs-other-delete");
  await page.waitForFunction((selector) => document.querySelectorAll(selector).length === 1, { polling: 50 }, at("runs-other"));

  // What was kept of a run was altered since: it is told, and the run that was there stays.
  const second = (await ids(page)).find((id) => id !== first);
  await stored(page, new Function("runs", "contents", `return new Promise((done) => {
    const request = contents.get("${second}");
    request.onsuccess = () => {
      const bytes = request.result;
      bytes[bytes.length >> 1] ^= 1;
      contents.put(bytes, "${second}");
      done();
    };
  })`));
  await within(page, second, "runs-open");
  await page.waitForSelector(at("runs-trouble"));
  assert.match(await page.$eval(at("runs-trouble"), (it) => it.innerText), /damaged/);
  await click(page, "room-lesson");
  assert.equal((await figures(page)).steps, later.steps);

  await full(page, context, url, assert);
}

/** A run saved to a file comes in again, once. */
async function files(page, id, assert) {
  const folder = await mkdtemp(join(tmpdir(), "descent-runs-"));
  try {
    const client = await page.createCDPSession();
    await client.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: folder, browserContextId: page.browserContext().id });
    await toRuns(page, 2);
    await within(page, id, "runs-save-file");
    let file;
    for (let tries = 0; tries < 100 && !file; tries += 1) {
      file = (await readdir(folder)).find((name) => name.endsWith(".descent-run"));
      await new Promise((done) => setTimeout(done, 50));
    }
    assert.equal(file, "zebra--b.descent-run");
    const input = await page.$(at("runs-open-file"));
    await input.uploadFile(join(folder, file));
    await page.waitForFunction((selector) => /here already/.test(document.querySelector(selector)?.innerText), { polling: 50 }, at("notice"));
    // Deleted for good, it comes back from its file.
    await within(page, id, "runs-delete");
    await until(page, "runs-list", (value) => value === "1");
    await input.uploadFile(join(folder, file));
    await until(page, "runs-list", (value) => value === "2");
    assert.ok((await rows(page)).includes("zebra <b>"));
    // And with a number behind its name where another one has that by now.
    const other = (await ids(page)).find((one) => one !== id);
    const rename = async (name) => {
      await within(page, other, "runs-rename");
      await page.waitForFunction(() => document.activeElement?.dataset.testid === "runs-name", { polling: 50 });
      await page.keyboard.type(name);
      await page.keyboard.press("Enter");
      await page.waitForFunction((selector, name) => document.querySelector(selector)?.dataset.value === name, { polling: 50 }, `[data-id="${other}"]`, name);
    };
    await within(page, id, "runs-delete");
    await until(page, "runs-list", (value) => value === "1");
    await rename("zebra <b>");
    await input.uploadFile(join(folder, file));
    await until(page, "runs-list", (value) => value === "2");
    assert.deepEqual((await rows(page)).sort(), ["zebra <b>", "zebra <b>, 2"]);
    await rename("MNIST 784-16-16-10, 2");
    // The run that is open is not kept anew only because one looks at it.
    await click(page, "room-lesson");
    await toRuns(page, 2);
    // What is no run says so.
    await writeFile(join(folder, "odd.descent-run"), "GIF89a");
    await (await page.$(at("runs-open-file"))).uploadFile(join(folder, "odd.descent-run"));
    await page.waitForFunction((selector) => /not a run of Descent/.test(document.querySelector(selector)?.innerText), { polling: 50 }, at("runs-trouble"));
    // Open again where it stood, it is the present one once more.
    await within(page, id, "runs-open");
    await page.waitForSelector(at("train"));
    assert.ok((await readFile(join(folder, file))).length > 1000);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A full disk is told, and nothing kept is lost. */
async function full(page, context, url, assert) {
  await page.evaluateOnNewDocument(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...given) {
      if (!sessionStorage.getItem("room")) throw new DOMException("full", "QuotaExceededError");
      return put.apply(this, given);
    };
  });
  await page.reload({ waitUntil: "load" });
  await until(page, "status", (status) => status === "ready");
  const count = () => stored(page, (runs) => new Promise((done) => {
    const request = runs.count();
    request.onsuccess = () => done(request.result);
  }));
  const n = await count();
  await click(page, "train");
  await page.waitForSelector(at("not-kept"));
  assert.match(await page.$eval(at("not-kept"), (it) => it.innerText), /storage is full/);
  await click(page, "train");
  await until(page, "status", (status) => status === "paused");
  assert.equal(await count(), n, "all that was kept is there");
  // Room again: it is tried again.
  await page.evaluate(() => sessionStorage.setItem("room", "yes"));
  await click(page, "not-kept-again");
  await page.waitForFunction((selector) => document.querySelector(selector) === null, { polling: 50 }, at("not-kept"));
  await kept(page, n + 1);
}
