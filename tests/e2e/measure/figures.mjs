// Of many measurements: what is usual, what is rare, what was worst.

export function quantile(numbers, q) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
}

export const round = (x, digits = 1) => Number(x.toFixed(digits));

/** "1.2, 3.4, 5.6 ms". */
export const usualRareWorst = (times) =>
  `${[quantile(times, 0.5), quantile(times, 0.95), Math.max(...times)].map((x) => round(x)).join(", ")} ms`;

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
