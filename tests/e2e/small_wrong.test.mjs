import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { at, atRest, click, fill, fullSpeed, number, open, until, value } from "./lib/page.mjs";

export const name = "what goes wrong: each failure fails by one click and is cured by another, and its health is told in words";
export const timeout = 400_000;

/** Failures with what the monitor finds in them; nothing where more than one thing may be told. */
const FAILURES = {
  rate: null,
  zeros: ["alike"],
  sigmoid: ["vanishing"],
  exploding: ["exploding"],
  dead: ["dead"],
  overfitting: ["by-heart"],
  raw: ["saturated"],
};

const attribute = (page, testid, key) => page.$eval(at(testid), (element, key) => element.dataset[key], key);
const text = (page, testid) => page.$eval(at(testid), (element) => element.innerText);

/** Waits until the run has been looked at where it stands: what is found there is told at once. */
const looked = async (page) => {
  // It is looked at as long as that can be seen.
  await page.$eval(at("health"), (line) => line.scrollIntoView({ block: "center" }));
  await page.waitForFunction((selector) => document.querySelector(selector)?.dataset.looked !== undefined, { timeout: 60_000 }, at("health"));
};

/** Waits until this run has stopped by itself. */
const ended = (page, run) =>
  page.waitForFunction(
    (selector, run) => {
      const { value, ended } = document.querySelector(selector).dataset;
      return value === run && ended === "true";
    },
    { timeout: 120_000, polling: 50 },
    at("wrong-run"),
    run,
  );

export async function run({ page, url, assert }) {
  const axe = await readFile(join(process.env.AXE, "node_modules/axe-core/axe.min.js"), "utf8");
  await open(page, url, { width: 1280, height: 900 });
  await page.evaluate(axe);
  await click(page, "room-small");
  await click(page, "small-tab-wrong");
  await page.waitForSelector(at("watch"));
  // Who opens it by the keyboard lets the first one fail.
  assert.equal(await value(page, "wrong-run"), "rate waiting");
  await page.focus(at("begin-failure"));
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.dataset.testid === "wrong-train");

  for (const [key, finding] of Object.entries(FAILURES)) {
    await click(page, `fail-${key}`);
    await ended(page, `${key} failing`);
    if (key === "exploding") {
      await page.waitForSelector(at("diverged"));
    }
    // The figures of the last parameters follow as soon as they are worked out. Where the loss is
    // no number, no answer is right or wrong.
    if (key !== "exploding") await until(page, "figures-now", (value) => value !== "");
    if (finding !== null) {
      await until(page, "health", new Function("value", `return value.split(" ").some((one) => ${JSON.stringify(finding)}.includes(one))`));
    }
    assert.match(await text(page, "why"), /^Why: /);
    const failed = await number(page, "figures-now");
    // Looked at once it stands: a bar for each layer.
    await page.waitForSelector(at("bar-1"));
    if (key === "sigmoid") {
      assert.ok((await number(page, "bar-6")) > 300 * (await number(page, "bar-0")));
    }
    if (key === "zeros") assert.equal(await attribute(page, "bar-0", "alike"), "16");

    await click(page, "cure-0");
    await ended(page, `${key} cured 0`);
    await until(page, "figures-cured", (value) => Number(value) > 0.8);
    const cured = await number(page, "figures-cured");
    assert.ok(cured > 0.8 && (key === "exploding" || cured > failed + 0.15), `${key}: ${failed} and ${cured}`);
    // How it failed stays beside it.
    assert.ok((await number(page, "figures-failed")) < cured);
    assert.match(await page.$eval(".wrong__seen .chart", (chart) => chart.innerText), /failed, training/);
    // Of clipped steps some are too long for a ReLU all the same.
    if (key !== "exploding") {
      await looked(page);
      assert.equal(await value(page, "health"), "", `${key} is well`);
    }
  }
  // 100 digits by heart: all of them right, and the others not.
  await click(page, "fail-overfitting");
  await ended(page, "overfitting failing");
  assert.equal(Number(await attribute(page, "figures-now", "train")), 1);
  assert.ok((await number(page, "figures-now")) < 0.8);

  for (const theme of ["light", "dark"]) {
    await page.evaluate((theme) => document.documentElement.setAttribute("data-theme", theme), theme);
    await atRest(page);
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary}`), [], theme);
  }
  await page.setViewport({ width: 360, height: 740 });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing is wider than a phone");
  await page.setViewport({ width: 1280, height: 900 });

  // No number any more: the notice offers what cures it here, and not what cures other runs.
  await click(page, "fail-exploding");
  await page.waitForSelector(at("diverged"));
  assert.equal(await page.$(at("retry-slower")), null);
  assert.match(await text(page, "cure-at-hand"), /clipped by norm/);
  // It is of this lab: elsewhere nothing is told of it, and back again it is.
  await click(page, "small-tab-field");
  await page.waitForFunction((selector) => document.querySelector(selector) === null, {}, at("diverged"));
  await click(page, "small-tab-wrong");
  await page.waitForSelector(at("diverged"));
  await click(page, "cure-at-hand");
  await page.waitForFunction((selector) => document.querySelector(selector) === null, {}, at("diverged"));
  await ended(page, "exploding cured 0");

  // By Space it fails as by its button, on a new page: then there is one to pause it.
  await open(page, url, { width: 1280, height: 900 });
  await click(page, "room-small");
  await click(page, "small-tab-wrong");
  await until(page, "wrong-run", (value) => value === "rate waiting");
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press(" ");
  await page.waitForSelector(at("wrong-train"));
  await ended(page, "rate failing");

  // In the playground, with a rate that is far too large.
  await click(page, "small-tab-playground");
  await page.waitForSelector(at("learning-rate"));
  await fullSpeed(page);
  await fill(page, "learning-rate", "100");
  await click(page, "train");
  await page.waitForSelector(at("retry-slower"), { timeout: 60_000 });
  await click(page, "retry-slower");
  await until(page, "learning-rate", (value) => Number(value) === 10);

  // The lesson is as it was, and nothing is said of a run that is well.
  await click(page, "room-lesson");
  await click(page, "train");
  await until(page, "steps", (value) => Number(value) > 1_500, 60_000);
  await click(page, "train");
  await until(page, "status", (status) => status === "paused");
  await looked(page);
  assert.equal(await value(page, "health"), "");
}
