import { at, click, draw, number, open, until, value, DIGITS } from "./lib/page.mjs";

export const name = "the lab shows why a digit is read so, what the network sees, and reads pictures of digits";
export const timeout = 240_000;

/** The pixels that the network gets, all added up. */
const ink = (page) => number(page, "lens-input");

/** Waits until an element has a value that is another than before. */
const changed = (page, testid, before) =>
  page.waitForFunction(
    (selector, before) => {
      const now = document.querySelector(selector)?.dataset.value;
      return now !== undefined && now !== "" && now !== before;
    },
    { timeout: 30_000, polling: 50 },
    at(testid),
    before,
  );

/** A picture of strokes as a PNG, base64: dark ink on paper with a shadow. */
const photo = (page, strokes, width = 420, height = 300) =>
  page.evaluate(
    (strokes, width, height) => {
      const canvas = document.createElement("canvas");
      Object.assign(canvas, { width, height });
      const context = canvas.getContext("2d");
      if (strokes !== null) {
        const paper = context.createLinearGradient(0, 0, width, height);
        paper.addColorStop(0, "#fff");
        paper.addColorStop(1, "#999");
        context.fillStyle = paper;
      } else {
        context.fillStyle = "#ddd";
      }
      context.fillRect(0, 0, width, height);
      context.lineWidth = 12;
      context.lineCap = context.lineJoin = "round";
      context.strokeStyle = "#223";
      for (const stroke of strokes ?? []) {
        context.beginPath();
        for (const [x, y] of stroke) context.lineTo(180 + x * 200, 60 + y * 200);
        context.stroke();
      }
      return canvas.toDataURL("image/png").split(",")[1];
    },
    strokes,
    width,
    height,
  );

/** The same pasted, or dropped on the board. */
const hand = (page, how, base64, type = "image/png") =>
  page.evaluate(
    (how, board, base64, type) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], "digit", { type }));
      const event =
        how === "paste"
          ? // (A ClipboardEvent of Firefox' has no data of ours, whatever one gives it.)
            Object.defineProperty(new ClipboardEvent("paste", { bubbles: true }), "clipboardData", { value: data })
          : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
      (how === "paste" ? document.body : document.querySelector(board)).dispatchEvent(event);
    },
    how,
    at("draw"),
    base64,
    type,
  );

