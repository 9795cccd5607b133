import { at, click, fill, number, open, until, value } from "./lib/page.mjs";

export const name = "versions: any update kept under a name, its family drawn, gone on from as it went on, two set against each other";
export const timeout = 180_000;

const rows = (page) =>
  page.$$eval(at("runs-row"), (rows) =>
    rows.map((row) => ({
      id: row.dataset.id,
      name: row.dataset.value,
      step: Number(row.dataset.step),
      isVersion: row.querySelector('[data-testid="runs-is-version"]')?.innerText === "version",
    })));
/** The drawing's rows as they are read out. */
const nodes = (page) =>
  page.$$eval(at("family-node"), (nodes) =>
    nodes.map((node) => [...node.children].filter((it) => it.getAttribute("aria-hidden") !== "true").map((it) => it.textContent).join("")));
const within = (page, id, testid) => page.$eval(`[data-id="${id}"] ${at(testid)}`, (it) => it.click());

async function standsAt(page, step) {
  await until(page, "steps", new Function("value", `return value === "${step}"`));
  await until(page, "status", (status) => status === "paused");
  await until(page, "test-loss", (loss) => loss !== "");
}

async function trainBeyond(page, step) {
  await click(page, "train");
  await until(page, "steps", new Function("value", `return Number(value) > ${step}`));
  await click(page, "train");
  await until(page, "status", (status) => status === "paused");
  await until(page, "test-loss", (loss) => loss !== "");
  return number(page, "steps");
}

const goTo = (page, step) =>
  page.$eval(
    at("rewind"),
    (slider, step) => {
      slider.value = step;
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    },
    step,
  );

async function toRuns(page, n) {
  await click(page, "room-runs");
  await until(page, "runs-list", new Function("value", `return Number(value) === ${n}`));
}

