// How a test uses the page: by the promised `data-testid`s, as a person would.

/** The element with this test id. */
export const at = (testid) => `[data-testid="${testid}"]`;

/** The `data-value` of an element: full precision, or plain text. */
export const value = (page, testid) =>
  page.$eval(at(testid), (element) => element.dataset.value);

/** The same as a number. */
export const number = async (page, testid) => Number(await value(page, testid));

/** Clicks without the mouse's way there, so that nothing else is hovered. */
export const click = (page, testid) => page.$eval(at(testid), (element) => element.click());

/** Waits until an element's `data-value` satisfies a test (source text is sent over). */
export function until(page, testid, test, timeout = 30_000) {
  return page.waitForFunction(
    (selector, body) => {
      const element = document.querySelector(selector);
      return element !== null && new Function("value", `return (${body})(value)`)(element.dataset.value);
    },
    { timeout, polling: 50 },
    at(testid),
    test.toString(),
  );
}

/** Waits until nothing moves or fades any more: colors on their way are none to be judged. */
export const atRest = (page) =>
  page.waitForFunction(
    () => document.getAnimations().every((it) => it.playState !== "running" || it.effect?.getComputedTiming().iterations === Infinity),
    { polling: 50 },
  );

/** Opens the page and waits until the shipped model reads and training can start. */
export async function open(page, url, size = { width: 1280, height: 800 }) {
  await page.setViewport(size);
  await page.goto(url, { waitUntil: "load" });
  await until(page, "status", (status) => status === "ready");
}

/** Trains until more than so many updates are made, pauses, and waits for the held-out figures of where it stands. */
export async function train(page, steps) {
  await click(page, "train");
  await until(page, "steps", new Function("value", `return Number(value) > ${steps}`));
  await click(page, "train");
  await until(page, "status", (status) => status === "paused");
  await until(page, "test-accuracy", (value) => Number(value) > 0);
}

/** The same link without version and sum, as one may be written by hand. */
export const byHand = (link) => link.replace("v=2&", "").replace(/&sum=.*$/, "");

/** From here on as fast as it can: a small lab's run has a pace that an eye can follow. */
export async function fullSpeed(page) {
  await page.waitForSelector(at("speed"));
  await page.$eval(at("speed"), (slider) => {
    slider.value = slider.max;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await until(page, "speed", (value) => value === "unlimited");
}

/** The link that the sheet of "Share" shows, with this choice and these controls hidden. The sheet stays open. */
export async function shared(page, lead, hide = []) {
  await click(page, "share");
  await page.waitForFunction(() => document.querySelector('[data-testid="share-copy"]')?.disabled === false);
  if (lead) {
    await page.waitForFunction((it) => document.querySelector(it)?.disabled === false, {}, at(`share-lead-${lead}`));
    await click(page, `share-lead-${lead}`);
  }
  for (const key of hide) await click(page, `share-hide-${key}`);
  await new Promise((resolve) => setTimeout(resolve, 100));
  return value(page, "share-address");
}

/** Types a value into a field and leaves it, which is when the page takes it. */
export async function fill(page, testid, text) {
  await page.$eval(
    at(testid),
    (field, text) => {
      field.focus();
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
      field.blur();
    },
    String(text),
  );
}

/**
 * Draws strokes with the mouse; points are shares of the board's side. `scale` and
 * `shift` draw the same digit smaller or elsewhere.
 */
export async function draw(page, strokes, { scale = 1, shift = [0, 0] } = {}) {
  const board = await page.$(at("draw"));
  await board.scrollIntoView();
  const box = await board.boundingBox();
  const place = ([x, y]) => [
    box.x + box.width * (0.5 + (x - 0.5) * scale + shift[0]),
    box.y + box.height * (0.5 + (y - 0.5) * scale + shift[1]),
  ];
  for (const stroke of strokes) {
    const [first, ...rest] = stroke.map(place);
    await page.mouse.move(...first);
    await page.mouse.down();
    for (const point of rest) await page.mouse.move(...point, { steps: 6 });
    await page.mouse.up();
  }
}

const arc = (cx, cy, rx, ry, from, to, n = 14) =>
  Array.from({ length: n + 1 }, (_, i) => {
    const angle = ((from + ((to - from) * i) / n) * Math.PI) / 180;
    return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)];
  });

/** Plain digits, as strokes. */
export const DIGITS = {
  0: [arc(0.5, 0.5, 0.22, 0.33, -90, 270)],
  1: [[[0.5, 0.15], [0.5, 0.85]]],
  2: [[...arc(0.5, 0.34, 0.2, 0.18, 190, 380), [0.32, 0.82], [0.72, 0.82]]],
  3: [[...arc(0.47, 0.33, 0.19, 0.17, 200, 440), ...arc(0.47, 0.66, 0.21, 0.18, -80, 160)]],
  4: [[[0.4, 0.15], [0.3, 0.55], [0.72, 0.55]], [[0.62, 0.2], [0.6, 0.88]]],
  5: [[[0.68, 0.17], [0.4, 0.17], [0.37, 0.45], ...arc(0.48, 0.62, 0.2, 0.2, -100, 150)]],
  6: [[[0.6, 0.13], [0.42, 0.4], ...arc(0.5, 0.66, 0.17, 0.18, 190, 560)]],
  7: [[[0.28, 0.2], [0.72, 0.2], [0.45, 0.85]]],
  8: [[...arc(0.5, 0.33, 0.15, 0.16, -60, -410), ...arc(0.5, 0.67, 0.18, 0.18, -60, 290)]],
  9: [[...arc(0.5, 0.35, 0.17, 0.18, -20, -370), [0.66, 0.4], [0.6, 0.86]]],
};
