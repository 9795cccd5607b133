import { at, click, open } from "./lib/page.mjs";

export const name = "the computation graph of a worked example: numbers appear as they are worked out, light up, lead on, and none covers another";
export const timeout = 90_000;

export async function run({ page, url, assert }) {
  await open(page, url);
  await page.$eval(`${at("cards")} > summary`, (summary) => summary.click());
  await click(page, "card-w1");
  await page.waitForSelector(at("steps-view"));
  const choose = (name) =>
    page.evaluate(
      (name) => [...document.querySelectorAll("[role=radio]")].find((r) => r.innerText.trim() === name).click(),
      name,
    );
  await choose("Computation graph");
  const graph = at("computation-graph");
  await page.waitForSelector(graph);
  const numbers = () =>
    page.$$eval(`${graph} svg [data-value]`, (all) =>
      Object.fromEntries(all.map((n) => [n.getAttribute("aria-label").split(":")[0], Number(n.dataset.value)])),
    );
  const stands = (place) =>
    page.waitForFunction(
      (place) => document.querySelector('[data-testid="steps-view"]').dataset.place.startsWith(place),
      {},
      place,
    );

  // Before anything is worked out there are two inputs, three weights, and what is wanted.
  await page.focus(at("steps-view"));
  await page.keyboard.press("Home");
  await stands("batch");
  const given = await numbers();
  assert.deepEqual(Object.values(given).sort(), [-0.2, 0.1, 0.1, 0.3, 0.4, 1].sort());
  await page.keyboard.press("ArrowRight");
  await stands("forward.0");
  const first = await numbers();
  assert.ok(Math.abs(first["z of unit 0 of hidden layer 1"] - -0.02) < 1e-6);
  assert.equal(first["z of output 0"], undefined, "the output is not worked out yet");

  // In the end all is there, and the chain rule holds along it.
  await page.keyboard.press("End");
  await stands("update");
  const all = await numbers();
  const [w, delta] = [all["weight of output 0 for its input 0"], all["∂L/∂ z of output 0"]];
  const blame = all["∂L/∂ a of unit 0 of hidden layer 1"];
  assert.ok(Math.abs(w * delta - blame) < 1e-7, `${w} · ${delta} is not ${blame}`);
  assert.ok(Math.abs(blame - -0.0121832) < 1e-6, `${blame}`);

  // No number covers another.
  const covered = await page.$$eval(`${graph} svg [data-value] text`, (texts) => {
    const boxes = texts.map((text) => [text.textContent, text.getBoundingClientRect()]);
    return boxes.flatMap(([a, one], idx) =>
      boxes.slice(idx + 1).flatMap(([b, other]) =>
        Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1 &&
        Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 4
          ? [`${a} and ${b}`]
          : [],
      ),
    );
  });
  assert.deepEqual(covered, []);

  // Pointed at, its sources light up; chosen, it leads to where it is worked out.
  const z = `${graph} [aria-label^="z of output 0"]`;
  await page.$eval(z, (number) => number.dispatchEvent(new PointerEvent("pointerover", { bubbles: true })));
  await page.waitForSelector(`${graph} .num--source[aria-label^="a of unit 0"]`);
  await page.$eval(z, (number) => number.focus());
  await page.keyboard.press("Enter");
  await stands("forward.1");

  // Behind it there is a table, with the same numbers.
  await page.$eval(`${graph} details`, (details) => details.querySelector("summary").click());
  await page.waitForSelector(`${graph} tbody [data-value]`);
  const rows = await page.$$eval(`${graph} tbody tr`, (rows) => rows.map((row) => row.cells[0].innerText));
  assert.ok(rows.includes("z of output 0") && rows.includes("weight of unit 0 of hidden layer 1 for its input 1"));
}
