import { at, byHand, click, number, open, until, value } from "./lib/page.mjs";

export const name = "a link restores its lab, run, weights, place and what it hides, in the same tab too; old ones open, mangled ones say so";
export const timeout = 180_000;

/** Opens the sheet, and waits until the engine has answered. */
async function share(page) {
  await click(page, "share");
  await page.waitForFunction(
    (selector) => document.querySelector(selector)?.value !== "" && !document.querySelector('[data-testid="share-copy"]')?.disabled,
    {},
    at("share-address"),
  );
}
const address = (page) => value(page, "share-address");
async function close(page) {
  await page.$eval(".dialog[open]", (dialog) => dialog.close());
  await page.waitForFunction((selector) => document.querySelector(selector) === null, {}, at("share-sheet"));
}
const says = (page, words) =>
  page.waitForFunction((source) => new RegExp(source, "s").test(document.querySelector('[data-testid="notice"]')?.innerText ?? ""), { polling: 50 }, words.source);
/** Puts a link into the address bar of the page that is there. */
const paste = (page, link) => page.evaluate((hash) => (location.hash = hash), link.slice(link.indexOf("#")));
const isShown = (page, selector) =>
  page.$eval(selector, (element) => element.checkVisibility()).catch(() => false);
const part = (link, name) => new URLSearchParams(link.slice(link.indexOf("#") + 1)).get(name);
const equals = (text) => new Function("value", `return value === ${JSON.stringify(text)}`);

/** The address with this choice. */
async function led(page, key) {
  await page.waitForFunction((selector) => document.querySelector(selector)?.disabled === false, {}, at(`share-lead-${key}`));
  await click(page, `share-lead-${key}`);
  await page.waitForFunction((selector) => document.querySelector(selector).checked, {}, at(`share-lead-${key}`));
  await new Promise((resolve) => setTimeout(resolve, 50));
  return address(page);
}

async function weights(page, url, assert) {
  await open(page, url);
  await click(page, "room-small");
  await click(page, "small-tab-playground");
  await page.waitForSelector(at("pattern-moons"));
  await click(page, "pattern-moons");
  for (let step = 1; step <= 3; step += 1) {
    await click(page, "step");
    await until(page, "steps", equals(String(step)));
  }
  await share(page);
  assert.equal(part(await address(page), "step"), "3", "as it stands, unless one chooses otherwise");
  assert.equal(part(await led(page, "start"), "step"), null);
  const link = await led(page, "weights");
  assert.equal(await number(page, "share-length"), link.length);
  assert.equal(part(link, "lab"), "playground");

  // The code: black on white, with four light squares all around.
  const code = await page.$eval(at("share-qr"), (svg) => ({
    role: svg.getAttribute("role"),
    label: svg.getAttribute("aria-label"),
    side: svg.viewBox.baseVal.width,
    fills: [...svg.children].map((child) => child.getAttribute("fill")),
    box: (({ x, y, width, height }) => [x, y, x + width, y + height])(svg.querySelector("path").getBBox()),
  }));
  assert.equal(code.role, "img");
  assert.match(code.label, /QR code.*characters/);
  assert.deepEqual(code.fills, ["#fff", "#000"]);
  assert.deepEqual(code.box, [4, 4, code.side - 4, code.side - 4]);
  // On the full screen, with the link to type where it is a short one.
  await click(page, "share-large");
  assert.equal(await page.$(at("share-typed")), null, "of weights nobody types a link");
  const short = await led(page, "start");
  assert.equal(await page.$eval(at("share-typed"), (it) => it.innerText), short);
  await click(page, "share-large");
  assert.equal(await page.$(at("share-typed")), null);
  await close(page);

  // The same weights there, at a new start; and again after a reset.
  await page.goto("about:blank");
  await page.goto(link);
  await page.waitForSelector(at("small-playground"));
  await page.waitForFunction((selector) => document.querySelector(selector)?.getAttribute("aria-pressed") === "true", {}, at("pattern-moons"));
  const same = async () => {
    await until(page, "steps", (steps) => steps === "0");
    await until(page, "status", (status) => status === "ready" || status === "paused");
    await share(page);
    assert.equal(part(await led(page, "weights"), "weights"), part(link, "weights"), "bit for bit");
    await close(page);
  };
  await same();
  await click(page, "step");
  await until(page, "steps", (steps) => steps === "1");
  // From there on the link holds the start and the way.
  await share(page);
  const further = await address(page);
  assert.equal(part(further, "weights"), part(link, "weights"));
  assert.equal(part(further, "step"), "1");
  await close(page);
  await click(page, "reset");
  await same();
  // It waits with them, too.
  await click(page, "room-lesson");
  await until(page, "architecture", (layers) => layers === "784-16-16-10");
  await click(page, "room-small");
  await page.waitForSelector(at("small-playground"));
  await same();
  // And it is kept with them: after a reload a link still holds the start and the way, and a reset
  // leads there.
  await click(page, "step");
  await until(page, "steps", equals("1"));
  await click(page, "room-runs");
  await page.waitForSelector(`${at("runs-row")} ${at("runs-is-open")}`);
  const id = await page.$eval(at("runs-is-open"), (it) => it.closest("[data-id]").dataset.id);
  await page.reload({ waitUntil: "load" });
  await until(page, "status", (status) => status === "ready");
  await click(page, "room-runs");
  const row = `[data-id="${id}"]`;
  await page.waitForSelector(`${row} ${at("runs-origin")}`);
  assert.equal(await page.$eval(`${row} ${at("runs-origin")}`, (it) => it.innerText), "began with weights from a link");
  await page.$eval(`${row} ${at("runs-open")}`, (button) => button.click());
  await page.waitForSelector(at("small-playground"));
  await until(page, "steps", equals("1"));
  await until(page, "status", (status) => status === "paused");
  assert.equal(await page.$eval(at("initializer"), (menu) => menu.selectedOptions[0].innerText), "from a link");
  await share(page);
  const kept = await address(page);
  assert.equal(part(kept, "weights"), part(link, "weights"));
  assert.equal(part(kept, "step"), "1");
  await close(page);
  await click(page, "reset");
  await same();
  return link;
}

