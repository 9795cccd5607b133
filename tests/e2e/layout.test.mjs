import { misfits } from "./lib/misfits.mjs";
import { at, click, draw, open, until, DIGITS } from "./lib/page.mjs";

export const name = "nothing overflows or overlaps, from 360 pixels to a projector, in the lesson, the sheet of Share, the step view and the lab";
export const timeout = 120_000;

const SIZES = [
  [360, 740],
  [390, 844],
  [768, 1024],
  [1280, 800],
  [1920, 1080],
];

/** The lab's views, and what is there once they have something to show. */
const VIEWS = {
  why: `${at("saliency")}[data-value]:not([data-value=""])`,
  lens: `${at("lens-input")}[data-value]:not([data-value="0"])`,
  exam: ".confusion",
  weights: `${at("wall")} canvas`,
  class: at("class-count"),
  batch: at("batch-sheet"),
  landscape: at("landscape-plane"),
};

/** Texts and controls of a panel that cover each other. */
const overlaps = (panel) => {
  const boxes = [];
  // What only screen readers get is clipped away.
  const isSeen = (element) => element === null || (getComputedStyle(element).clipPath === "none" && isSeen(element.parentElement));
  const add = (element, name, box) => {
    if (box.width > 1 && box.height > 1 && isSeen(element)) boxes.push({ element, name, box });
  };
  const all = document.createTreeWalker(document.querySelector(panel), NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = all.nextNode(); node !== null; node = all.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) {
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) add(node.parentElement, `"${node.data.trim()}"`, box);
    } else if (node.matches("button, input, select, progress, canvas, svg")) {
      add(node, node.getAttribute("aria-label") ?? node.textContent ?? node.tagName, node.getBoundingClientRect());
    }
  }
  const found = [];
  for (const [i, a] of boxes.entries()) {
    for (const b of boxes.slice(i + 1)) {
      // A button covers its own text.
      if (a.element.contains(b.element) || b.element.contains(a.element)) continue;
      const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      if (across > 1 && down > 1) found.push(`${a.name} and ${b.name}: ${across.toFixed()}×${down.toFixed()} px`);
    }
  }
  return { n: boxes.length, found };
};

/** Rows of the set-up that do not reach its right edge. */
const shortRows = () => {
  const grid = document.querySelector(".setup");
  const boxes = [...grid.children].map((field) => field.getBoundingClientRect());
  const edge = grid.getBoundingClientRect().right;
  const tops = [...new Set(boxes.map((box) => Math.round(box.top)))];
  const end = (top) => Math.max(...boxes.filter((box) => Math.round(box.top) === top).map((box) => box.right));
  return tops.filter((top) => Math.abs(end(top) - edge) > 1).map((top) => `${edge - end(top)} px are left at ${top}`);
};

/** The sheet of "Share", with all that it can show. */
async function sheet(page, assert) {
  await click(page, "share");
  await page.waitForSelector(at("share-qr"));
  await page.$eval(at("share-hiding"), (details) => (details.open = true));
  for (const [width, height] of SIZES) {
    await page.setViewport({ width, height });
    await new Promise((resolve) => setTimeout(resolve, 150));
    assert.deepEqual(await page.evaluate(misfits), [], `Share at ${width}×${height}`);
    const { n, found } = await page.evaluate(overlaps, at("share-sheet"));
    assert.ok(n > 20, `the sheet is there: ${n} texts and controls`);
    assert.deepEqual(found, [], `Share at ${width}×${height}`);
    const wide = await page.$eval(".dialog[open]", (dialog) => dialog.scrollWidth - dialog.clientWidth);
    assert.ok(wide <= 0, `Share is ${wide} px too wide at ${width}×${height}`);
  }
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.querySelector(".dialog[open]") === null);
}

export async function run({ page, url, assert }) {
  await open(page, url);
  await click(page, "train");
  await until(page, "steps", (value) => Number(value) > 300);
  for (const [width, height] of SIZES) {
    await page.setViewport({ width, height });
    await new Promise((resolve) => setTimeout(resolve, 150));
    assert.deepEqual(await page.evaluate(misfits), [], `lesson at ${width}×${height}`);
    assert.deepEqual(await page.evaluate(shortRows), [], `set-up at ${width}×${height}`);
    // With a value read off, the line of a chart's title is fullest.
    await page.focus(".chart__plot");
    await page.keyboard.press("End");
    await page.waitForFunction(() => document.querySelector(".chart__at").textContent !== "");
    for (const panel of [".panel--curves", ".panel--train", ".panel--figures", ".panel--setup"]) {
      const { n, found } = await page.evaluate(overlaps, panel);
      assert.ok(n > 8, `${panel} is there: ${n} texts and controls`);
      assert.deepEqual(found, [], `${panel} at ${width}×${height}`);
    }
  }
  await sheet(page, assert);
  await click(page, "open-steps");
  await page.waitForSelector('[data-testid="steps-view"]');
  const last = Number(await page.$eval('[data-testid="stop"]', (range) => range.max));
  for (const [width, height] of SIZES) {
    await page.setViewport({ width, height });
    await page.keyboard.press("Home");
    for (let stop = 0; stop <= last; stop += 1) {
      await until(page, "stop", new Function("value", `return value === "${stop}"`));
      assert.deepEqual(await page.evaluate(misfits), [], `stop ${stop} at ${width}×${height}`);
      await page.keyboard.press("ArrowRight");
    }
  }

  await click(page, "close-steps");
  await click(page, "room-lab");
  await page.waitForSelector(at("lab-why"));
  await draw(page, DIGITS[7]);
  for (const [width, height] of SIZES) {
    await page.setViewport({ width, height });
    // (A canvas that nobody has sized is 300×150, and a board can be just as wide.)
    const board = await page.waitForFunction(
      (selector) => {
        const { width, height, clientWidth } = document.querySelector(selector);
        return width === clientWidth && [width, height];
      },
      {},
      at("draw"),
    );
    assert.equal(new Set(await board.jsonValue()).size, 1, `a square board at ${width}×${height}`);
    for (const [view, shown] of Object.entries(VIEWS)) {
      await click(page, `lab-tab-${view}`);
      await page.$eval(at(`lab-${view}`), (panel) => panel.scrollIntoView());
      await page.waitForSelector(shown);
      assert.deepEqual(await page.evaluate(misfits), [], `${view} at ${width}×${height}`);
    }
  }
}
