// From the address to the first answer, with nothing in the cache and with all of it.

import { DIGITS, at, draw, until } from "../lib/page.mjs";
import { quantile } from "./figures.mjs";

export async function firstAnswer(browser, url, { isQuick }) {
  const times = { empty: [], warm: [] };
  for (let i = 0; i < (isQuick ? 2 : 5); i += 1) {
    const context = await browser.createBrowserContext();
    for (const visit of ["empty", "warm"]) {
      const page = await context.newPage();
      await page.setViewport({ width: 1280, height: 800 });
      const began = performance.now();
      await page.goto(url, { waitUntil: "domcontentloaded" });
      await page.waitForSelector(at("draw"));
      await draw(page, DIGITS[7]);
      await until(page, "prediction", (value) => value === "7");
      times[visit].push(performance.now() - began);
      await page.close();
    }
    await context.close();
  }
  const text = (visit) => `${Math.round(quantile(times[visit], 0.5))} ms`;
  return [
    ["first answer, empty cache (drawing included), median", text("empty")],
    ["first answer, second visit, median", text("warm")],
  ];
}
