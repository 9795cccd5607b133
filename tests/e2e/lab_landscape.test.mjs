import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { at, atRest, click, number, open, until, value } from "./lib/page.mjs";

export const name = "the lab's landscape: a plane through the network fills in, with the run's path on it, and can be stopped";
export const timeout = 240_000;

const done = (page) => until(page, "landscape-progress", (value) => value === "done", 120_000);

/** Chooses a segment by its text. */
const segment = (page, text) =>
  page.evaluate((text) => {
    const all = [...document.querySelectorAll('.landscape [role="radio"]')];
    all.find((one) => one.innerText.trim() === text).click();
  }, text);

const choose = (page, testid, text) =>
  page.$eval(
    at(testid),
    (select, text) => {
      select.value = text;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    },
    text,
  );

/** All losses of the table behind the picture. */
async function losses(page) {
  await page.evaluate(() => (document.querySelector(".landscape .as-table").open = true));
  await page.waitForSelector(".landscape .as-table td[title]");
  const all = await page.$$eval(".landscape .as-table td[title]", (cells) => cells.map((cell) => Number(cell.title)));
  await page.evaluate(() => (document.querySelector(".landscape .as-table").open = false));
  return all;
}

export async function run({ page, url, assert }) {
  const axe = await readFile(join(process.env.AXE, "node_modules/axe-core/axe.min.js"), "utf8");
  await open(page, url, { width: 1280, height: 900 });
  await page.evaluate(axe);
  await click(page, "room-lab");
  await click(page, "lab-tab-landscape");

  // Nothing to see yet, and what to do; a random plane goes through the start, too.
  await page.waitForSelector(at("landscape-empty"));
  assert.match(await page.$eval(at("landscape-empty"), (p) => p.innerText), /Train first/);
  await segment(page, "A random plane");
  await page.waitForSelector(at("landscape-picture"), { timeout: 60_000 });
  await done(page);
  assert.equal(await number(page, "landscape-known"), 33 * 33);
  const start = await losses(page);
  assert.equal(start.length, 33 * 33);
  assert.ok(start.every((loss) => loss > 1.5), "nothing is learned yet");
  await click(page, "landscape-another");
  await until(page, "landscape-plane", (value) => value === "random 2");
  await until(page, "landscape-progress", (value) => value === "under way");
  await done(page);
  assert.notDeepEqual(await losses(page), start);

  // Along its own path: after a little training the plane holds nearly all of it.
  await segment(page, "Along its path");
  await page.waitForSelector(at("landscape-empty"));
  await click(page, "lab-train");
  await page.waitForFunction((selector) => Number(document.querySelector(selector).dataset.value) > 300, { timeout: 120_000 }, at("lab-steps"));
  await click(page, "lab-train");
  await until(page, "status", (status) => status === "paused");
  await page.waitForSelector(at("landscape-picture"), { timeout: 60_000 });
  // The map that was begun while it trained gives way to one through where it stands.
  await page.waitForFunction(
    (selector) => document.querySelector(selector).innerText.includes("all worked out"),
    { timeout: 120_000 },
    at("landscape-known"),
  );
  assert.ok((await number(page, "landscape-said")) > 0.7, await value(page, "landscape-said"));
  const said = await page.$eval(at("landscape-said"), (p) => p.innerText);
  assert.match(said, /two dimensions out of 13.002/);
  const learned = await losses(page);
  const here = Number(said.match(/stands at ([\d.]+)/)[1]);
  assert.ok(Math.min(...learned) <= here + 0.05 && Math.max(...learned) > here + 0.3, `${here} of ${Math.min(...learned)} to ${Math.max(...learned)}`);

  // By keyboard and by mouse it is turned; from above its losses are read.
  const turned = () => value(page, "landscape-picture");
  const before = await turned();
  await page.focus(at("landscape-picture"));
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction((selector, before) => document.querySelector(selector).dataset.value !== before, {}, at("landscape-picture"), before);
  const once = await turned();
  await page.$eval(at("landscape-picture"), (picture) => picture.scrollIntoView({ block: "center" }));
  const box = await (await page.$(at("landscape-picture"))).boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 120, y, { steps: 6 });
  await page.mouse.up();
  assert.notEqual(await turned(), once);
  await segment(page, "Above");
  await page.focus(at("landscape-picture"));
  await page.keyboard.press("ArrowRight");
  const reading = () => page.$eval(at("landscape-reading"), (span) => span.innerText);
  await page.waitForFunction((selector) => /^loss [\d.]+ at/.test(document.querySelector(selector).innerText), {}, at("landscape-reading"));
  const first = await reading();
  await page.keyboard.press("ArrowUp");
  await page.waitForFunction((selector, first) => document.querySelector(selector).innerText !== first, {}, at("landscape-reading"), first);

  const barriers = async () => {
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.failureSummary}`)}`);
  };
  await page.$eval(at("landscape-more"), (summary) => summary.click());
  for (const theme of ["light", "dark"]) {
    await page.evaluate((theme) => document.documentElement.setAttribute("data-theme", theme), theme);
    await atRest(page);
    assert.deepEqual(await barriers(), [], theme);
  }

  // A plane that stays: the path grows on it.
  await click(page, "landscape-follow");
  const steps = await value(page, "lab-steps");
  const reaches = (steps) =>
    page.waitForFunction((selector, steps) => document.querySelector(selector).dataset.step === steps, {}, at("landscape-picture"), steps);
  await reaches(steps);
  await page.evaluate(() => document.activeElement.blur());
  await click(page, "lab-train");
  await page.waitForFunction((selector, steps) => Number(document.querySelector(selector).dataset.value) > Number(steps) + 20, {}, at("lab-steps"), steps);
  await click(page, "lab-train");
  await until(page, "status", (status) => status === "paused");
  await reaches(await value(page, "lab-steps"));
  assert.match(await page.$eval(at("landscape-known"), (span) => span.innerText), /gone on since/);

  // A long one can be stopped; what is there stays.
  await choose(page, "landscape-fineness", "7");
  await choose(page, "landscape-examples", "5000");
  await until(page, "landscape-progress", (value) => value === "under way");
  await page.waitForFunction((selector) => Number(document.querySelector(selector)?.dataset.value) > 24, { timeout: 60_000 }, at("landscape-known"));
  await click(page, "landscape-stop");
  await until(page, "landscape-progress", (value) => value === "stopped");
  const known = await number(page, "landscape-known");
  assert.ok(known >= 25 && known < 129 * 129);
  assert.equal(await value(page, "status"), "paused");
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.equal(await number(page, "landscape-known"), known);
  assert.ok(await page.$(at("landscape-picture")));

  // Another run has another landscape.
  await click(page, "room-lesson");
  await click(page, "reset");
  await until(page, "steps", (steps) => Number(steps) === 0);
  await click(page, "room-lab");
  await page.waitForSelector(at("landscape-empty"));
}
