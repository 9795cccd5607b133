import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { hands } from "./lib/board.mjs";
import { at, atRest, click, number, open, until, value } from "./lib/page.mjs";

export const name = "the line: a perceptron learns AND and not XOR, one hidden layer does; points by hand; records, updates, W5 up and down; the bowl";
export const timeout = 300_000;

const close = (a, b, by, text) => {
  if (!(Math.abs(a - b) <= by)) throw new Error(`${text}: ${a} is not ${b}`);
};

/** Chooses in a row of choices. */
const choose = (page, label, text) =>
  page.evaluate(
    (label, text) => {
      const all = [...document.querySelectorAll(`[aria-label="${label}"] button`)];
      all.find((button) => button.innerText === text).click();
    },
    label,
    text,
  );

async function openPage(page, key) {
  await click(page, `page-tab-${key}`);
  await page.waitForSelector(at(`page-${key}`));
}

/** One step, and wait until the next update is the one after it. */
async function step(page) {
  const before = await number(page, "update");
  await click(page, "step");
  await page.waitForFunction((selector, before) => Number(document.querySelector(selector).dataset.value) === before + 1, {}, at("update"), before);
}

const weights = (page) => Promise.all(["w1", "w2", "b"].map((name) => number(page, name)));
const promised = (page) => page.$$eval(`${at("update")} li`, (all) => all.map((one) => Number(one.dataset.value)));