export async function run({ page, url, assert }) {
  await open(page, url);
  await until(page, "test-loss", (loss) => loss !== "");
  assert.equal(await page.$eval(at("version-keep"), (it) => it.disabled), true, "of nothing there is no version");
  assert.match(await page.$eval(at("version-why-not"), (it) => it.innerText), /train first/);
  const newest = await trainBeyond(page, 300);
  await toRuns(page, 1);
  await page.waitForSelector(at("runs-no-family"));
  await click(page, "room-lesson");

  // What the run did after its 100th update.
  const figures = async () => [await value(page, "test-loss"), await value(page, "test-accuracy")];
  await until(page, "test-loss", (loss) => loss !== "");
  await goTo(page, 140);
  await standsAt(page, 140);
  const later = await figures();
  await goTo(page, 100);
  await standsAt(page, 100);

  // Kept there, under a name; by the keyboard.
  await page.focus(at("version-keep"));
  await page.keyboard.press("Enter");
  await page.waitForSelector(at("version-name"));
  await page.waitForFunction(() => document.activeElement?.dataset.testid === "version-name", { polling: 50 });
  assert.equal(await page.$eval(at("version-name"), (it) => it.value), "Version 1 of MNIST 784-16-16-10");
  assert.match(await page.$eval(at("version-dialog"), (it) => it.innerText), /after update 100,/);

  // A full disk is told, and the name is still there.
  await page.evaluate(() => {
    window.putBefore = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  });
  await page.keyboard.type("First light");
  await page.keyboard.press("Enter");
  await page.waitForFunction((selector) => /storage is full/.test(document.querySelector(selector)?.innerText), { polling: 50 }, at("version-trouble"));
  await page.evaluate(() => { IDBObjectStore.prototype.put = window.putBefore; });
  assert.equal(await page.$eval(at("version-name"), (it) => it.value), "First light");
  await click(page, "version-save");
  await page.waitForFunction((selector) => /"First light" is kept as a version/.test(document.querySelector(selector)?.innerText), { polling: 50 }, at("notice"));
  assert.equal(await page.$(at("version-dialog")), null);
  assert.equal(await number(page, "steps"), 100, "the run stands where it stood");

  await click(page, "to-runs");
  await until(page, "runs-list", (value) => value === "2");
  const [version, original] = await rows(page);
  assert.deepEqual([version.name, version.step, version.isVersion], ["First light", 100, true]);
  assert.deepEqual([original.step, original.isVersion], [newest, false], "the run is kept to its newest update");
  await page.waitForSelector(at("runs-family"));
  assert.deepEqual(await nodes(page), [
    `MNIST 784-16-16-10, ${newest} updates`,
    "First light, version of MNIST 784-16-16-10 after 100 updates",
  ].map((text) => text.replace(/\b(\d+)(\d{3})\b/, "$1,$2")));

  // Gone on from it makes the very updates that followed, as a run of its own.
  await within(page, version.id, "runs-open");
  await page.waitForSelector(at("train"));
  await standsAt(page, 100);
  assert.match(await page.$eval(at("notice"), (it) => it.innerText), /First light.*stays as it is/);
  // To look at it is to make nothing of it.
  await toRuns(page, 2);
  await click(page, "room-lesson");
  await standsAt(page, 100);
  for (let step = 101; step <= 110; step += 1) {
    await click(page, "step");
    await until(page, "steps", new Function("value", `return value === "${step}"`));
  }
  const end = await trainBeyond(page, 140);
  await goTo(page, 140);
  await standsAt(page, 140);
  assert.deepEqual(await figures(), later, "number for number");
  await toRuns(page, 3);
  const after = await rows(page);
  assert.deepEqual(after.find(({ id }) => id === version.id), version, "the version is as it was");
  assert.deepEqual(after.find(({ id }) => id === original.id), original, "and so is the run");
  const branch = after.find(({ id }) => id !== version.id && id !== original.id);
  assert.deepEqual([branch.step, branch.isVersion], [end, false]);
  const told = await nodes(page);
  assert.equal(told.length, 3);
  assert.match(told[2], new RegExp(`^${branch.name}, [\\d,]+ updates, goes off from First light after 100$`));

  // Two of them, chosen in the drawing, set against each other.
  // Whichever is chosen first, it goes from the version to the run as it went on.
  for (const id of [original.id, version.id]) {
    await page.$eval(`${at("family-node")}[data-id="${id}"]`, (node) => node.click());
  }
  assert.equal(await page.$$eval(at("runs-pick"), (picks) => picks.filter((pick) => pick.checked).length), 2);
  await click(page, "family-compare");
  await until(page, "runs-diff", (value) => value === "true");
  const counts = {};
  for (const side of ["both", "lost", "gained", "neither"]) counts[side] = await number(page, `diff-${side}`);
  assert.equal(counts.both + counts.lost + counts.gained + counts.neither, 10_000);
  assert.ok(counts.gained > counts.lost, "it has learned");
  assert.match(await page.$eval(`${at("runs-diff")} .field__hint`, (it) => it.innerText), /^From A, "First light" after 100 updates, to B, /);
  const share = (n) => `${(n / 100).toFixed(2)} %`;
  const cells = await page.$$eval(`${at("diff-accuracy")} td`, (cells) => cells.map((cell) => cell.innerText.replace(/\s/g, " ")));
  assert.deepEqual(cells.slice(0, 2), [share(counts.both + counts.lost), share(counts.both + counts.gained)]);
  // The version's curve ends with the very figure that it was kept with.
  const ends = await page.$$eval(`${at("runs-chart")} .chart:last-of-type .chart__value`, (values) => values.map((it) => it.innerText));
  assert.equal(ends[0], share(counts.both + counts.lost).replace(" ", ""));
  const norms = [];
  for (const layer of [0, 1, 2]) norms.push(await number(page, `diff-layer-${layer}`));
  assert.ok(norms.every((norm) => norm > 0), norms.join());
  const tiles = () => page.$$eval(`${at("diff-pictures-gained")} li`, (tiles) => tiles.length);
  assert.equal(await tiles(), 8);
  await click(page, "diff-more-gained");
  await page.waitForFunction((selector) => document.querySelectorAll(selector).length === 24, { polling: 50 }, `${at("diff-pictures-gained")} li`);
  // The pictures of the weights are drawn.
  await page.waitForFunction((selector) => {
    const canvases = [...document.querySelectorAll(selector)];
    return canvases.length === 3 && canvases.every((canvas) => {
      const pixels = canvas.width > 0 ? canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data : [];
      return pixels.some((value) => value > 0);
    });
  }, { polling: 100 }, '[data-testid^="diff-layer-"] canvas');

  // Restored once more, gone back in and sent another way before it has made anything of its own:
  // what it goes off from is the line that made those updates.
  await click(page, "runs-back");
  await until(page, "runs-list", (value) => value === "3");
  await within(page, version.id, "runs-open");
  await page.waitForSelector(at("train"));
  await standsAt(page, 100);
  await goTo(page, 60);
  await standsAt(page, 60);
  await fill(page, "learning-rate", "0.05");
  await click(page, "step");
  await standsAt(page, 61);
  await toRuns(page, 4);
  const turned = (await nodes(page)).filter((text) => / after 60$/.test(text));
  assert.deepEqual(turned.map((text) => text.replace(/^.*?, 61/, "61")), ["61 updates, goes off from MNIST 784-16-16-10 after 60"]);

  // What others come from and is deleted is shown as such.
  await within(page, original.id, "runs-delete");
  await until(page, "runs-list", (value) => value === "3");
  await page.waitForFunction((selector) => /A deleted run/.test(document.querySelector(selector)?.textContent), { polling: 50 }, at("runs-family"));
  assert.equal((await nodes(page)).length, 3);

  // In the playground just so; points have no pictures.
  await click(page, "room-small");
  await click(page, "small-tab-playground");
  await page.waitForSelector(at("version-keep"));
  const keep = async (name) => {
    await page.waitForFunction((selector) => document.querySelector(selector)?.disabled === false, { polling: 50 }, at("version-keep"));
    await click(page, "version-keep");
    await page.waitForSelector(at("version-name"));
    await page.$eval(at("version-name"), (field, name) => { field.value = name; }, name);
    await click(page, "version-save");
    await page.waitForSelector(at("to-runs"));
  };
  await click(page, "train");
  await keep("Early");
  const before = await number(page, "steps");
  await until(page, "steps", new Function("value", `return Number(value) > ${before + 5}`));
  await keep("Late");
  await click(page, "train");
  await toRuns(page, 6);
  for (const pick of await page.$$(at("runs-pick"))) {
    await pick.evaluate((it) => { if (it.checked) it.click(); });
  }
  for (const name of ["Early", "Late"]) {
    await page.$eval(`${at("family-node")}[data-value="${name}"]`, (node) => node.click());
  }
  await click(page, "runs-compare");
  await until(page, "runs-diff", (value) => value === "true");
  assert.ok(await number(page, "diff-both") > 0);
  assert.equal(await page.$(at("diff-pictures-gained")), null);
  assert.ok(await number(page, "diff-layer-0") > 0);
}
