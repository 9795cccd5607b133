import { at, click, fill, open, until, value } from "./lib/page.mjs";

export const name = "notices cover nothing that they speak of, move nothing, and tell a wreck from a success";
export const timeout = 120_000;

const frames = (page) => page.evaluate(() => new Promise((done) => setTimeout(done, 200)));

export async function run({ page, url, assert }) {
  await open(page, url);
  const bounds = (selector) => page.$eval(selector, (element) => element.getBoundingClientRect().toJSON());
  const place = async (selector) => Math.round((await bounds(selector)).top);
  for (const [width, height] of [[1280, 800], [1920, 1080], [390, 844]]) {
    await page.setViewport({ width, height });
    for (const [testid, selector] of [["reset", ".panel--train"], ["new-seed", ".transport"], ["new-seed", ".panel--curves"], ["new-seed", ".panel--setup"]]) {
      await page.$eval(selector, (element) => element.scrollIntoView({ block: "start" }));
      await frames(page);
      const [before, room] = [await place(selector), await bounds(".masthead")];
      await click(page, testid);
      await page.waitForSelector(at("notice"));
      await frames(page);
      assert.equal(await place(selector), before, `${selector} stays at ${width}×${height}`);
      // In the room of the top line, which is there without it, too.
      assert.deepEqual(await bounds(".masthead"), room, `${selector} at ${width}×${height}`);
      const notice = await bounds(at("notice"));
      assert.ok(notice.top >= 0 && notice.top >= room.top && notice.bottom <= room.bottom, JSON.stringify({ notice, room }));
      assert.ok(notice.left >= 0 && notice.right <= width, JSON.stringify(notice));
      await click(page, "dismiss");
    }
  }

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
