import { at, byHand, click, number, open, until } from "./lib/page.mjs";

export const name = "the step view's frame: keys from anywhere, a modal sheet, ways back, and nothing moves from stop to stop";
export const timeout = 180_000;

const VIEW = at("steps-view");
const place = (page) => page.$eval(VIEW, (view) => view.dataset.place);
const stands = (page, expected) =>
  page.waitForFunction((view, expected) => document.querySelector(view)?.dataset.place === expected, {}, VIEW, expected);
const press = async (page, key, ...modifiers) => {
  for (const modifier of modifiers) await page.keyboard.down(modifier);
  await page.keyboard.press(key);
  for (const modifier of modifiers) await page.keyboard.up(modifier);
};
const focused = (page) => page.evaluate(() => document.activeElement?.dataset.testid ?? document.activeElement?.tagName);
const focusComesTo = (page, testid) =>
  page.waitForFunction((testid) => document.activeElement?.dataset.testid === testid, {}, testid);

/** Where the parts of the frame stand: they must not move. */
const frame = (page) =>
  page.evaluate(() => {
    const parts = [".steps__top", ".phases", at("stop"), at("stop-next"), ".timeline__level", ".steps__sentence", ".pane--network", ".pane--equations", ".pane--numbers"];
    function at(testid) {
      return `[data-testid="${testid}"]`;
    }
    const boxes = parts.map((part) => {
      const box = document.querySelector(part).getBoundingClientRect();
      return `${part}: ${[box.left, box.top + window.scrollY, box.width, box.height].map(Math.round)}`;
    });
    return [...boxes, `.closer: ${Math.round(document.querySelector(".closer").getBoundingClientRect().top + window.scrollY)}`];
  });

async function keysFromAnywhere(page, assert) {
  // One key from the running lesson; not while a number is being typed.
  await click(page, "train");
  await until(page, "steps", (value) => Number(value) > 100);
  await page.focus(at("learning-rate"));
  await page.keyboard.press("s");
  assert.equal(await page.$(VIEW), null, "typing is typing");
  await page.focus(at("train"));
  await page.keyboard.press("s");
  await page.waitForSelector(VIEW);

  // With nothing focused at all, as after a click beside everything.
  await page.evaluate(() => document.activeElement.blur());
  assert.equal(await focused(page), "BODY");
  await page.keyboard.press("ArrowRight");
  await stands(page, "forward.0");
  await page.keyboard.press("Enter");
  await page.waitForFunction((view) => document.querySelector(view).dataset.place.split(".").length === 3, {}, VIEW);
  await page.keyboard.press("Escape");
  await stands(page, "forward.0");

  // A button that has come to its end keeps the focus, and says that it can do no more.
  await page.focus(at("stop-next"));
  await page.keyboard.press("End");
  await stands(page, "update.3");
  assert.equal(await focused(page), "stop-next");
  assert.equal(await page.$eval(at("stop-next"), (button) => button.ariaDisabled), "true");
  await page.keyboard.press("Enter");
  assert.equal(await place(page), "update.3");
  await page.keyboard.press("Home");
  await stands(page, "batch");
}

async function modalSheet(page, assert) {
  await page.focus(at("stop-next"));
  await press(page, "?");
  await page.waitForSelector(at("keys-sheet"));
  assert.ok(await page.$eval(at("keys-sheet"), (sheet) => sheet.closest("dialog").matches(":modal")));
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Tab");
  assert.equal(await place(page), "batch", "its keys are its own");
  await page.keyboard.press("Escape");
  await page.waitForFunction((sheet) => document.querySelector(sheet) === null, {}, at("keys-sheet"));
  await focusComesTo(page, "stop-next");
  assert.equal(await place(page), "batch", "Escape closed the sheet and nothing else");
  await page.keyboard.press("ArrowRight");
  await stands(page, "forward.0");
  await page.keyboard.press("ArrowLeft");
  await stands(page, "batch");
}

