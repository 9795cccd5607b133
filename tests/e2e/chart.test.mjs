import { at, click, open, until } from "./lib/page.mjs";

export const name = "charts are sharp, drawn once a frame at most, follow the theme, and can be read without seeing";

/** Over one second: the most drawings within a frame, and elements put into the page. */
const watchDrawing = () =>
  new Promise((done) => {
    const canvas = document.querySelector(".chart canvas");
    const clear = CanvasRenderingContext2D.prototype.clearRect;
    let [total, inFrame, most, inserted] = [0, 0, 0, 0];
    CanvasRenderingContext2D.prototype.clearRect = function (...box) {
      if (this.canvas === canvas) {
        total += 1;
        inFrame += 1;
        most = Math.max(most, inFrame);
      }
      return clear.apply(this, box);
    };
    const observer = new MutationObserver((changes) => {
      inserted += changes.reduce((sum, change) => sum + change.addedNodes.length, 0);
    });
    observer.observe(document.body, { childList: true });
    const end = performance.now() + 1000;
    // Called before the chart's own callback of the same frame, or after it: either way
    // between two calls lies one frame.
    const frame = () => {
      inFrame = 0;
      if (performance.now() < end) return requestAnimationFrame(frame);
      observer.disconnect();
      CanvasRenderingContext2D.prototype.clearRect = clear;
      done({ total, most, inserted });
    };
    requestAnimationFrame(frame);
  });

export async function run({ page, url, assert }) {
  await open(page, url, { width: 1280, height: 800, deviceScaleFactor: 2 });
  await click(page, "train");
  await until(page, "steps", (steps) => Number(steps) > 200);

  const drawing = await page.evaluate(watchDrawing);
  assert.ok(drawing.total > 0, "the curve grows");
  assert.equal(drawing.most, 1, "drawings in a frame");
  assert.equal(drawing.inserted, 0, "text is measured without the page's layout");

  await click(page, "train");
  await until(page, "status", (status) => status === "paused");
  const sizes = await page.$$eval(".chart canvas", (all) =>
    all.map((canvas) => {
      const box = canvas.parentElement.getBoundingClientRect();
      return [canvas.width - box.width * devicePixelRatio, canvas.height - box.height * devicePixelRatio];
    }),
  );
  assert.equal(sizes.length, 2);
  for (const off of sizes.flat()) assert.ok(off <= 0 && off > -1, `${off} device pixels off`);

  const picture = () => page.$eval(".chart canvas", (canvas) => canvas.toDataURL());
  const themes = [];
  for (const theme of ["light", "dark"]) {
    await page.evaluate((theme) => (document.documentElement.dataset.theme = theme), theme);
    await new Promise((resolve) => setTimeout(resolve, 200));
    themes.push(await picture());
  }
  assert.notEqual(themes[0], themes[1], "the theme reaches the canvas");

  // Out of the window, too: a picture of the whole page has it. And what was missed there is
  // made up for before the page is printed.
  await page.setViewport({ width: 390, height: 420 });
  const wait = () => new Promise((resolve) => setTimeout(resolve, 400));
  const show = (selector) => page.$eval(selector, (element) => element.scrollIntoView({ block: "center" }));
  await show(".chart");
  await wait();
  await show(".panel--draw");
  await wait();
  const dark = await picture();
  await page.evaluate(() => (document.documentElement.dataset.theme = "light"));
  await wait();
  const light = await picture();
  assert.notEqual(light, dark, "the theme reaches a canvas out of the window");
  await click(page, "epoch-once");
  await until(page, "epoch", (value) => Number.isInteger(Number(value)), 60_000);
  await until(page, "status", (status) => status === "paused");
  await wait();
  assert.equal(await picture(), light, "out of the window it does not follow the run");
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  assert.notEqual(await picture(), light, "printed is what there is now");
  await page.setViewport({ width: 1280, height: 800, deviceScaleFactor: 2 });

  await page.focus(".chart__plot");
  await page.keyboard.press("End");
  await page.waitForFunction(() => document.querySelector(".chart [role=status]").textContent !== "");
  const spoken = await page.$eval(".chart [role=status]", (status) => status.textContent);
  assert.match(spoken, /^epoch [\d.]+: training [\d.]+, held-out [\d.]+$/);
  const label = await page.$eval(".chart canvas", (canvas) => canvas.getAttribute("aria-label"));
  assert.match(label, /^Loss over epochs, up to epoch [\d.]+\. training: from /);

  await page.$eval(".chart summary", (summary) => summary.click());
  await page.waitForSelector(".chart tbody tr");
  const rows = await page.$$eval(".chart tbody tr", (all) => all.map((row) => row.innerText.split("\t")));
  assert.ok(rows.length > 1 && rows.length <= 200, `${rows.length} rows`);
  const loss = await page.$eval(at("train-loss"), (element) => Number(element.dataset.value));
  const shown = rows.map((row) => row[1]).findLast((text) => text !== "–");
  assert.ok(Math.abs(Number(shown) - loss) < 1e-3, `the table ends with ${shown}, the read-out says ${loss}`);
}
