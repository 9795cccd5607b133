import { at, click, open, until } from "./lib/page.mjs";

export const name = "what can't be seen is neither drawn nor asked for";

/** Counts the worker's snapshots of parameters, by the number that stands for them in the
 * messages' second byte (src/protocol/event.rs), and the charts' drawings. */
const count = () => {
  window.counts = { parameters: 0, charts: 0 };
  window.Worker = class extends window.Worker {
    constructor(...of) {
      super(...of);
      this.addEventListener("message", ({ data }) => {
        if (data instanceof ArrayBuffer && new Uint8Array(data)[1] === 8) window.counts.parameters += 1;
      });
    }
  };
  const clear = CanvasRenderingContext2D.prototype.clearRect;
  CanvasRenderingContext2D.prototype.clearRect = function (...box) {
    if (this.canvas.closest(".chart")) window.counts.charts += 1;
    return clear.apply(this, box);
  };
};

/** What is counted in a second and a half, a moment after now. */
const counted = (page) =>
  page.evaluate(async () => {
    const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
    await wait(400);
    const before = { ...window.counts };
    await wait(1500);
    return { parameters: window.counts.parameters - before.parameters, charts: window.counts.charts - before.charts };
  });

export async function run({ page, url, assert }) {
  await page.evaluateOnNewDocument(count);
  // So low a window shows one panel at a time.
  await open(page, url, { width: 390, height: 420 });
  const show = (selector) => page.$eval(selector, (element) => element.scrollIntoView({ block: "center" }));
  await click(page, "train");
  await until(page, "steps", (value) => Number(value) > 100);

  await show(".panel--draw");
  assert.deepEqual(await counted(page), { parameters: 0, charts: 0 }, "neither is in the window");
  await show(".network");
  const network = await counted(page);
  assert.ok(network.parameters > 0 && network.parameters <= 16, `${network.parameters} snapshots in 1.5 s`);
  await show(".chart");
  const charts = await counted(page);
  assert.ok(charts.charts > 0, "the chart in the window grows");
  assert.equal(charts.parameters, 0, "the network has left the window");

  // What was missed is made up for, also while nothing goes on.
  await show(".panel--draw");
  await click(page, "train");
  await until(page, "status", (status) => status === "paused");
  await counted(page);
  const before = await page.evaluate(() => window.counts.parameters);
  await show(".network");
  await page.waitForFunction((before) => window.counts.parameters === before + 1, {}, before);
  await click(page, "open-steps");
  await page.waitForSelector(at("steps-view"));
  assert.deepEqual(await counted(page), { parameters: 0, charts: 0 }, "the step view shows neither");
}
