import { at, click, fill, open, until, value } from "./lib/page.mjs";

export const name = "notices cover nothing that they speak of, move nothing, and tell a wreck from a success";
export const timeout = 120_000;

const frames = (page) => page.evaluate(() => new Promise((done) => setTimeout(done, 200)));

/** Whether a click in its middle meets a control. */
const isOnTop = (page, testid) =>
  page.$eval(at(testid), (element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
  });

/** At a phone's lower edge a notice hides nothing for good: not the control that one is at, not the page's end, no bar. */
async function atLowerEdge(page, assert) {
  const top = (selector) => page.$eval(selector, (element) => element.getBoundingClientRect().top);
  const bottom = (selector) => page.$eval(selector, (element) => element.getBoundingClientRect().bottom);
  await page.setViewport({ width: 360, height: 740 });
  await page.$eval(at("new-seed"), (button) => window.scrollBy(0, button.getBoundingClientRect().bottom - innerHeight + 8));
  await page.evaluate((selector) => document.querySelector(selector).focus({ preventScroll: true }), at("new-seed"));
  await page.keyboard.press("Enter");
  await page.waitForSelector(at("notice"));
  await page.waitForFunction(
    (control, notice) => document.querySelector(control).getBoundingClientRect().bottom < document.querySelector(notice).getBoundingClientRect().top,
    { polling: 50 },
    at("new-seed"),
    at("notice"),
  );
  assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), "new-seed");
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await frames(page);
  assert.ok((await bottom(".page > footer, .footer")) <= (await top(at("notice"))), "the end of the page comes up from behind it");
  await click(page, "dismiss");

  for (const [way, bar] of [[["open-steps"], ".timeline__bar"], [["close-steps", "room-lab", "lab-tab-class", "collect-start"], ".collect__bar"]]) {
    for (const testid of way) {
      await page.waitForSelector(at(testid));
      await click(page, testid);
    }
    await page.waitForSelector(bar);
    await page.evaluate(() => (location.hash = "#foo=bar"));
    await page.waitForFunction((selector) => /can't be opened/.test(document.querySelector(selector)?.innerText), { polling: 50 }, at("notice"));
    await frames(page);
    assert.ok((await bottom(at("notice"))) <= (await top(bar)), `above ${bar}`);
    assert.ok(await isOnTop(page, "dismiss"));
    await click(page, "dismiss");
  }
  await click(page, "room-lesson");
  await page.waitForSelector(at("train"));
}

export async function run({ page, url, assert }) {
  await open(page, url);
  const bounds = (selector) => page.$eval(selector, (element) => element.getBoundingClientRect().toJSON());
  const place = async (selector) => Math.round((await bounds(selector)).top);
  for (const [width, height] of [[1280, 800], [1920, 1080], [390, 844], [360, 740]]) {
    const isPhone = width < 700;
    await page.setViewport({ width, height });
    for (const [testid, selector] of [["reset", ".panel--train"], ["new-seed", ".transport"], ["new-seed", ".panel--curves"], ["new-seed", ".panel--setup"]]) {
      await page.$eval(selector, (element) => element.scrollIntoView({ block: "start" }));
      await frames(page);
      const [before, room] = [await place(selector), await bounds(".masthead")];
      await click(page, testid);
      await page.waitForSelector(at("notice"));
      await frames(page);
      assert.equal(await place(selector), before, `${selector} stays at ${width}×${height}`);
      // In the room of the top line, which is there without it, too; a phone's has none.
      assert.deepEqual(await bounds(".masthead"), room, `${selector} at ${width}×${height}`);
      const notice = await bounds(at("notice"));
      const [top, bottom] = isPhone ? [height / 2, height] : [room.top, room.bottom];
      assert.ok(notice.top >= top && notice.bottom <= bottom, JSON.stringify({ notice, room }));
      assert.ok(notice.left >= 0 && notice.right <= width, JSON.stringify(notice));
      for (const way of ["room-lesson", "room-runs", "share"]) assert.ok(await isOnTop(page, way), `${way} at ${width}×${height}`);
      for (const button of ["undo-run", "dismiss"]) {
        if (await page.$(at(button))) assert.ok(await isOnTop(page, button), `${button} at ${width}×${height}`);
      }
      await click(page, "dismiss");
    }
  }

  await atLowerEdge(page, assert);

  // A run that comes to its end and has learned nothing is not told as if it had.
  await page.setViewport({ width: 1280, height: 800 });
  await page.$$eval(".presets button", (buttons) => buttons[1].click());
  await until(page, "architecture", (value) => value === "784-128-10");
  await fill(page, "schedule-epochs", "1");
  await until(page, "schedule-epochs", (value) => value === "1");
  await fill(page, "learning-rate", "50");
  await click(page, "train");
  await until(page, "status", (value) => value === "finished", 60_000);
  await page.waitForFunction((selector) => /in vain/.test(document.querySelector(selector)?.innerText), {}, at("finished"));
  const text = await page.$eval(at("finished"), (notice) => notice.innerText);
  // Its layers are looked at once it stands: what is found there is the cause, else the rate.
  assert.match(text, /Its one epoch is done.*ended at \d+\.\d %.*guessing gets 10 %.*(units of hidden layer 1 are dead|rate of 50 was probably too high)/s);
  assert.equal(await page.$(at("worse")), null, "once is enough");
  await click(page, "retry-slower");
  await until(page, "steps", (value) => value === "0");
  assert.equal(await value(page, "learning-rate"), "5");
  await fill(page, "learning-rate", "0.4");
  await click(page, "train");
  await until(page, "status", (value) => value === "finished", 60_000);
  await until(page, "test-accuracy", (value) => Number(value) > 0.9);
  assert.match(await page.$eval(at("finished"), (notice) => notice.innerText), /^Finished\. Its one epoch is done, at step 1,875\./);
}
