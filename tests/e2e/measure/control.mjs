// How soon the engine does what it is told while it trains.

import { at, click, fill, until } from "../lib/page.mjs";
import { pause, usualRareWorst } from "./figures.mjs";

export async function control(page, { isQuick }) {
  const n_times = isQuick ? 4 : 10;
  return [
    [`Pause to a standing run, ${n_times} times: median, 95th, worst`, usualRareWorst(await pauses(page, n_times))],
    [
      `changed rate to its effect (a run that explodes, told), ${n_times} times: median, 95th, worst`,
      usualRareWorst(await rates(page, n_times)),
    ],
  ];
}

async function pauses(page, n_times) {
  const times = [];
  for (let i = 0; i < n_times; i += 1) {
    await click(page, "train");
    await until(page, "status", (value) => value === "training");
    await pause(300);
    times.push(await page.evaluate(timeToPause, at("train"), at("status")));
  }
  return times;
}

/** In the page: milliseconds from the click to the status on display. */
function timeToPause(train, status) {
  return new Promise((done) => {
    const pill = document.querySelector(status);
    const began = performance.now();
    new MutationObserver((_, observer) => {
      if (pill.dataset.value !== "paused") return;
      observer.disconnect();
      done(performance.now() - began);
    }).observe(pill, { attributes: true });
    document.querySelector(train).click();
  });
}

/**
 * The engine tells no one that a rate has taken effect, but a rate that makes the
 * numbers overflow is told at once: the time until then has the message's way, the
 * updates that it takes to overflow, the way back, and the page's drawing.
 */
async function rates(page, n_times) {
  const is = (text) => new Function("value", `return value === "${text}"`);
  for (const [field, choice] of [["optimizer", "momentum"], ["activation", "identity"]]) {
    await page.select(at(field), choice);
    await until(page, field, is(choice));
  }
  await fill(page, "architecture", "64-64-64");
  await until(page, "architecture", is("784-64-64-64-10"));
  const times = [];
  for (let i = 0; i < n_times; i += 1) {
    await click(page, "reset");
    await until(page, "steps", is(0));
    await fill(page, "learning-rate", "0.001");
    await until(page, "learning-rate", is("0.001"));
    await click(page, "train");
    await until(page, "steps", (value) => Number(value) > 50);
    times.push(await page.evaluate(timeToExplosion, at("learning-rate"), at("diverged")));
  }
  return times;
}

/** In the page: milliseconds from the new rate to the notice that the run has exploded. */
function timeToExplosion(rate, notice) {
  return new Promise((done) => {
    const field = document.querySelector(rate);
    new MutationObserver((_, observer) => {
      if (!document.querySelector(notice)) return;
      observer.disconnect();
      done(performance.now() - began);
    }).observe(document.body, { subtree: true, childList: true });
    field.focus();
    field.value = "100";
    const began = performance.now();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.blur();
  });
}
