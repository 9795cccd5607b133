// The drawing board: what is on it, and what a hand does to it with fingers, a palm, a pen.

import { at, click } from "./page.mjs";

/** The strokes as the lens shows them: points in shares of the board's side. */
export async function strokes(page) {
  // Two frames later all that was sent has arrived and been drawn.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  // Without a drawing there is no lens.
  const path = await page.evaluate(() => document.querySelector(".lens__strokes")?.getAttribute("d") ?? "");
  const pair = (text) => text.match(/-?[\d.]+/g).slice(0, 2).map((number) => Number(number) / 100);
  return path.split("M").slice(1).map((stroke) => stroke.split("L").map(pair));
}

/** Asserts that these strokes, and no others, are on the board, and clears it. */
export async function drawn(page, assert, expected, message) {
  const found = await strokes(page);
  // Places are whole pixels, and the lens rounds: to a hundredth of the board.
  const near = (share, other) => Math.abs(share - other) < 0.01;
  const same = (a, b) => a?.length === b?.length && a.flat().every((share, i) => near(share, b.flat()[i]));
  const n = Math.max(found.length, expected.length);
  const odd = Array.from({ length: n }, (_, i) => [found[i], expected[i]]).filter((pair) => !same(...pair));
  const text = odd.slice(0, 3).map((pair) => pair.map((stroke) => JSON.stringify(stroke)).join(" for "));
  assert.equal(odd.length, 0, `${message}: ${odd.length} of ${n} strokes differ: ${text.join("; ")}`);
  await click(page, "clear");
}

/** Where shares of the board's side are in the window. */
export async function placing(page) {
  const board = await page.$(at("draw"));
  await board.scrollIntoView();
  const { x, y, width } = await board.boundingBox();
  return ([left, top]) => ({ x: x + left * width, y: y + top * width });
}

/** Sends the board, or another element, a pointer's event of the page's own making. */
export const send = (page, type, event, testid = "draw") =>
  page.$eval(
    at(testid),
    (board, type, event) => void board.dispatchEvent(new PointerEvent(type, { ...event, bubbles: true, cancelable: true })),
    type,
    event,
  );

/**
 * What a hand lays on the glass: `touch(id, radius)` and `pen()`. Chromium gets true input;
 * Firefox, whose driver has no two fingers, the events that they make; those go to the board,
 * or to the element of this test id.
 */
export async function hands(page, browser, testid = "draw") {
  if (browser === "firefox") {
    const part = (init) => {
      let last;
      const put = (type, buttons) => (place = last) => {
        last = place;
        return send(page, type, { ...init, clientX: place.x, clientY: place.y, buttons }, testid);
      };
      return { down: put("pointerdown", 1), move: put("pointermove", 1), up: put("pointerup", 0), cancel: put("pointercancel", 0) };
    };
    return {
      touch: (id, radius = 8) =>
        part({ pointerType: "touch", pointerId: 100 + id, isPrimary: id === 0, width: 2 * radius, height: 2 * radius }),
      pen: () => part({ pointerType: "pen", pointerId: 90, isPrimary: true }),
    };
  }
  const client = await page.createCDPSession();
  const on = new Map();
  const touched = (type) => client.send("Input.dispatchTouchEvent", { type, touchPoints: [...on.values()] });
  const touch = (id, radius = 8) => {
    const put = (type) => (place) => {
      on.set(id, { ...place, id, radiusX: radius, radiusY: radius });
      return touched(type);
    };
    // Who is no longer in the list has been lifted.
    const up = () => (on.delete(id), touched(on.size === 0 ? "touchEnd" : "touchMove"));
    const cancel = () => (on.clear(), touched("touchCancel"));
    return { down: put("touchStart"), move: put("touchMove"), up, cancel };
  };
  const put = (type, buttons) => (place) =>
    client.send("Input.dispatchMouseEvent", { type, ...place, button: "left", buttons, clickCount: 1, pointerType: "pen" });
  return { touch, pen: () => ({ down: put("mousePressed", 1), move: put("mouseMoved", 1), up: put("mouseReleased", 0) }) };
}
