import { at, click, draw, number, open, until, value, DIGITS } from "./lib/page.mjs";

export const name = "a drawn digit is read at once, wherever and however large; an empty board is not";

export async function run({ page, url, assert }) {
  await open(page, url);
  assert.equal(await value(page, "prediction"), "", "an empty board gets no answer");
  assert.equal(await value(page, "probability-7"), "");

  for (const digit of [7, 0, 3]) {
    for (const how of [{}, { scale: 0.4, shift: [0.2, 0.2] }]) {
      await draw(page, DIGITS[digit], how);
      await until(page, "prediction", new Function("value", `return value === "${digit}"`));
      await click(page, "clear");
      await until(page, "prediction", (value) => value === "");
    }
  }

  await draw(page, DIGITS[4]);
  await until(page, "prediction", (value) => value === "4");
  const shares = [];
  for (let digit = 0; digit < 10; digit += 1) shares.push(await number(page, `probability-${digit}`));
  const sum = shares.reduce((a, b) => a + b);
  assert.ok(Math.abs(sum - 1) < 1e-4, `shares sum to ${sum}`);
  assert.equal(shares.indexOf(Math.max(...shares)), 4);
  assert.match(await page.$eval(".panel--answer", (e) => e.innerText), /Runner-up: \d/);

  // Undo takes one stroke back; after Clear it brings the drawing back.
  await click(page, "undo");
  await click(page, "undo");
  await until(page, "prediction", (value) => value === "");
  await draw(page, DIGITS[7]);
  await until(page, "prediction", (value) => value === "7");
  await click(page, "clear");
  await until(page, "prediction", (value) => value === "");
  await click(page, "undo");
  await until(page, "prediction", (value) => value === "7");

  // A unit shows its numbers: z is the sum of its terms plus b.
  await page.$eval("#unit-0-0", (unit) => unit.dispatchEvent(new MouseEvent("click", { bubbles: true })));
  await page.waitForSelector(".panel--unit .neuron");
  const numbers = await page.$$eval(".panel--unit .equation__numbers", (lines) =>
    lines.map((line) => [...line.querySelectorAll("[data-value]")].map((n) => Number(n.dataset.value))),
  );
  const [weighted, bias, z] = numbers[0];
  assert.ok(Math.abs(weighted + bias - z) <= 1e-5 * Math.max(1, Math.abs(z)), `${numbers[0]}`);
  assert.equal((await page.$$(".panel--unit .pictured")).length, 3, "x, w and their product");
  assert.ok(await page.$(at("draw")));
}
