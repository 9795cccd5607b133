import { at, click, open, until, value } from "./lib/page.mjs";

export const name = "everything works by keyboard: draw, train, look at a unit, step through";
export const timeout = 120_000;

export async function run({ page, url, assert }) {
  await open(page, url);

  // A one, drawn with the arrow keys.
  await page.focus(at("draw"));
  for (let i = 0; i < 8; i += 1) await page.keyboard.press("ArrowUp");
  await page.keyboard.press(" ");
  for (let i = 0; i < 16; i += 1) await page.keyboard.press("ArrowDown");
  await page.keyboard.press(" ");
  await until(page, "prediction", (value) => value === "1");

  // Units of the network: one tab stop, arrows move.
  await page.$eval("#unit-0-0", (unit) => unit.focus());
  await page.keyboard.press("Enter");
  await page.waitForSelector(".panel--unit");
  await page.keyboard.press("ArrowDown");
  await page.waitForFunction(() => document.activeElement?.id === "unit-0-1");
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => document.activeElement?.id === "unit-1-1");

  // Space trains and pauses from anywhere that does not use it itself; a slider doesn't.
  await page.focus(`input[type="range"][aria-label="Learning rate"]`);
  await page.keyboard.press(" ");
  await until(page, "status", (value) => value === "training");
  await page.keyboard.press(" ");
  await until(page, "status", (value) => value === "paused");

  await click(page, "open-steps");
  await page.waitForSelector(at("steps-view"));
  await page.keyboard.press("ArrowRight");
  await until(page, "stop", (value) => value === "1");
  await page.keyboard.down("Shift");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.up("Shift");
  await until(page, "stop", (value) => value !== "1");
  // Out of the phase's first part to the phase, then out of the view.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.waitForFunction((board) => document.querySelector(board) !== null, {}, at("draw"));
  assert.equal(await value(page, "status"), "paused");
  // The drawing is still there: it is read as something. As what is up to the network, which
  // has only just begun; an empty board is read as nothing.
  await until(page, "prediction", (value) => /^[0-9]$/.test(value));

  // The focus is where it was, or at what goes on.
  const focused = (testid) =>
    page.waitForFunction((testid) => document.activeElement?.dataset.testid === testid, {}, testid);
  await focused("open-steps");
  await page.keyboard.press("Enter");
  await page.waitForSelector(at("steps-view"));
  await page.focus(at("train-on"));
  await page.keyboard.press("Enter");
  await focused("train");
  await until(page, "status", (value) => value === "training");
  await page.keyboard.press("Enter");
  await until(page, "status", (value) => value === "paused");
}
