// Medians and ranges of the rounds.

export const sorted = (numbers) => [...numbers].sort((a, b) => a - b);

export function quantile(numbers, q) {
  const all = sorted(numbers);
  return all[Math.min(all.length - 1, Math.floor(q * all.length))];
}

/** NaN, shown as a dash, if there are none. */
export function median(numbers = []) {
  if (numbers.length === 0) return Number.NaN;
  const all = sorted(numbers);
  const middle = all.length >> 1;
  return all.length % 2 === 1 ? all[middle] : (all[middle - 1] + all[middle]) / 2;
}

/** Round by round, a divided by b: what drifts together is compared together. */
export const ratios = (a, b) => a.map((value, i) => value / b[i]);

/** Three significant digits, thousands with commas. */
export function figure(x) {
  if (x === null || x === undefined || Number.isNaN(x)) return "–";
  if (Math.abs(x) >= 1000) return Math.round(Number(x.toPrecision(3))).toLocaleString("en-US");
  return String(Number(x.toPrecision(3)));
}

/** "median (lowest–highest)". */
export function spread(numbers, scale = 1) {
  if (!numbers || numbers.length === 0) return "–";
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)].map((x) => figure(x * scale));
  const middle = figure(median(numbers) * scale);
  return low === high ? middle : `${middle} (${low}–${high})`;
}

export const percent = (share) => (share === undefined || Number.isNaN(share) ? "–" : `${figure(share * 100)} %`);
