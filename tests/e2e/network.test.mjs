import { DIGITS, at, click, draw, open, until } from "./lib/page.mjs";

export const name = "the network of the step view: each example's numbers legible on a phone, a sign's color everywhere, pixels and weights by name";
export const timeout = 180_000;

const CARDS = ["w1", "w2", "w3", "w4", "w4b", "w5", "w6", "w7", "w8", "w9", "expression", "chain"];

/** Texts of the drawing that cover each other or are cut off. */
const unreadable = () => {
  const frame = document.querySelector(".net").getBoundingClientRect();
  // A line of text is higher than its digits, and not in each browser by as much.
  const box = (text) => {
    const { left, right, top, bottom } = text.getBoundingClientRect();
    const reach = 0.4 * parseFloat(getComputedStyle(text).fontSize);
    return { left, right, top: (top + bottom) / 2 - reach, bottom: (top + bottom) / 2 + reach };
  };
  const texts = [...document.querySelectorAll(".net__svg text")]
    .map((text) => [text.textContent, box(text)])
    .filter(([text]) => text !== "");
  const cut = texts
    .filter(([, box]) => box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1)
    .map(([text]) => `${text} is cut off`);
  const covered = texts.flatMap(([a, one], idx) =>
    texts.slice(idx + 1).flatMap(([b, other]) =>
      Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1 &&
      Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1
        ? [`${a} and ${b}`]
        : [],
    ),
  );
  return [...cut, ...covered];
};

