import { at, click, open, until } from "./lib/page.mjs";

export const name = "points by hand: what changes nothing changes nothing, tools fit their classes, a finger taps, drags or scrolls";
export const timeout = 120_000;

const label = (page) => page.$eval(at("plane"), (plane) => plane.getAttribute("aria-label"));
const spoken = (page, words) =>
  page.waitForFunction(
    (selector, words) => document.querySelector(selector).innerText.includes(words),
    { polling: 50 },
    `${at("plane")} [role=status]`,
    words,
  );
const named = (page, words) =>
  page.waitForFunction(
    (selector, words) => document.querySelector(selector).getAttribute("aria-label").includes(words),
    { polling: 50 },
    at("plane"),
    words,
  );
const canUndo = (page) => page.$eval(at("plane-undo"), (button) => button.getAttribute("aria-disabled") === "false");
const tool = (page, name) =>
  page.evaluate((name) => [...document.querySelectorAll('[aria-label="What a click does"] button')].find((it) => it.innerText === name).click(), name);

/** Where a place of the plane is in the window. */
async function placing(page) {
  await page.$eval(at("plane"), (plane) => plane.scrollIntoView({ block: "center" }));
  // A finger that has let go may have left the page in motion.
  await page.evaluate(async () => {
    for (let still = 0, last = NaN; still < 20; still = scrollY === last ? still + 1 : 0) {
      last = scrollY;
      await new Promise((done) => requestAnimationFrame(done));
    }
  });
  const { x, y, width } = await (await page.$(at("plane"))).boundingBox();
  return (right, up) => ({ x: x + ((right + 6) / 12) * width, y: y + ((6 - up) / 12) * width });
}

export async function run({ page, browser, url, assert }) {
  await open(page, url, { width: 1280, height: 900 });
  await click(page, "room-small");
  await click(page, "small-tab-playground");
  await until(page, "steps", (steps) => steps === "0");
  await click(page, "pattern-gaussians");
  await page.waitForFunction((pattern) => document.querySelector(pattern).ariaPressed === "true", {}, at("pattern-gaussians"));
  await until(page, "status", (status) => status === "ready");
  const before = await label(page);

  // Nothing there to take away, by key and by click: the pattern stays one.
  await page.focus(at("plane"));
  for (let i = 0; i < 11; i += 1) await page.keyboard.press("ArrowRight");
  for (let i = 0; i < 11; i += 1) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Delete");
  await spoken(page, "No point here.");
  await tool(page, "Erase");
  const at_ = await placing(page);
  const corner = at_(5.5, -5.5);
  await page.keyboard.press("ArrowLeft");
  await page.mouse.click(corner.x, corner.y);
  await spoken(page, "No point here.");
  assert.equal(await label(page), before);
  assert.equal(await canUndo(page), false);

  // A class that has gone is no tool any more.
  await click(page, "pattern-clusters");
  await page.waitForSelector(at("plane-set-2"));
  await click(page, "plane-set-2");
  await click(page, "pattern-gaussians");
  await page.waitForFunction((selector) => document.querySelector(selector) === null, {}, at("plane-set-2"));
  await page.waitForFunction(() => document.querySelector('[aria-label="What a click does"] button').ariaChecked === "true");

  // The line's four points: a mere click is no change, a drag is one, Escape puts back.
  await click(page, "small-tab-line");
  await named(page, "own: 4 points");
  const on = await placing(page);
  const point = on(3, 3);
  await page.mouse.click(point.x, point.y);
  assert.equal(await canUndo(page), false);
  await page.mouse.move(point.x, point.y);
  await page.mouse.down();
  await page.mouse.move(on(2, 1).x, on(2, 1).y, { steps: 3 });
  await page.mouse.up();
  await page.waitForFunction((selector) => document.querySelector(selector).getAttribute("aria-disabled") === "false", {}, at("plane-undo"));
  await click(page, "plane-undo");
  assert.equal(await canUndo(page), false);
  await page.focus(at("plane"));
  for (let i = 0; i < 6; i += 1) await page.keyboard.press("ArrowRight");
  for (let i = 0; i < 6; i += 1) await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await spoken(page, "Taken.");
  await page.keyboard.press("ArrowLeft");
  await spoken(page, "2.5, 3.0");
  // The mouse passes by, and leaves what the keyboard holds.
  await page.mouse.move(on(-2, 0).x, on(-2, 0).y, { steps: 2 });
  await page.keyboard.press("Escape");
  await spoken(page, "Put back.");
  assert.equal(await canUndo(page), false);

  // What was done to other points is not taken back in these.
  await click(page, "plane-set-0");
  await page.mouse.click(on(0, 0).x, on(0, 0).y);
  await named(page, "own: 5 points");
  assert.equal(await canUndo(page), true);
  await page.evaluate(() => [...document.querySelectorAll('[aria-label="Points"] button')].find((it) => it.innerText === "XOR").click());
  await named(page, "own: 4 points");
  await page.waitForFunction((selector) => document.querySelector(selector).getAttribute("aria-disabled") === "true", {}, at("plane-undo"));

  // Space trains from the plane, too.
  await page.focus(at("plane"));
  await page.keyboard.press(" ");
  await until(page, "small-steps", (steps) => Number(steps) > 0);
  await page.keyboard.press(" ");
  await until(page, "status", (status) => status === "paused");

  if (browser !== "chromium") return;
  await open(page, url, { width: 390, height: 700, hasTouch: true, isMobile: true });
  await click(page, "room-small");
  await click(page, "small-tab-line");
  await named(page, "own: 4 points");
  const client = await page.createCDPSession();
  const touch = (type, ...places) =>
    client.send("Input.dispatchTouchEvent", { type, touchPoints: places.map(({ x, y }) => ({ x, y })) });
  const drag = async (from, to) => {
    await touch("touchStart", from);
    for (let i = 1; i <= 8; i += 1) {
      await touch("touchMove", { x: from.x + ((to.x - from.x) * i) / 8, y: from.y + ((to.y - from.y) * i) / 8 });
    }
    await touch("touchEnd");
  };
  const scrolled = () => page.evaluate(() => scrollY);
  // A tap sets a point.
  await click(page, "plane-set-1");
  let place = await placing(page);
  await touch("touchStart", place(0, 0.5));
  await touch("touchEnd");
  await named(page, "own: 5 points");
  // A drag beside the points scrolls, and sets none; with any tool.
  for (const name of ["set", "Move"]) {
    if (name === "Move") await tool(page, "Move");
    place = await placing(page);
    const from = await scrolled();
    await drag(place(0, -1.5), { x: place(0, 0).x, y: place(0, 0).y - 160 });
    await page.waitForFunction((from) => scrollY > from, {}, from);
    assert.match(await label(page), /own: 5 points/);
  }
  // A drag on a point moves it, and the page stays.
  place = await placing(page);
  const from = await scrolled();
  await drag(place(3, 3), place(3, -1));
  assert.equal(await scrolled(), from);
  await page.focus(at("plane"));
  await tool(page, "Move");
  await page.waitForFunction((selector) => document.querySelector(selector).getAttribute("aria-disabled") === "false", {}, at("plane-undo"));
}