/** The lines of the update: what they come to, and what they say. */
const worked = (page) =>
  page.$$eval(`${at("update")} li`, (all) =>
    all.map((line) => {
      const raised = (text) => [...text].map((c) => (c === "⁻" ? "-" : "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(c))).join("");
      const plain = line.innerText.split("←")[1].replace(/×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/g, (_, power) => `e${raised(power)}`);
      const [terms, result] = plain.replaceAll("−", "-").replaceAll("·", "*").split("=");
      return [new Function(`return ${terms}`)(), Number(result)];
    }),
  );

async function speed(page, position) {
  await page.$eval(
    at("speed"),
    (slider, position) => {
      slider.value = position === "full" ? slider.max : position;
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    },
    position,
  );
}

/** The points, as one epoch of steps meets them: sorted "x y class", rounded to halves. */
async function points(page, n) {
  // Other points begin an epoch of their own. Its first update may not be told yet, and
  // nothing else is: so the second epoch is the one that is read.
  for (let i = 0; i < n; i += 1) await step(page);
  const all = [];
  for (let i = 0; i < n; i += 1) {
    const text = (await page.$eval(at("update"), (update) => update.innerText)).replaceAll("−", "-");
    const [, x, y, label] = text.match(/the point \(([-\d.]+), ([-\d.]+)\) of class (\d)/);
    all.push([Number(x), Number(y)].map((at) => Math.round(2 * at) / 2).join(" ") + ` ${label}`);
    await step(page);
  }
  return all.sort();
}

/** Where in the window a place of the plane is. */
async function onPlane(page) {
  await page.$eval(at("plane"), (plane) => plane.scrollIntoView({ block: "center" }));
  const { x, y, width } = await page.$eval(at("plane"), (plane) => {
    const { x, y, width } = plane.getBoundingClientRect();
    return { x, y, width };
  });
  return (right, up) => ({ x: x + width * (right / 12 + 0.5), y: y + width * (0.5 - up / 12) });
}

const hasPoints = (page, n) =>
  page.waitForFunction((plane, n) => document.querySelector(plane).getAttribute("aria-label").includes(`: ${n} points`), {}, at("plane"), n);

/** Points moved, made another class and taken away, by mouse, key and finger. */
async function byHand({ page, browser, assert }) {
  await choose(page, "Points", "AND");
  await until(page, "update", (step) => step === "0");
  const and = ["-3 -3 0", "-3 3 0", "3 -3 0", "3 3 1"];
  assert.deepEqual(await points(page, 4), and);

  // Dragged by the mouse.
  const place = await onPlane(page);
  const go = ({ x, y }, steps = 1) => page.mouse.move(x, y, { steps });
  await go(place(3, 3));
  await page.mouse.down();
  await go(place(1, 4), 4);
  await page.mouse.up();
  await go(place(-5, 5));
  assert.deepEqual(await points(page, 4), ["-3 -3 0", "-3 3 0", "1 4 1", "3 -3 0"]);
  // By a finger.
  const finger = (await hands(page, browser, "plane")).touch(0);
  await finger.down(place(3, -3));
  await finger.move(place(2, -2));
  await finger.move(place(0, -1));
  await finger.up();
  assert.deepEqual(await points(page, 4), ["-3 -3 0", "-3 3 0", "0 -1 0", "1 4 1"]);
  // By keys: the cross goes from the middle to it, takes it along, and lets it go.
  await page.focus(at("plane"));
  for (const key of ["ArrowDown", "ArrowDown", "Enter", "ArrowRight", "ArrowRight", "Enter", "ArrowRight"]) {
    await page.keyboard.press(key);
  }
  assert.deepEqual(await points(page, 4), ["-3 -3 0", "-3 3 0", "1 -1 0", "1 4 1"]);
  // Of the other class: a click with that class on the point that is there adds none.
  await click(page, "plane-set-1");
  const there = place(-3, 3);
  await page.mouse.click(there.x, there.y);
  assert.deepEqual(await points(page, 4), ["-3 -3 0", "-3 3 1", "1 -1 0", "1 4 1"]);
  await hasPoints(page, 4);
  // One more, by a tap.
  const tap = (await hands(page, browser, "plane")).touch(0);
  await tap.down(place(4, 0));
  await tap.up(place(4, 0));
  await hasPoints(page, 5);
  assert.deepEqual(await points(page, 5), ["-3 -3 0", "-3 3 1", "1 -1 0", "1 4 1", "4 0 1"]);
  // And taken away.
  await choose(page, "What a click does", "Erase");
  await page.mouse.click(there.x, there.y);
  await hasPoints(page, 4);
  assert.deepEqual(await points(page, 4), ["-3 -3 0", "1 -1 0", "1 4 1", "4 0 1"]);
  // All of it can be had back, one by one: taken away, tapped, class, keys, finger, mouse.
  for (const n of [5, 4, 4, 4, 4, 4]) {
    await click(page, "plane-undo");
    await hasPoints(page, n);
  }
  assert.deepEqual(await points(page, 4), and);
  assert.equal(await page.$eval(at("plane-undo"), (undo) => undo.ariaDisabled), "true");
}

/** Logistic regression: at each point the line is another one, where the numbers say. */
async function lineMoves({ page, assert }) {
  await choose(page, "Points", "AND");
  await choose(page, "What learns", "logistic regression");
  // A perceptron says 0 or 1.
  await page.waitForFunction((update) => /says 0\.\d/.test(document.querySelector(update).innerText), {}, at("update"));
  const drawn = () => page.$eval(at("boundary-line"), (line) => line.getAttribute("d"));
  let moves = 0;
  for (let n = 0; n < 8; n += 1) {
    const [before, now, wanted] = [await drawn(), await weights(page), await promised(page)];
    // A point that it is sure of and right about hardly moves it.
    const isFar = wanted.some((number, at) => Math.abs(number - now[at]) > 0.01);
    moves += isFar;
    await step(page);
    // Another line than before, and the one that was promised.
    await page.waitForFunction(
      (line, before, isFar, [w1, w2, b]) => {
        const d = document.querySelector(line).getAttribute("d");
        const [x1, y1, x2, y2] = d.match(/-?[\d.]+/g).map(Number);
        // y goes down there.
        const ends = [[x1, y1], [x2, y2]].map(([x, y]) => (w1 * x - w2 * y + b) / Math.hypot(w1, w2));
        return (d !== before || !isFar) && ends.every((off) => Math.abs(off) < 0.01);
      },
      {},
      at("boundary-line"),
      before,
      isFar,
      wanted,
    );
  }
  assert.ok(moves >= 4, `${moves} of 8 points move the line`);
}

/** Several starts, by button, mouse, finger and key, and all ways meet. */
async function bowl({ page, browser, assert }) {
  await openPage(page, "bowl");
  const ways = async () => (await value(page, "bowl-ways")).split(";").map((way) => way.split(" ").map(Number));
  await page.waitForFunction((map) => document.querySelector(map).dataset.step === "0", {}, at("bowl-map"));
  await speed(page, "full");
  const arrived = async (n) => {
    // It says so itself; the map has come along.
    await page.waitForFunction(
      (status, map, ways, steps, n) => {
        const step = document.querySelector(steps).dataset.value;
        const all = document.querySelector(ways).dataset.value.split(";");
        return document.querySelector(status).dataset.value === "finished" && document.querySelector(map).dataset.step === step && all.length === n;
      },
      { timeout: 60_000 },
      at("status"),
      at("bowl-map"),
      at("bowl-ways"),
      at("small-steps"),
      n,
    );
    await page.waitForFunction((w1, x) => Math.abs(Number(document.querySelector(w1).dataset.value) - x) < 1e-3, {}, at("w1"), (await ways()).at(-1)[2]);
    return weights(page);
  };
  const ends = [];
  await click(page, "bowl-another");
  ends.push(await arrived(1));
  await page.$eval(at("bowl-map"), (map) => map.scrollIntoView({ block: "center" }));
  const box = await (await page.$(at("bowl-map"))).boundingBox();
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  // Pointed at, a place says its loss, and is a line.
  await page.mouse.move(middle.x - 0.3 * box.height, middle.y + 0.3 * box.height);
  await page.waitForFunction((selector) => /w₁ = −.*loss/.test(document.querySelector(selector).innerText), {}, at("bowl-reading"));
  await page.waitForFunction((selector) => document.querySelector(selector).getAttribute("d").startsWith("M"), {}, at("boundary-ghost"));
  await page.mouse.click(middle.x - 0.3 * box.height, middle.y + 0.3 * box.height);
  ends.push(await arrived(2));
  const finger = (await hands(page, browser, "bowl-map")).touch(0);
  if (browser === "firefox") await page.mouse.click(middle.x + 0.3 * box.height, middle.y + 0.35 * box.height);
  else {
    await finger.down({ x: middle.x + 0.3 * box.height, y: middle.y + 0.35 * box.height });
    await finger.up();
  }
  ends.push(await arrived(3));
  // By keys, from where it stands, with the mouse elsewhere.
  await page.mouse.move(2, 2);
  await page.focus(at("bowl-map"));
  for (let i = 0; i < 6; i += 1) await page.keyboard.press("ArrowUp");
  for (let i = 0; i < 9; i += 1) await page.keyboard.press("ArrowLeft");
  await page.waitForFunction((selector) => /w₁ = −1\.9.*w₂ = 2\.7/.test(document.querySelector(selector).innerText), {}, at("bowl-reading"));
  await page.keyboard.press("Enter");
  ends.push(await arrived(4));
  await click(page, "bowl-another");
  ends.push(await arrived(5));
  // From five sides, to one place.
  const all = await ways();
  const apart = all.flatMap(([x, y], at) => all.slice(at + 1).map((other) => Math.hypot(x - other[0], y - other[1])));
  assert.ok(Math.min(...apart) > 0.8, JSON.stringify(all));
  for (const [, , x, y, steps] of all) {
    close(x, all[0][2], 0.03, "w₁ of the meeting place");
    close(y, all[0][3], 0.03, "w₂ of the meeting place");
    assert.ok(steps > 5);
  }
  for (const end of ends) end.forEach((number, at) => close(number, ends[0][at], 0.03, "parameter"));
  // It is the lowest place of the map, to within a cell of its grid.
  assert.ok((await number(page, "loss")) <= Number(await page.$eval(at("bowl-map"), (map) => map.dataset.low)) + 1e-6);
  assert.match(await page.$eval(at("bowl-said"), (said) => said.innerText), /5 starts.*one place/);
  // The same ways on another pair of numbers: there they meet, too.
  await choose(page, "The map's two numbers", "w₁ and b");
  await page.waitForFunction((map) => document.querySelector(map).dataset.value === "w₁ b", {}, at("bowl-map"));
  const others = await ways();
  assert.equal(others.length, 5);
  for (const [, , x, y] of others) {
    close(x, ends[0][0], 0.03, "w₁");
    close(y, ends[0][2], 0.03, "b");
  }
  // With a point less it is another landscape: the map is another one, and the ways are gone.
  const low = await page.$eval(at("bowl-map"), (map) => map.dataset.low);
  await choose(page, "What a click does", "Erase");
  await page.focus(at("plane"));
  for (let i = 0; i < 12 && (await page.$eval(at("plane"), (plane) => plane.getAttribute("aria-label").includes(": 60 points"))); i += 1) {
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
  }
  await hasPoints(page, 59);
  await page.waitForFunction(
    (map, ways, low) => document.querySelector(map).dataset.low !== low && document.querySelector(ways).dataset.value.split(";").length === 1,
    {},
    at("bowl-map"),
    at("bowl-ways"),
    low,
  );
  // Reset: as it was at first.
  await click(page, "reset");
  await page.waitForFunction((map) => document.querySelector(map).dataset.step === "0", {}, at("bowl-map"));
}

export async function run({ page, browser, url, assert }) {
  const axe = await readFile(join(process.env.AXE, "node_modules/axe-core/axe.min.js"), "utf8");
  await open(page, url, { width: 1280, height: 900 });
  await page.evaluate(axe);
  await click(page, "room-small");
  await click(page, "small-tab-line");
  await until(page, "update", (step) => step === "0");
  await until(page, "line-wrong", (n) => n !== undefined);

  // What is said of the next update is what it does.
  for (let i = 0; i < 6; i += 1) {
    const wanted = await promised(page);
    await step(page);
    await page.waitForFunction(
      (wanted) => ["w1", "w2", "b"].every((name, at) => Math.abs(Number(document.querySelector(`[data-testid="${name}"]`)?.dataset.value) - wanted[at]) < 1e-6),
      {},
      wanted,
    );
  }
  // The printed terms come to the printed result, whatever learns.
  for (const unit of ["squared error", "logistic regression", "perceptron"]) {
    await choose(page, "What learns", unit);
    await until(page, "update", (step) => step === "0");
    for (let i = 0; i < 3; i += 1) {
      for (const [printed, is] of await worked(page)) close(printed, is, 0.02 * Math.abs(is) + 0.002, unit);
      await step(page);
    }
  }
  // AND is learned, by steps, and then nothing changes any more.
  for (let i = 0; i < 200 && (await value(page, "line-wrong")) !== "0"; i += 1) await step(page);
  await until(page, "line-wrong", (n) => n === "0");
  const done = await weights(page);
  await step(page);
  await step(page);
  assert.deepEqual(await weights(page), done);

  // OR, too; XOR never, and the lab says so.
  await choose(page, "Points", "OR");
  await until(page, "update", (step) => step === "0");
  await speed(page, "full");
  await click(page, "train");
  await until(page, "line-wrong", (n) => n === "0", 60_000);
  await click(page, "train");
  await until(page, "status", (status) => status === "paused");
  await choose(page, "Points", "XOR");
  await page.waitForSelector(at("line-hidden"));
  await until(page, "update", (step) => step === "0");
  for (let i = 0; i < 24; i += 1) {
    await step(page);
    assert.notEqual(await value(page, "line-wrong"), "0");
  }
  await click(page, "line-hidden");
  await page.waitForFunction((selector) => document.querySelector(selector) === null, {}, at("line-hidden"));
  await speed(page, "full");
  await click(page, "train");
  await until(page, "line-wrong", (n) => n === "0", 60_000);
  await click(page, "train");
  await until(page, "status", (status) => status === "paused");

  await byHand({ page, browser, assert });
  await lineMoves({ page, assert });

  // The record loop of AND: sums grow, and end in the update that is made.
  await choose(page, "Points", "AND");
  await choose(page, "What learns", "logistic regression");
  await openPage(page, "records");
  await choose(page, "Records of a batch", "all records");
  await page.waitForFunction((selector) => document.querySelectorAll(`${selector} tbody tr`).length === 1, {}, at("records"));
  await page.waitForFunction((selector) => document.querySelector(selector).getAttribute("aria-disabled") === "false", {}, at("record-next"));
  for (let n = 2; n <= 4; n += 1) {
    await click(page, "record-next");
    await until(page, "records", new Function("value", `return value === "${n}"`));
  }
  await page.waitForSelector(at("record-mean-0"));
  const sums = await page.$$eval(`${at("records")} tbody tr:last-child .records__sum`, (all) => all.map((one) => Number(one.dataset.value)));
  for (const at of [0, 1, 2]) close(await number(page, `record-mean-${at}`), sums[at] / 4, 1e-6, "mean");
  const wanted = await Promise.all([0, 1, 2].map((at) => number(page, `record-new-${at}`)));
  await click(page, "step");
  await until(page, "records", (value) => value === "1");
  await openPage(page, "points");
  await page.waitForFunction(
    (wanted) => ["w1", "w2", "b"].every((name, at) => Math.abs(Number(document.querySelector(`[data-testid="${name}"]`)?.dataset.value) - wanted[at]) < 1e-6),
    {},
    wanted,
  );

  // A perceptron says no chances: there is no likelihood to climb, nor a way to train for it.
  await openPage(page, "records");
  await choose(page, "What learns", "perceptron");
  await openPage(page, "ascent");
  await page.waitForSelector(at("line-logistic"));
  for (const testid of ["ascent-rule", "train"]) assert.equal(await page.$(at(testid)), null, testid);

  // W5 as it is printed; ℓ is the loss mirrored.
  await click(page, "line-w5");
  await until(page, "small-steps", (steps) => steps === "0");
  for (const [steps, printed] of [[1, [0.2, 0.2, 0]], [2, [0.105308, 0.001603, -0.103705]]]) {
    await click(page, "step");
    await until(page, "small-steps", new Function("value", `return value === "${steps}"`));
    await page.waitForFunction(
      (printed) => ["w1", "w2", "b"].every((name, at) => Math.abs(Number(document.querySelector(`[data-testid="${name}"]`)?.dataset.value) - printed[at]) < 1e-6),
      {},
      printed,
    );
  }
  const down = await number(page, "ascent");
  const path = await weights(page);
  await choose(page, "Which way", "maximize ℓ");
  close(await number(page, "ascent"), -down, 1e-6, "mirrored");
  assert.deepEqual(await weights(page), path);

  await bowl({ page, browser, assert });

  for (const theme of ["light", "dark"]) {
    await page.evaluate((theme) => document.documentElement.setAttribute("data-theme", theme), theme);
    for (const key of ["points", "records", "ascent", "bowl"]) {
      await openPage(page, key);
      await atRest(page);
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary}`), [], `${key} ${theme}`);
    }
  }
}