async function waysBack(page, assert) {
  // A number leads elsewhere, Backspace and the browser's Back lead back; at last to the lesson.
  for (const back of [() => page.keyboard.press("Backspace"), () => page.evaluate(() => history.back()), () => click(page, "return")]) {
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowLeft");
    await stands(page, "update.2");
    await page.focus(VIEW);
    await page.keyboard.press("Enter");
    await page.waitForFunction((view) => document.querySelector(view).dataset.place.startsWith("update.2."), {}, VIEW);
    const here = await place(page);
    // Any unit but the one that one stands at, which is the one that tells most.
    const other = here.endsWith(".0") || here.includes(".0.") ? "last" : "first";
    await page.$$eval(
      ".pane--network [role=button]",
      (units, other) => units.at(other === "first" ? 0 : -1).dispatchEvent(new MouseEvent("click", { bubbles: true })),
      other,
    );
    await page.waitForFunction((view, here) => document.querySelector(view).dataset.place !== here, {}, VIEW, here);
    const there = await place(page);
    await page.$$eval(".phase", (phases) => phases[1].click());
    await page.waitForFunction((view) => document.querySelector(view).dataset.place.startsWith("forward."), {}, VIEW);
    await back();
    await stands(page, there);
    await back();
    await stands(page, here);
    await page.waitForFunction((button) => document.querySelector(button) === null, {}, at("return"));
    await page.waitForFunction(() => document.activeElement.tagName !== "BODY");
    await page.evaluate(() => [...document.querySelectorAll(".timeline__level [role=radio]")][1].click());
  }
  await new Promise((resolve) => setTimeout(resolve, 600));
  await page.evaluate(() => history.back());
  await page.waitForSelector(at("train"));
  assert.equal(await page.evaluate(() => location.hash), "");
  // And again: what is closed by its own button leaves nothing behind.
  for (let i = 0; i < 2; i += 1) {
    await page.keyboard.press("s");
    await page.waitForSelector(VIEW);
    await click(page, "close-steps");
    await page.waitForSelector(at("train"));
  }
  await page.keyboard.press("s");
  await page.waitForSelector(VIEW);
  await page.evaluate(() => history.back());
  await page.waitForSelector(at("train"));
}

