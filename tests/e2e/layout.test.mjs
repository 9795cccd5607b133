import { click, open, until } from "./lib/page.mjs";

export const name = "nothing overflows, from 360 pixels to a projector, in the lesson and in the step view";
export const timeout = 120_000;

const SIZES = [
  [360, 740],
  [390, 844],
  [768, 1024],
  [1280, 800],
  [1920, 1080],
];

/** Elements that reach out of the window, and texts cut off by their own box. */
const misfits = () => {
  const found = [];
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  if (wide > 0) found.push(`the page is ${wide} px too wide`);
  for (const element of document.querySelectorAll(".page button, .page p, .page h2, .page dd, .page dt, .page label")) {
    const box = element.getBoundingClientRect();
    if (box.width === 0 || element.closest(".visually-hidden, .scroll, .units")) continue;
    if (box.right > window.innerWidth + 1 || box.left < -1) {
      found.push(`${element.className || element.tagName}: "${element.innerText.slice(0, 30)}"`);
    }
  }
  for (const button of document.querySelectorAll(".button, .segmented button, .phase")) {
    if (button.scrollWidth > button.clientWidth + 1) {
      found.push(`cut off: "${button.innerText}" (${button.scrollWidth} > ${button.clientWidth})`);
    }
  }
  return found;
};

export async function run({ page, url, assert }) {
  await open(page, url);
  await click(page, "train");
  await until(page, "steps", (value) => Number(value) > 300);
  for (const [width, height] of SIZES) {
    await page.setViewport({ width, height });
    await new Promise((resolve) => setTimeout(resolve, 150));
    assert.deepEqual(await page.evaluate(misfits), [], `lesson at ${width}×${height}`);
  }
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
}
