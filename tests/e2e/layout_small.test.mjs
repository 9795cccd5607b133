import { misfits } from "./lib/misfits.mjs";
import { at, click, open } from "./lib/page.mjs";

export const name = "nothing overflows in any small lab, on any of its pages, from 360 pixels to a projector";
export const timeout = 240_000;

const SIZES = [
  [360, 740],
  [768, 1024],
  [1280, 800],
  [1920, 1080],
];

/** Two frames: time for everything to take on a new size. */
const settled = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100)))));

export async function run({ page, url, assert }) {
  await open(page, url, { width: 1280, height: 800 });
  await click(page, "room-small");
  const tabs = (prefix) =>
    page.$$eval(`[role=tab][data-testid^="${prefix}"]`, (all) => all.map((tab) => tab.dataset.testid));
  await page.waitForSelector(at("small-tab-neuron"));
  const labs = await tabs("small-tab-");
  assert.ok(labs.length >= 6, labs.join());
  const found = [];
  for (const lab of labs) {
    await click(page, lab);
    await page.waitForSelector(`${at(lab)}[aria-selected="true"]`);
    await settled(page);
    const pages = await page.$$eval("[role=tab]", (all) =>
      all.map((tab) => tab.dataset.testid).filter((id) => id && !id.startsWith("small-tab-")),
    );
    for (const one of pages.length === 0 ? [null] : pages) {
      if (one !== null) {
        await click(page, one);
        await page.waitForSelector(`${at(one)}[aria-selected="true"]`);
      }
      for (const [width, height] of SIZES) {
        await page.setViewport({ width, height });
        await settled(page);
        // A picture is drawn for its new size when the engine has answered.
        const ends = Date.now() + 3_000;
        let all = await page.evaluate(misfits);
        while (all.length > 0 && Date.now() < ends) {
          await settled(page);
          all = await page.evaluate(misfits);
        }
        found.push(...all.map((misfit) => `${lab} ${one ?? ""} at ${width}: ${misfit}`));
      }
    }
  }
  assert.deepEqual(found, []);
}
