import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { at, click, draw, number, open, until, value, DIGITS } from "./lib/page.mjs";

export const name = "a class collects its handwriting, keeps it, exports and imports it, and learns from it";
export const timeout = 180_000;
export const expectedErrors = [/on purpose/];

const HEADER = '{"descent_handwriting":1}';

/** Waits until an element's value is this. */
const becomes = (page, testid, wanted) =>
  until(page, testid, new Function("value", `return value === ${JSON.stringify(wanted)}`));

/** To the lab's view of our handwriting. */
async function enter(page) {
  await click(page, "room-lab");
  await click(page, "lab-tab-class");
  await page.waitForSelector(at("class-count"));
}

/** The text of the next download. */
async function exported(page) {
  await page.evaluate(() => (window.exported = null));
  await click(page, "class-export");
  const handle = await page.waitForFunction(() => window.exported, { polling: 50 });
  return handle.jsonValue();
}

/** Chooses files in the import's dialog. */
async function imports(page, ...files) {
  const input = await page.$(at("class-import"));
  await input.uploadFile(...files);
}

/** Forty drawings of a "tablet", of all digits, each a little elsewhere. */
function tablet() {
  const lines = Array.from({ length: 40 }, (_, n) => {
    const shift = ((n * 7) % 11) / 100;
    const strokes = DIGITS[n % 10].map((stroke) =>
      stroke.map(([x, y], i) => [+(x * 0.8 + shift).toFixed(4), +(y * 0.8 + shift).toFixed(4), 20 * i]),
    );
    return JSON.stringify({ id: `tablet-${n}`, label: n % 10, writer: "Ada", strokes });
  });
  return [HEADER, ...lines, ""].join("\n");
}

/** A browser without storage says so, and keeps the drawings as long as the page is open. */
async function withoutStorage(context, url, assert) {
  const page = await context.newPage();
  await page.evaluateOnNewDocument(() => Object.defineProperty(window, "indexedDB", { value: null }));
  await open(page, url);
  await enter(page);
  await page.waitForFunction((at) => /export the file/.test(document.querySelector(at)?.textContent), {}, at("class-storage"));
  await click(page, "collect-start");
  await draw(page, DIGITS[0]);
  await page.waitForSelector(`${at("collect-keep")}:not(:disabled)`);
  await click(page, "collect-keep");
  await becomes(page, "class-count", "1");
  assert.equal(await page.$eval(at("class-export"), (button) => button.disabled), false);
  await page.close();
}

