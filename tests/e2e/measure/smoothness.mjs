// Frames of the page, and the pen's delay, while it trains at full speed.

import { DIGITS, at, click, draw, number, until, value } from "../lib/page.mjs";
import { quantile, round, usualRareWorst } from "./figures.mjs";

const SLOW_FRAME = 100;

export async function smoothness(page, { isQuick }) {
  const [layers, optimizer, batch] = [await value(page, "architecture"), await value(page, "optimizer"), await value(page, "batch-size")];
  await click(page, "train");
  await until(page, "status", (value) => value === "training");
  await draw(page, DIGITS[7]);
  const seconds = isQuick ? 5 : 20;
  const frames = await page.evaluate(frameTimes, seconds * 1000);
  const speed = await number(page, "samples-per-second");
  const delays = await page.evaluate(penDelays, at("draw"), isQuick ? 30 : 100);
  await click(page, "train");
  await until(page, "status", (value) => value === "paused");
  const slow = frames.filter((time) => time > SLOW_FRAME).length / frames.length;
  return [
    [`frames over ${seconds} s of training: median, 95th, worst`, usualRareWorst(frames)],
    [`  of them over ${SLOW_FRAME} ms`, `${round(slow * 100, 2)} %`],
    [`  digits a second meanwhile (${layers}, ${optimizer}, batch ${batch})`, Math.round(speed).toLocaleString("en-US")],
    ["pen move to new bars while training: median, 95th, worst", usualRareWorst(delays)],
  ];
}

/** In the page: milliseconds from frame to frame. */
function frameTimes(duration) {
  return new Promise((done) => {
    const times = [];
    let last = performance.now();
    const end = last + duration;
    const tick = (now) => {
      times.push(now - last);
      last = now;
      if (now < end) requestAnimationFrame(tick);
      else done(times.slice(1));
    };
    requestAnimationFrame(tick);
  });
}

/** In the page: a pen that goes on moving; each move is timed until a bar next changes. */
async function penDelays(selector, n_moves) {
  const board = document.querySelector(selector);
  const box = board.getBoundingClientRect();
  const bars = document.querySelector(".bars");
  // Capture is refused for a pointer that the browser does not know; the page does without.
  const send = (type, x, y) =>
    board.dispatchEvent(
      new PointerEvent(type, {
        bubbles: true, cancelable: true, pointerId: 1, pointerType: "pen", button: type === "pointermove" ? -1 : 0,
        clientX: box.left + x * box.width, clientY: box.top + y * box.height,
      }),
    );
  const times = [];
  send("pointerdown", 0.2, 0.8);
  for (let i = 0; i < n_moves; i += 1) {
    const changed = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        observer.disconnect();
        resolve();
      });
      observer.observe(bars, { subtree: true, attributes: true, characterData: true });
    });
    const began = performance.now();
    send("pointermove", 0.2 + (0.6 * i) / n_moves, 0.8 - 0.25 * Math.abs(Math.sin(i / 8)));
    await Promise.race([changed, new Promise((r) => setTimeout(r, 500))]);
    times.push(performance.now() - began);
    await new Promise((r) => setTimeout(r, 40));
  }
  send("pointerup", 0.8, 0.8);
  return times;
}