/** What of the drawing can't be read once it has had time to take on its frame's new size. */
async function unreadableAtRest(page) {
  // Measuring the frame and drawing for it take two frames, and longer on a busy machine.
  const ends = Date.now() + 5_000;
  for (;;) {
    const found = await page.evaluate(unreadable);
    if (found.length === 0 || Date.now() > ends) return found;
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Points the mouse at a line of a large network: at the strongest of those that lead right. */
async function pointAtLine(page, svg) {
  const [x, y] = await page.$eval(svg, (svg) => {
    const { left, top } = svg.getBoundingClientRect();
    const paths = [...svg.querySelectorAll(".edge")].sort((a, b) => b.style.opacity - a.style.opacity);
    const lines = paths.flatMap((path) => [...path.getAttribute("d").matchAll(/M(\S+) (\S+)L(\S+) (\S+?)(?=M|$)/g)]);
    for (const [, ...ends] of lines) {
      const [x0, y0, x1, y1] = ends.map(Number);
      const at = [left + 0.2 * x0 + 0.8 * x1, top + 0.2 * y0 + 0.8 * y1];
      const under = document.elementFromPoint(...at);
      if (under !== null && under.closest("[role=button], .picture, [data-number]") === null && under.closest(".network, .net") !== null) return at;
    }
    throw new Error("no line can be reached");
  });
  await page.mouse.move(x, y);
  await page.waitForSelector(`${svg} ${at("meant-line")}`);
  return [x, y];
}

export async function run({ page, url, assert }) {
  await open(page, url, { width: 390, height: 844 });
  const stands = (place) =>
    page.waitForFunction(
      (place) => document.querySelector('[data-testid="steps-view"]')?.dataset.place.startsWith(place),
      {},
      place,
    );
  const phase = async (idx, place) => {
    await page.$$eval(".phase", (phases, idx) => phases[idx].click(), idx);
    await stands(place);
  };
  for (const card of CARDS) {
    await page.$eval(`${at("cards")} > summary`, (summary) => summary.click());
    if ((await page.$(at(`card-${card}`))) === null) continue;
    await click(page, `card-${card}`);
    await page.waitForSelector(at("steps-view"));
    await stands("batch");
    for (const [idx, place] of [[1, "forward"], [3, "backward"], [4, "update"]]) {
      await phase(idx, place);
      await page.waitForFunction(() => document.querySelectorAll(".net__svg .net__number").length > 0);
      assert.deepEqual(await unreadableAtRest(page), [], `${card}, ${place}`);
    }
  }

  // At the second reading the circles are blank: the trace doesn't have what they would show.
  await page.focus(at("steps-view"));
  await page.keyboard.press("End");
  const inside = () => page.$$eval(".net__number", (all) => all.map((text) => text.textContent));
  const n = (await inside()).length;
  assert.equal((await inside()).filter((text) => text !== "").length, 1, `only the input, of ${n}`);
  await click(page, "close-steps");

  // A digit: blue above 0, orange below, as everywhere; each pixel has a name.
  await page.setViewport({ width: 1280, height: 900 });
  await page.waitForFunction(() => /60,000 digits to train on/.test(document.body.innerText));
  await click(page, "train");
  await until(page, "steps", (value) => Number(value) > 60);
  // In the lesson a line leads to its weight's factors.
  await draw(page, DIGITS[5]);
  await page.$eval(".network__svg", (svg) => svg.scrollIntoView({ block: "center" }));
  const there = await pointAtLine(page, ".network__svg");
  // While it trains, its weight changes under the pointer.
  await click(page, "train");
  await until(page, "status", (status) => status === "paused");
  await page.mouse.click(...there);
  await page.waitForSelector(at("chosen-weight"));
  await page.waitForFunction(
    (chosen, meant) => document.querySelector(chosen).dataset.value === document.querySelector(meant)?.dataset.value,
    {},
    at("chosen-weight"),
    at("meant-line"),
  );
  assert.match(await page.$eval(at("chosen-weight"), (term) => term.innerText), /^w·x from .*\n.* · .* =\s/);
  assert.match(await page.$eval('.panel--unit [aria-live="polite"]', (name) => name.innerText), /unit \d+|Output \d+/);

  // Its unit's numbers are no wider than a phone.
  await page.setViewport({ width: 390, height: 844 });
  await page.waitForFunction(() => document.documentElement.scrollWidth <= innerWidth);
  assert.equal((await page.$$(".panel--unit .terms td")).length > 0, true);
  await page.setViewport({ width: 1280, height: 900 });

  await click(page, "open-steps");
  await page.waitForSelector(at("steps-view"));
  // A line of a large network leads to the factors of its weight's gradient, too.
  await phase(1, "forward");
  const here = await pointAtLine(page, ".net__svg");
  const [, source] = /from (.+)$/.exec(await page.$eval(at("meant-tip"), (tip) => tip.textContent));
  await page.mouse.click(...here);
  await stands("backward.");
  await page.waitForFunction(
    (chosen, source) => document.querySelector(chosen)?.innerText === source,
    {},
    `${at("nudges")} th.nudges__chosen button`,
    source,
  );
  await phase(3, "backward");
  const fills = await page.$$eval(".net__svg .unit", (units) =>
    units.map((unit) => [
      /δ −/.test(unit.getAttribute("aria-label")),
      getComputedStyle(unit.querySelector(".unit__fill")).fill,
    ]),
  );
  const colors = (negative) => new Set(fills.filter(([is]) => is === negative).map(([, fill]) => fill));
  const token = (name) =>
    page.evaluate((name) => {
      const probe = document.body.appendChild(document.createElement("i"));
      probe.style.color = `var(${name})`;
      const { color } = getComputedStyle(probe);
      probe.remove();
      return color;
    }, name);
  assert.deepEqual([...colors(true)], [await token("--negative")]);
  assert.deepEqual([...colors(false)], [await token("--positive")]);
  const picture = await page.$(".net__picture canvas");
  const box = await picture.boundingBox();
  await page.mouse.move(box.x + (box.width * 16.5) / 28, box.y + (box.height * 4.5) / 28);
  await page.waitForFunction(() => /row 4, column 16/.test(document.querySelector(".net__told").innerText));

  // Of a unit of the first layer there stand below the pixels, backward, the gradients.
  await page.$eval('.net__svg [aria-label^="Layer 1, unit"]', (unit) => unit.dispatchEvent(new MouseEvent("click", { bubbles: true })));
  await stands("backward.2.");
  await page.waitForFunction(() => document.querySelectorAll(".net__picture").length === 2);
  await page.mouse.move(4, 4);
  assert.match(await page.$$eval(".net__told", (all) => all[1].innerText), /∂loss\/∂w of unit \d+/);

  // An output that is pointed at or has the focus tells its logit beside the share of it, and
  // so does its name.
  await phase(2, "loss");
  const share = '.net__svg .unit[aria-label*="softmax makes the share"]';
  await page.waitForSelector(share);
  await page.$eval(share, (unit) => unit.focus());
  const said = await page.$eval(share, (unit) => unit.getAttribute("aria-label"));
  const [, z, part] = /: z (\S+), of which softmax makes the share (\S+)$/.exec(said);
  await page.waitForFunction(
    (tip, text) => document.querySelector(tip)?.textContent === text,
    {},
    at("share-tip"),
    `z ${z} → ${part}`,
  );

  // A weight, from wherever before the update, leads to the factors of its gradient.
  await phase(1, "forward");
  await click(page, "close-steps");
  await page.$eval(`${at("cards")} > summary`, (summary) => summary.click());
  await click(page, "card-w3");
  await page.waitForSelector(at("steps-view"));
  await stands("batch");
  await phase(1, "forward");
  await page.$eval(".net__weight .num:not(.drawn--back)", (weight) => weight.dispatchEvent(new MouseEvent("click", { bubbles: true })));
  await stands("backward.");
  await page.waitForFunction((equations) => /nudge.*f.*′/.test(document.querySelector(equations)?.textContent ?? ""), {}, at("equations"));
}