async function sameTab(page, link, assert) {
  await page.evaluate(() => (window.isTheSamePage = true));
  // The digits lab, by a link of the first form: written by hand.
  await paste(page, "#lab=digits.lens&run=1.q8YUM60FAP8I&step=3");
  await page.waitForSelector(at("lab-lens"));
  await page.waitForFunction(() => location.hash === "");
  await click(page, "room-lesson");
  await until(page, "steps", (steps) => steps === "3");

  // Into the step view, and back by the browser's own way.
  await paste(page, "#run=1.q8YUM60FAP8I&step=2&at=forward.2&example=1");
  await page.waitForFunction(() => document.querySelector('[data-testid="steps-view"]')?.dataset.place === "forward.2");
  await page.waitForFunction(() => /^#v=2&.*at=forward\.2/.test(location.hash));
  // From there to another run, in its lab; the one that was there can be had back.
  await paste(page, link);
  await page.waitForSelector(at("small-playground"));
  await until(page, "steps", (steps) => steps === "0");
  await paste(page, "#lab=line.records");
  await page.waitForSelector(at("page-records"));

  // What is mangled changes nothing.
  for (const mangled of [link.slice(0, -1), link.replace("lab=", "lba="), "#run=x", "#foo=bar", "#v=9&run=1.q8YUM60FAP8I"]) {
    await paste(page, mangled);
    await says(page, /can't be opened.*All is as it was/);
    await page.waitForFunction(() => location.hash === "");
    assert.ok(await isShown(page, at("page-records")), mangled);
    await page.$eval(`${at("notice")} [aria-label="Dismiss"]`, (button) => button.click());
  }
  // A lab that there is not: its run is shown where it is at home.
  await paste(page, byHand(link).replace("lab=playground", "lab=volcano"));
  await page.waitForSelector(at("small-playground"));
  await says(page, /no lab "volcano"/);
  // A run that a lab can't show.
  await paste(page, "#lab=line.records&run=1.q8YUM60FAP8I");
  await until(page, "architecture", (layers) => layers === "784-16-16-10");
  await says(page, /none of the lab/);
  // An anchor is no link.
  await page.evaluate(() => (location.hash = "#main"));
  assert.ok(await page.evaluate(() => window.isTheSamePage), "never loaded anew");
}

async function undone(page, url, assert) {
  await open(page, url);
  await click(page, "step");
  await until(page, "steps", (steps) => steps === "1");
  await paste(page, "#run=1.q8YUM60FAP8I&step=2");
  await says(page, /The link is open/);
  await until(page, "steps", (steps) => steps === "2");
  await click(page, "undo-run");
  await until(page, "steps", (steps) => steps === "1");
  // Of a large network there are no weights in a link, and it is said.
  await share(page);
  await page.waitForFunction(() => /13,002 weights/.test(document.querySelector('[data-testid="share-sheet"]').innerText));
  assert.ok(await page.$eval(at("share-lead-weights"), (choice) => choice.disabled));
}

async function hidden(page, assert) {
  await page.$eval(at("share-hiding"), (details) => (details.open = true));
  for (const key of ["train", "rate", "setup"]) await click(page, `share-hide-${key}`);
  const link = await address(page);
  assert.equal(part(link, "hide"), "train.rate.setup");
  assert.ok(await isShown(page, at("train")), "here all is as it was");

  await page.goto("about:blank");
  await page.goto(link);
  await page.waitForSelector(at("hidden-note"));
  await until(page, "steps", (steps) => steps === "1");
  const areHidden = async () => {
    for (const testid of ["train", "learning-rate", "seed"]) {
      assert.equal(await isShown(page, at(testid)), false, testid);
      await page.$eval(at(testid), (element) => element.focus());
      assert.notEqual(await page.evaluate(() => document.activeElement.dataset.testid), testid, "no keyboard gets there");
    }
    assert.ok(await isShown(page, at("batch-size")));
  };
  await areHidden();
  await page.keyboard.press(" ");
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(await number(page, "steps"), 1, "nor does the key of what is hidden do anything");
  // Loaded anew, they are still hidden.
  await page.waitForFunction(() => /hide=train\.rate\.setup/.test(location.hash) && !/run=/.test(location.hash));
  await page.reload({ waitUntil: "load" });
  await page.waitForSelector(at("hidden-note"));
  await page.waitForSelector(at("batch-size"));
  await areHidden();
  await click(page, "hidden-show");
  await page.waitForFunction(() => location.hash === "");
  assert.ok(await isShown(page, at("train")));
  assert.equal(await page.$(at("hidden-note")), null);
}

/** A run that has made no update is kept nowhere: the address leads to it, until there is one. */
async function reloaded(page, url, assert) {
  await page.goto("about:blank");
  await page.goto(`${url}#run=1.q0aJSWC2qgUAR_k&hide=rate`);
  const isThere = async () => {
    await page.waitForSelector(at("hidden-note"));
    await until(page, "learning-rate", (rate) => rate === "0.3");
    await page.waitForFunction(() => /hide=rate/.test(location.hash) && /run=1\./.test(location.hash) && /^#v=2/.test(location.hash));
  };
  await isThere();
  await page.reload({ waitUntil: "load" });
  await isThere();
  await click(page, "step");
  await until(page, "steps", (steps) => steps === "1");
  await page.waitForFunction(() => /hide=rate/.test(location.hash) && !/run=/.test(location.hash));
  await click(page, "hidden-show");
  await page.waitForFunction(() => location.hash === "");

  // Escape takes back the full screen, and only then the sheet.
  await share(page);
  await page.waitForSelector(at("share-large"));
  await click(page, "share-large");
  await page.waitForSelector(".qr--large");
  await page.focus(".dialog[open] h2");
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.querySelector(".qr--large") === null);
  assert.ok(await page.$(at("share-sheet")));
  await page.keyboard.press("Escape");
  await page.waitForFunction((selector) => document.querySelector(selector) === null, {}, at("share-sheet"));
}

export async function run({ page, url, assert }) {
  const link = await weights(page, url, assert);
  await sameTab(page, link, assert);
  await undone(page, url, assert);
  await hidden(page, assert);
  await reloaded(page, url, assert);
}
