import { drawn, hands, placing, send, strokes } from "./lib/board.mjs";
import { at, click, draw, number, open, until, DIGITS } from "./lib/page.mjs";

export const name = "the board in rough hands: 200 strokes, two fingers, a palm, ways out in mid-stroke, a turned phone";
export const timeout = 240_000;

/** A hundred by mouse, none waiting for the one before, and a hundred by finger. */
async function twoHundred({ page, hand, assert }) {
  const place = await placing(page);
  const finger = hand.touch(0);
  const lines = Array.from({ length: 200 }, (_, i) => {
    const [x, y] = [(0.5 + (i % 20)) / 20, (0.5 + Math.floor(i / 20)) / 10];
    return [[x, y - 0.03], [x, y + 0.03]];
  });
  const { mouse } = page;
  const byMouse = ([from, to]) => [mouse.move(from.x, from.y), mouse.down(), mouse.move(to.x, to.y), mouse.up()];
  const places = lines.map((line) => line.map(place));
  await Promise.all(places.slice(0, 100).flatMap(byMouse));
  // Touches sent before the last one has been answered, Chromium may cancel.
  for (const [from, to] of places.slice(100)) {
    await finger.down(from);
    await finger.move(to);
    await finger.up();
  }
  await drawn(page, assert, lines, "rapid");
  // Undo brings the cleared drawing back, and then takes back one at a time.
  await click(page, "undo");
  const undone = await page.$eval(at("undo"), async (undo, clear) => {
    let times = 0;
    for (; !document.querySelector(clear).disabled; times += 1) {
      undo.click();
      await new Promise((done) => setTimeout(done));
    }
    return times;
  }, at("clear"));
  assert.equal(undone, 200);
}

async function twoFingers({ page, hand, assert }) {
  const place = await placing(page);
  const [first, second] = [hand.touch(0), hand.touch(1)];
  const view = () => page.evaluate(() => [scrollX, scrollY, visualViewport.scale, visualViewport.offsetTop]);
  const before = await view();
  await first.down(place([0.2, 0.2]));
  await second.down(place([0.8, 0.2]));
  await first.move(place([0.2, 0.5]));
  await second.move(place([0.6, 0.7]));
  await second.up();
  await first.move(place([0.2, 0.8]));
  await first.up();
  await first.down(place([0.7, 0.5]));
  await first.up();
  assert.deepEqual(await view(), before, "the page has neither scrolled nor zoomed");
  await drawn(page, assert, [[[0.2, 0.2], [0.2, 0.5], [0.2, 0.8]], [[0.7, 0.5]]], "the first finger's");
}

async function palm({ page, hand, assert }) {
  const place = await placing(page);
  const [pen, palm] = [hand.pen(), hand.touch(0, 40)];
  const stroke = async (x, meanwhile) => {
    await pen.down(place([x, 0.2]));
    await meanwhile();
    await pen.move(place([x, 0.6]));
    await pen.up(place([x, 0.6]));
  };
  // Laid on before the pen, and left there for two strokes.
  await palm.down(place([0.9, 0.9]));
  await palm.move(place([0.85, 0.9]));
  await stroke(0.3, () => palm.move(place([0.8, 0.9])));
  await palm.move(place([0.85, 0.9]));
  await stroke(0.5, () => palm.up());
  // And laid on in mid-stroke.
  await stroke(0.7, () => palm.down(place([0.9, 0.9])));
  await palm.up();
  await palm.down(place([0.1, 0.1]));
  await palm.up();
  const pens = [0.3, 0.5, 0.7].map((x) => [[x, 0.2], [x, 0.6]]);
  await drawn(page, assert, [...pens, [[0.1, 0.1]]], "the pen's, none of its palm's, and a touch that comes alone");
}

