// The page as a person meets it.

import { table } from "../table.mjs";

export function pageTable({ page }) {
  return `## The page

The site in Chromium, as a person meets it (\`tests/e2e/measure.mjs\`).

${table(["what", "figure"], page)}`;
}
