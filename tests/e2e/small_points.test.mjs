import { hands } from "./lib/board.mjs";
import { at, click, fullSpeed, number, open, until, value } from "./lib/page.mjs";

export const name = "points by hand in the playground: dragged, given another class, taken away, by mouse, keys and touch";
export const timeout = 120_000;

/** Half a side of the plane, in its units. */
const SIDE = 6;

export async function run({ page, browser, url, assert }) {
  await open(page, url, { width: 1280, height: 900 });
  await click(page, "room-small");
  await click(page, "small-tab-playground");
  await page.waitForSelector(at("plane"));
  await fullSpeed(page);
  // Few points, far from each other.
  await click(page, "pattern-gaussians");
  await page.waitForFunction((selector) => document.querySelector(selector).getAttribute("aria-pressed") === "true", {}, at("pattern-gaussians"));
  await until(page, "status", (status) => status === "ready");
  const told = (text) =>
    page.waitForFunction(
      (plane, text) => new RegExp(text).test(document.querySelector(plane).getAttribute("aria-label")),
      { polling: 50 },
      at("plane"),
      text,
    );
  const spoken = (text) =>
    page.waitForFunction((text) => document.querySelector(".plane [role=status]").textContent.includes(text), { polling: 50 }, text);
  const tool = (name) =>
    page.$$eval(".plane-tools [role=radio]", (all, name) => all.find((it) => it.innerText === name).click(), name);
  await page.$eval(at("points-n"), (slider) => {
    slider.value = "20";
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await told(": 20 points");
  await page.$eval(at("plane"), (plane) => plane.scrollIntoView({ block: "center" }));
  const box = await (await page.$(at("plane"))).boundingBox();
  const place = (x, y) => ({ x: box.x + (box.width * (x / SIDE + 1)) / 2, y: box.y + (box.height * (1 - y / SIDE)) / 2 });

  // One in a corner where nothing is, and the same one dragged to another, by mouse.
  const picture = () => page.$eval(".plane__dots canvas", (canvas) => canvas.toDataURL());
  const drawn = (before) =>
    page.waitForFunction((before) => document.querySelector(".plane__dots canvas").toDataURL() !== before, { polling: 50 }, before);
  const corner = place(-5.5, 5.5);
  const other = place(-5.5, -5.5);
  await click(page, "plane-set-1");
  await page.mouse.click(corner.x, corner.y);
  await told("own: 21 points");
  await tool("Move");
  let before = await picture();
  await page.mouse.move(corner.x, corner.y);
  await page.mouse.down();
  await page.mouse.move(other.x, other.y, { steps: 5 });
  await page.mouse.up();
  await drawn(before);
  // It is there now, and no longer here: what takes one away finds it there.
  const erase = async (spot) => {
    await tool("Erase");
    await page.mouse.click(spot.x, spot.y);
  };
  await erase(corner);
  await spoken("No point here");
  await told("own: 21 points");
  await erase(other);
  await told("own: 20 points");
  await click(page, "plane-undo");
  await told("own: 21 points");

  // Another class: as many points, and one of the other kind.
  before = await picture();
  await click(page, "plane-set-0");
  await page.mouse.click(other.x, other.y);
  await spoken("Now of class");
  await drawn(before);
  await told("own: 21 points");

  // By keys: to the point, take it, carry it, let it go.
  await tool("Move");
  await page.focus(at("plane"));
  for (let i = 0; i < 11; i += 1) await page.keyboard.press("ArrowLeft");
  for (let i = 0; i < 11; i += 1) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await spoken("The arrow keys move it");
  before = await picture();
  await page.keyboard.press("ArrowRight");
  await drawn(before);
  await page.keyboard.press("Enter");
  await spoken("Let go");
  await page.keyboard.press("Delete");
  await told("own: 20 points");

  // By touch: a finger sets one, drags it, and takes it away.
  const finger = (await (browser === "firefox" ? touchOf(page) : hands(page, browser).then((hands) => hands.touch(0))));
  await click(page, "plane-set-1");
  await finger.down(corner);
  await finger.up(corner);
  await told("own: 21 points");
  await tool("Move");
  before = await picture();
  await finger.down(corner);
  await finger.move(place(-5.5, 4));
  await finger.move(place(-5.5, 2));
  await finger.up(place(-5.5, 2));
  await drawn(before);
  await tool("Erase");
  await finger.down(corner);
  await finger.up(corner);
  await spoken("No point here");
  await told("own: 21 points");

  // While it trains, too: the run goes on.
  await click(page, "train");
  await until(page, "steps", (steps) => Number(steps) > 20);
  const steps = await number(page, "steps");
  await click(page, "plane-set-0");
  await page.mouse.click(other.x, other.y);
  await told("own: 22 points");
  await page.waitForFunction((selector, steps) => Number(document.querySelector(selector).dataset.value) > steps, {}, at("steps"), steps + 20);
  await click(page, "train");
  await until(page, "status", (status) => status === "paused");
  assert.equal(await value(page, "train-accuracy") !== "", true);
}

/** A finger of the page's own making, where the driver has none. */
async function touchOf(page) {
  const put = (type, buttons) => (spot) =>
    page.$eval(
      at("plane"),
      (plane, type, buttons, spot) =>
        void plane.dispatchEvent(
          new PointerEvent(type, {
            pointerType: "touch", pointerId: 100, isPrimary: true, button: 0, buttons,
            clientX: spot.x, clientY: spot.y, bubbles: true, cancelable: true,
          }),
        ),
      type,
      buttons,
      spot,
    );
  return { down: put("pointerdown", 1), move: put("pointermove", 1), up: put("pointerup", 0) };
}