async function links(page, url, assert) {
  await page.keyboard.press("s");
  await page.waitForSelector(VIEW);
  await page.waitForFunction(() => location.hash.includes("at="));
  const link = byHand(await page.evaluate(() => location.href));
  for (const [asked, found] of [["forward.77", "forward.2"], ["sideways", "batch"]]) {
    await page.goto("about:blank");
    await page.goto(link.replace(/at=[^&]*/, `at=${asked}`));
    await stands(page, found);
    await page.waitForFunction((asked) => document.querySelector('[data-testid="notice"]')?.innerText.includes(asked), {}, asked);
  }
  // The rate at the start belongs to the link; changed on the way there is none, and it is said.
  assert.equal(await page.$(at("no-link")), null);
  await click(page, "close-steps");
  await page.waitForSelector(at("learning-rate"));
  const steps = await number(page, "steps");
  await page.$eval(at("learning-rate"), (field) => {
    field.value = "0.123";
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await click(page, "step");
  await until(page, "steps", new Function("value", `return Number(value) > ${steps}`));
  await page.keyboard.press("s");
  await page.waitForSelector(VIEW);
  await page.waitForSelector(at("no-link"));
  await new Promise((resolve) => setTimeout(resolve, 600));
  assert.equal(await page.evaluate(() => location.hash), "", "no link rather than a false one");
}

async function standsStill(page, assert) {
  for (const [width, height] of [[1280, 800], [1920, 1080]]) {
    await page.setViewport({ width, height });
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.keyboard.press("Home");
    await stands(page, "batch");
    await new Promise((resolve) => setTimeout(resolve, 300));
    const still = await frame(page);
    const last = Number(await page.$eval(at("stop"), (range) => range.max));
    for (let stop = 1; stop <= last; stop += 1) {
      await page.keyboard.press("ArrowRight");
      await until(page, "stop", new Function("value", `return value === "${stop}"`));
      assert.deepEqual(await frame(page), still, `stop ${stop} at ${width}×${height}`);
      const sentence = await page.$eval(at("sentence"), (s) => s.scrollHeight - s.clientHeight);
      assert.ok(sentence <= 1, `the sentence of stop ${stop} fits: ${sentence} px too high`);
    }
    const ends = await page.evaluate(() =>
      [".pane--network", ".pane--equations", ".pane--numbers"].map((pane) => document.querySelector(pane).getBoundingClientRect().bottom),
    );
    assert.ok(ends.every((bottom) => bottom <= height), `the panes end at ${ends} of ${height}`);
    const closer = await page.$eval(".closer", (closer) => closer.getBoundingClientRect().top);
    assert.ok(closer < height - 100, `of the closer look at least the top is seen: ${closer} of ${height}`);
  }
}

async function onAPhone(page, url, assert) {
  await open(page, url, { width: 390, height: 844, hasTouch: true, isMobile: true });
  await page.waitForFunction(() => /60,000 digits to train on/.test(document.body.innerText));
  await click(page, "open-steps");
  for (const [width, height] of [[390, 844], [360, 640], [844, 390]]) {
    await page.setViewport({ width, height, hasTouch: true, isMobile: true });
    await page.waitForSelector(VIEW);
    const seen = () =>
      page.$$eval(".pane--network, .pane--equations, .pane--numbers, .closer", (panes) =>
        panes.filter((pane) => pane.getBoundingClientRect().height > 0).map((pane) => pane.getAttribute("aria-label")),
      );
    await page.$$eval(".steps__tabs [role=radio]", (tabs) => tabs[0].click());
    await page.waitForFunction((view) => document.querySelector(view).dataset.pane === "network", {}, VIEW);
    assert.deepEqual(await seen(), ["The network"]);
    const swipe = (selector, dx) =>
      page.$eval(
        selector,
        (target, dx) => {
          const event = (type, x) =>
            target.dispatchEvent(new PointerEvent(type, { bubbles: true, isPrimary: true, pointerType: "touch", clientX: x, clientY: 300 }));
          event("pointerdown", 200);
          event("pointerup", 200 + dx);
        },
        dx,
      );
    for (const [pane, label] of [["equations", "The equations"], ["numbers", "The numbers"], ["closer", "A closer look"], ["closer", "A closer look"]]) {
      await swipe(".panes", -90);
      await page.waitForFunction((view, pane) => document.querySelector(view).dataset.pane === pane, {}, VIEW, pane);
      assert.deepEqual(await seen(), [label]);
    }
    const stop = await page.$eval(at("stop"), (range) => Number(range.value));
    await swipe(at("sentence"), stop > 0 ? 90 : -90);
    await until(page, "stop", new Function("value", `return value === "${stop > 0 ? stop - 1 : 1}"`));
    for (const y of [0, 100_000]) {
      await page.evaluate((y) => window.scrollTo(0, y), y);
      for (const testid of ["stop", "stop-back", "play-steps", "stop-next"]) {
        const { top, bottom } = await page.$eval(at(testid), (e) => e.getBoundingClientRect().toJSON());
        assert.ok(top > height / 2 && bottom <= height + 1, `${testid} is where the thumb is: ${top}–${bottom} of ${height}`);
      }
    }
  }
}

export async function run({ page, url, browser, assert }) {
  await open(page, url);
  await page.waitForFunction(() => /60,000 digits to train on/.test(document.body.innerText));
  await keysFromAnywhere(page, assert);
  await modalSheet(page, assert);
  await waysBack(page, assert);
  await links(page, url, assert);
  await standsStill(page, assert);
  // Firefox's driver can't emulate a phone.
  if (browser === "chromium") await onAPhone(page, url, assert);
}