export async function run({ page, context, browser, url, assert }) {
  // What is handed to the browser as a download is read where it is made.
  await page.evaluateOnNewDocument(() => {
    const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
      blob.text().then((text) => (window.exported = text));
      return make(blob);
    };
    HTMLAnchorElement.prototype.click = function () {
      window.exportedAs = this.download;
    };
  });
  await open(page, url);
  await enter(page);
  assert.equal(await value(page, "class-count"), "0");
  assert.ok(await page.$eval(at("class-fine-tune"), (button) => button.disabled));
  assert.match(await page.$eval(at("class-too-few"), (e) => e.textContent), /10 more drawings/);

  // Each digit is asked for in turn; Enter and the button keep it.
  await click(page, "collect-start");
  for (const digit of [0, 1, 2]) {
    assert.equal(await value(page, "collect-prompt"), String(digit));
    assert.ok(await page.$eval(at("collect-keep"), (button) => button.disabled), "nothing to keep yet");
    await draw(page, DIGITS[digit]);
    await page.waitForSelector(`${at("collect-keep")}:not(:disabled)`);
    if (digit === 1) await page.keyboard.press("Enter");
    else await click(page, "collect-keep");
    await becomes(page, "class-count", String(digit + 1));
  }
  assert.equal(await value(page, "collect-progress"), "3");
  // Skipped: nothing is kept. Undone: it is gone, and asked for again.
  await click(page, "collect-skip");
  await becomes(page, "collect-prompt", "4");
  await draw(page, DIGITS[4]);
  await page.waitForSelector(`${at("collect-keep")}:not(:disabled)`);
  await click(page, "collect-keep");
  await becomes(page, "class-count", "4");
  await click(page, "collect-undo");
  await becomes(page, "class-count", "3");
  assert.equal(await value(page, "collect-prompt"), "4");

  // The shipped model reads plain digits; held out and others add up to all.
  const all = async (reader) => {
    const parts = await Promise.all(["held-out", "learned"].map((part) => value(page, `class-${part}-${reader}`)));
    return parts.map((part) => part.split("/").map(Number)).reduce(([a, b], [c, d]) => [a + c, b + d]);
  };
  await page.waitForFunction(
    (held, learned) => {
      const n = (at) => Number(document.querySelector(at)?.dataset.value.split("/")[1]);
      return n(held) + n(learned) === 3;
    },
    { polling: 50 },
    at("class-held-out-pretrained"),
    at("class-learned-pretrained"),
  );
  assert.deepEqual(await all("pretrained"), [3, 3]);

  // They are there again after a reload.
  await open(page, url);
  await enter(page);
  await becomes(page, "class-count", "3");
  const shelves = await Promise.all([0, 1, 2, 3].map((digit) => value(page, `class-shelf-${digit}`)));
  assert.deepEqual(shelves.map((shelf) => shelf.split("/")[0]), ["1", "1", "1", "0"]);

  // Out as a file, all deleted, in again.
  const text = await exported(page);
  assert.equal(await page.evaluate(() => window.exportedAs), "descent-handwriting.jsonl");
  const [header, ...lines] = text.trimEnd().split("\n");
  assert.equal(header, HEADER);
  assert.deepEqual(lines.map((line) => JSON.parse(line).label), [0, 1, 2], "oldest first");
  for (const line of lines) assert.equal(JSON.parse(line).strokes[0][0][2], 0, "times begin at 0");
  await click(page, "class-delete-all");
  await becomes(page, "class-count", "0");
  await click(page, "class-undelete");
  await becomes(page, "class-count", "3");
  await click(page, "class-delete-all");
  await becomes(page, "class-count", "0");

  const folder = await mkdtemp(join(tmpdir(), "descent-"));
  try {
    const ours = join(folder, "ours.jsonl");
    const mangled = join(folder, "mangled.jsonl");
    const foreign = join(folder, "notes.txt");
    const other = join(folder, "tablet.jsonl");
    await writeFile(ours, text);
    await writeFile(mangled, [HEADER, lines[0], lines[1].slice(0, 30), '{"id":"x","label":12,"strokes":[]}', lines[2], ""].join("\n"));
    await writeFile(foreign, "Dear diary\n");
    await writeFile(other, tablet());

    await imports(page, ours);
    await becomes(page, "class-count", "3");
    assert.equal(await value(page, "class-import-outcome"), "3/0/0");

    // A mangled one: what is whole is known already, and each bad line is named.
    await imports(page, mangled, foreign);
    await becomes(page, "class-import-outcome", "0/2/2");
    await page.waitForFunction((list) => /notes\.txt/.test(document.querySelector(list)?.innerText ?? ""), {}, at("class-import-bad"));
    const told = await page.$eval(at("class-import-bad"), (list) => list.innerText);
    assert.match(told, /mangled\.jsonl, line 3: it is cut off/);
    assert.match(told, /mangled\.jsonl, line 4: its label is 12/);
    assert.match(told, /notes\.txt: this is no file of drawings/);
    assert.equal(await value(page, "class-count"), "3", "nothing is lost");

    // Several at once.
    await imports(page, other, ours);
    await becomes(page, "class-import-outcome", "40/3/0");
    await becomes(page, "class-count", "43");
  } finally {
    await rm(folder, { recursive: true });
  }

  // The shipped network goes on with them, in a run of our own.
  await page.waitForSelector(`${at("class-fine-tune")}:not(:disabled)`);
  await click(page, "class-fine-tune");
  await page.waitForSelector(at("class-run"));
  await page.waitForFunction(
    (run, pretrained) => {
      const score = (at) => document.querySelector(at)?.dataset.value;
      return score(run) !== undefined && score(run) === score(pretrained);
    },
    { polling: 50 },
    at("class-held-out-run"),
    at("class-held-out-pretrained"),
  );
  await click(page, "class-train");
  await page.waitForFunction(
    (at) => Number(document.querySelector(at)?.textContent.match(/([\d,]+) steps/)?.[1].replace(",", "")) > 60,
    { polling: 50 },
    at("class-run"),
  );
  await click(page, "class-train");
  await becomes(page, "status", "paused");
  await page.waitForFunction(
    (at) => {
      const [right, all] = document.querySelector(at)?.dataset.value.split("/").map(Number) ?? [];
      return all > 20 && right === all;
    },
    { polling: 50 },
    at("class-learned-run"),
  );
  await until(page, "class-run-accuracy", (value) => Number(value) > 0.5);
  await click(page, "room-lesson");
  const steps = await number(page, "steps");
  assert.ok(steps > 60, "the same run in the lesson");
  // A new worker gets the drawings before the run that learns from them. Only Chromium lets
  // a test reach into a worker.
  if (browser === "chromium") {
    await page.workers()[0].evaluate(() => {
      setTimeout(() => {
        throw new Error("on purpose");
      });
    });
    await page.waitForSelector(at("crash"));
    await click(page, "restart");
    await until(page, "status", (value) => value === "paused");
    await click(page, "step");
    await becomes(page, "steps", String(steps + 1));
  }
  await click(page, "room-lab");

  // From scratch, and back to where one was.
  await click(page, "class-train-new");
  await page.waitForFunction((at) => / 0 steps/.test(document.querySelector(at)?.textContent), { polling: 50 }, at("class-run"));
  assert.match(await page.$eval(at("class-leave"), (button) => button.textContent), /Back to MNIST/);
  await click(page, "class-leave");
  await page.waitForFunction((at) => document.querySelector(at) === null, { polling: 50 }, at("class-run"));

  // On a phone all that one needs to draw and keep is in sight at once.
  await page.setViewport({ width: 390, height: 844 });
  await click(page, "collect-start");
  await page.evaluate(() => document.querySelector(".lab .board").scrollIntoView());
  const inSight = await page.evaluate(
    (...selectors) => selectors.map((selector) => {
      const { top, bottom } = document.querySelector(selector).getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    }),
    ".lab .board",
    at("collect-prompt"),
    at("collect-keep"),
  );
  assert.deepEqual(inSight, [true, true, true]);
  // (A window's inner width may have a scroll bar in it.)
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing is too wide");

  await withoutStorage(context, url, assert);
}