export async function run({ page, url, assert }) {
  await open(page, url);
  await click(page, "room-lab");
  await page.waitForSelector(at("lab-why"));
  assert.ok(await page.$(at("why-empty")), "an empty board is told what to do");

  // Both networks answer; the shipped one is right.
  await draw(page, DIGITS[5]);
  await until(page, "why-answer-pretrained", (value) => value === "5");
  await until(page, "why-answer-run", (value) => /^\d$/.test(value));

  // The slopes are of the answer, and of another class on demand.
  await until(page, "saliency", (value) => Number(value) > 0);
  const saliency = () => page.$eval(at("saliency"), (e) => [e.dataset.class, e.dataset.value]);
  const [of, slopes] = await saliency();
  assert.equal(of, "5");
  await click(page, "why-class-3");
  await changed(page, "saliency", slopes);
  assert.equal((await saliency())[0], "3");
  await click(page, "why-class-answer");

  // Tiles: a click shows the unit and the digits that excite it.
  const tiles = await page.$(`${at("why-layer-0")} canvas`);
  await tiles.scrollIntoView();
  const box = await tiles.boundingBox();
  await page.mouse.move(box.x + 5, box.y + 5);
  await page.mouse.click(box.x + 5, box.y + 5);
  await page.waitForSelector(`${at("why-unit")} .neuron`);
  await page.$eval(at("exciting"), (element) => element.scrollIntoView());
  await page.waitForFunction(
    (selector) => document.querySelectorAll(selector).length === 12,
    { timeout: 60_000 },
    `${at("exciting")} [data-score]`,
  );
  const excited = await page.$$eval(`${at("exciting")} [data-score]`, (all) => all.map((e) => Number(e.dataset.score)));
  assert.deepEqual(excited, excited.toSorted((a, b) => b - a), "the most excited first");

  // The nearest training digits, once the data are here.
  await page.$eval(at("nearest"), (element) => element.scrollIntoView());
  await page.waitForFunction(
    (selector) => document.querySelectorAll(selector).length === 8,
    { timeout: 60_000 },
    `${at("nearest")} [data-score]`,
  );
  const distances = await page.$$eval(`${at("nearest")} [data-score]`, (all) => all.map((e) => Number(e.dataset.score)));
  assert.ok(distances[0] > 0, "it has not been drawn before");
  assert.deepEqual(distances, distances.toSorted((a, b) => a - b), "the nearest first");

  // "Step through it": a batch of one, of the label chosen.
  await page.select(at("why-label"), "5");
  await click(page, "why-step-through");
  await page.waitForSelector(`${at("steps-view")} .example__label`);
  assert.equal(await page.$eval(".example__label", (label) => label.innerText), "Label 5");
  assert.ok(!(await page.$(at("next-example"))), "it is alone in its batch");
  await click(page, "close-steps");
  await page.waitForSelector(at("lab-why"));

  // The lens: without scaling, a small digit in a corner is another picture.
  await click(page, "lab-tab-lens");
  await click(page, "clear");
  await page.waitForSelector(at("lens-empty"));
  await draw(page, DIGITS[4], { scale: 0.3, shift: [-0.3, -0.3] });
  await until(page, "lens-all-pretrained", (value) => value === "4");
  const whole = await ink(page);
  await click(page, "lens-scale");
  await page.waitForFunction(
    (selector, whole) => Number(document.querySelector(selector).dataset.value) !== whole,
    {},
    at("lens-input"),
    whole,
  );
  assert.ok((await ink(page)) < whole / 1.5, `${await ink(page)} of ${whole}`);
  await until(page, "lens-all-pretrained", (value) => value === "4");
  await page.$$eval(`${at("lens-center")} [role=radio]`, (all) => all[2].click());
  await until(page, "lens-set-pretrained", (value) => /^\d$/.test(value));
  await click(page, "all-steps-on");
  await page.waitForFunction((selector, whole) => Number(document.querySelector(selector).dataset.value) === whole, {}, at("lens-input"), whole);
  assert.ok(!(await page.$(at("lens-set-pretrained"))), "nothing is switched off");

  // Pictures: pasted, dropped, from a file.
  for (const [digit, how] of [[7, "paste"], [5, "drop"]]) {
    await hand(page, how, await photo(page, DIGITS[digit]));
    await until(page, "prediction", new Function("value", `return value === "${digit}"`));
    assert.ok(await page.$(at("laid")), "the picture is on the board");
  }
  assert.ok(await page.$(at("lens-ink")), "its ink is a stage of its own");
  await hand(page, "paste", await photo(page, null));
  await page.waitForFunction((selector) => document.querySelector(selector).innerText.includes("no ink"), {}, at("picture-message"));
  await hand(page, "drop", Buffer.from("not a picture").toString("base64"));
  await page.waitForFunction((selector) => document.querySelector(selector).innerText.includes("no picture"), {}, at("picture-message"));
  assert.equal(await value(page, "prediction"), "5", "what was there stays");

  // Who draws, draws on an empty board.
  await draw(page, DIGITS[1]);
  await until(page, "prediction", (value) => value === "1");
  assert.ok(!(await page.$(at("laid"))));
  // Undo brings the picture back.
  await click(page, "undo");
  await page.waitForSelector(at("laid"));
  await until(page, "prediction", (value) => value === "5");

  // A digit made small in a corner needs the steps.
  await draw(page, DIGITS[3]);
  await until(page, "lens-all-pretrained", (value) => value === "3");
  await click(page, "lens-into-corner");
  await click(page, "lens-scale");
  await page.$$eval(`${at("lens-center")} [role=radio]`, (all) => all[2].click());
  await until(page, "lens-set-pretrained", (value) => /^\d$/.test(value) && value !== "3");
  assert.equal(await value(page, "lens-all-pretrained"), "3");
  await click(page, "lens-into-middle");
  await click(page, "all-steps-on");

  // The card of the network in training follows it, step by step.
  await click(page, "lab-tab-why");
  await click(page, "lab-train");
  await until(page, "lab-steps", (value) => Number(value) > 2000);
  await until(page, "why-answer-run", (value) => value === "3");
  await click(page, "lab-train");

  // A file dropped beside the board is not opened in place of the page.
  const isKept = await page.evaluate(() =>
    ["dragover", "drop"].every((type) => !document.body.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true }))),
  );
  assert.ok(isKept);
}