async function waysOut({ page, browser, hand, assert }) {
  const place = await placing(page);
  const finger = hand.touch(0);
  const line = (x) => [[x, 0.3], [x, 0.6]];
  const move = (to) => page.mouse.move(place(to).x, place(to).y);
  const begin = async (x) => {
    await move(line(x)[0]);
    await page.mouse.down();
    await move(line(x)[1]);
  };
  const whole = async (x) => (await begin(x), await page.mouse.up());

  // Let go outside of the board; with Chromium's driver, of the window. What is drawn there,
  // nobody sees: it stays at the edge.
  await begin(0.2);
  await page.mouse.move(...(browser === "chromium" ? [-300, -200] : [2, 2]));
  await page.mouse.up();
  await move([0.3, 0.3]);
  await whole(0.4);
  await drawn(page, assert, [[...line(0.2), [0, 0]], line(0.4)], "let go outside");

  // The system takes the finger away, as for a call.
  await finger.down(place(line(0.2)[0]));
  await finger.move(place(line(0.2)[1]));
  await finger.cancel();
  await whole(0.4);
  await drawn(page, assert, [line(0.2), line(0.4)], "canceled");

  // Let go where no page is told, as in a dialog of the system. A driver always tells, so
  // these events are made: a mouse that comes back without its button, and one that does
  // not come back before another is pressed.
  const mouse = ([x, y], type, buttons) => {
    const { x: clientX, y: clientY } = place([x, y]);
    return send(page, type, { pointerType: "mouse", pointerId: 70, isPrimary: true, clientX, clientY, buttons });
  };
  for (const x of [0.2, 0.4]) {
    await mouse(line(x)[0], "pointerdown", 1);
    await mouse(line(x)[1], "pointermove", 1);
    await page.evaluate(() => window.dispatchEvent(new Event("blur")));
    if (x === 0.2) await mouse([0.9, 0.9], "pointermove", 0);
  }
  await whole(0.6);
  await drawn(page, assert, [0.2, 0.4, 0.6].map(line), "let go elsewhere");

  // Undone in mid-stroke: the rest is not the end of the stroke before.
  await whole(0.2);
  await begin(0.4);
  await click(page, "undo");
  await move([0.9, 0.9]);
  await page.mouse.up();
  await drawn(page, assert, [line(0.2)], "undone");

  // A pointer comes down while the pen of the keys is down: the keys let go of theirs.
  await page.focus(at("draw"));
  for (const key of [" ", "ArrowRight"]) await page.keyboard.press(key);
  await whole(0.2);
  await page.keyboard.press("ArrowRight");
  await drawn(page, assert, [[[0.5, 0.5], [0.54, 0.5]], line(0.2)], "keys and a pointer");
}

async function turning({ page, hand, assert, turn }) {
  const place = await placing(page);
  const finger = hand.touch(0);
  await finger.down(place([0.1, 0.2]));
  await finger.move(place([0.1, 0.4]));
  await turn("lying");
  await finger.move(place([0.1, 0.7]));
  await finger.up();
  await turn("upright");
  await finger.down(place([0.4, 0.4]));
  await finger.up();
  await drawn(page, assert, [[[0.1, 0.2], [0.1, 0.4]], [[0.4, 0.4]]], "turned in mid-stroke");

  // Between strokes: the same drawing, picture and answer at every turn.
  const now = async () => [await strokes(page), await page.$eval(".seen canvas", (picture) => picture.toDataURL())];
  await draw(page, DIGITS[7]);
  await until(page, "prediction", (value) => value === "7");
  const before = await now();
  for (const way of ["lying", "upright"]) {
    await turn(way);
    assert.deepEqual(await now(), before, way);
    await until(page, "prediction", (value) => value === "7");
  }
}

export async function run({ page, browser, url, assert }) {
  const phone = browser === "chromium" ? { isMobile: true, hasTouch: true, deviceScaleFactor: 3 } : {};
  const sizes = { upright: { width: 390, height: 844 }, lying: { width: 844, height: 390 } };
  await open(page, url, { ...sizes.upright, ...phone });
  // The stroke that is drawn while a network learns as fast as it can.
  await click(page, "train");
  await until(page, "steps", (value) => Number(value) > 50);
  const steps = await number(page, "steps");
  await click(page, "room-lab");
  await click(page, "lab-tab-lens");
  // The network that learns may not read a 7 yet.
  await page.$$eval(".panel--answer button", (all) => all.find((it) => it.innerText === "Shipped model").click());

  /** Turns the phone, and waits until the board is square and has a pixel for each of the screen's. */
  const turn = async (way) => {
    await page.setViewport({ ...sizes[way], ...phone });
    const isSharp = (selector, wide) => {
      const { width, height, clientWidth, clientHeight } = document.querySelector(selector);
      const side = Math.round(clientWidth * devicePixelRatio);
      return innerWidth === wide && side > 0 && clientWidth === clientHeight && width === side && height === side;
    };
    await page.waitForFunction(isSharp, {}, at("draw"), sizes[way].width);
  };
  const given = { page, browser, assert, turn, hand: await hands(page, browser) };
  for (const part of [twoHundred, twoFingers, palm, waysOut, turning]) await part(given);

  // Nothing is stuck: clear, undo, draw, and the run goes on.
  await click(page, "clear");
  await until(page, "prediction", (value) => value === "");
  await click(page, "undo");
  await until(page, "prediction", (value) => value === "7");
  await click(page, "clear");
  await draw(page, DIGITS[0]);
  await until(page, "prediction", (value) => value === "0");
  await click(page, "room-lesson");
  await until(page, "status", (value) => value === "training");
  assert.ok((await number(page, "steps")) > steps);
}
