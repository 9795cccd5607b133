// The whole report as Markdown: docs/benchmarks.md, and what the terminal shows.

import { goals } from "./goals.mjs";
import { kernels } from "./kernels.mjs";
import { pageTable } from "./page.mjs";
import { peersTable } from "./peers.mjs";
import { recipeTable } from "./recipes.mjs";
import { training } from "./training.mjs";

export function report(all) {
  const { chosen, machine, missing } = all;
  const date = new Date().toISOString().slice(0, 10);
  const sections = [
    "# Benchmarks",
    `Written by \`${command(chosen)}\` on ${date}.\n\n${machine}.`,
    PREFACE,
    goals(all),
    kernels(all),
    training(all),
    recipeTable(all),
    chosen.hasPeers && peersTable(all),
    chosen.hasPage && pageTable(all),
    missing.length > 0 && `## What could not be had\n\n${missing.map((text) => `- ${text}`).join("\n")}`,
  ];
  return sections.filter(Boolean).join("\n\n") + "\n";
}

function command({ isQuick, hasPeers, hasPage, hasFirefox, isWritten }) {
  const set = [
    [isQuick, "--quick"], [hasPeers, "--peers"], [!hasPage, "--no-page"], [!hasFirefox, "--no-firefox"], [isWritten, "--write"],
  ];
  return ["cargo xtask bench", ...set.filter(([is]) => is).map(([, option]) => option)].join(" ");
}

const PREFACE = `All figures of the tables are of one run: everything is measured once, then everything
again, round by round. Given are the median and, in brackets, the lowest and the highest
round. A machine's speed drifts by a fifth from one run to the next, so what counts is a
ratio; each is the median of the rounds' own ratios. The digits are the genuine MNIST.

**What this does not say:** multiplying dense matrices, native PyTorch and NumPy are quicker
than this engine in a browser: they have wider registers. The engine trains on digits as
quickly as it does because four pixels in five are 0 and it leaves those out; PyTorch and
NumPy are not told to. Where inputs are dense, compare with the rows that say so.

Again: \`cargo xtask bench\` (\`--quick\` for a few minutes of it, \`--peers\` for the same work
by others, \`--write\` for this file), \`cargo bench --package descent-kernels\` and
\`cargo bench --bench train_step\` natively.`;
