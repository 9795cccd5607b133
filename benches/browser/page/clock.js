// Timing of short work by repeating it. Browsers round their clocks (Chromium to
// 0.1 ms, Firefox to 1 ms), so what is timed has to last.

/**
 * Seconds that `repeat(n)` takes for each of its n times, over about `seconds`.
 * Finding n is the warm-up: optimizing compilers have done their part by then.
 */
export function secondsEach(repeat, seconds) {
  let n = 1;
  for (;;) {
    const took = time(() => repeat(n));
    if (took > seconds / 8) {
      n = Math.max(1, Math.round((n * seconds) / took));
      break;
    }
    n *= took > 0.002 ? Math.max(2, Math.ceil(seconds / 4 / took)) : 8;
  }
  return time(() => repeat(n)) / n;
}

function time(work) {
  const began = performance.now();
  work();
  return (performance.now() - began) / 1000;
}
