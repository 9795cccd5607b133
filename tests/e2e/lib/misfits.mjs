// What does not fit into the window, or into its own box.

/** Elements that reach out of the window, and texts cut off by their own box. */
export const misfits = () => {
  const found = [];
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  if (wide > 0) found.push(`the page is ${wide} px too wide`);
  for (const element of document.querySelectorAll(":is(.page, .dialog[open]) :is(button, p, h2, dd, dt, label, legend, summary)")) {
    // What is folded up keeps the sizes it had when it was last open, in some browsers.
    if (!element.checkVisibility()) continue;
    const box = element.getBoundingClientRect();
    if (box.width === 0 || element.closest(".visually-hidden, .scroll, .units, .lab__tabs, .confusion__scroll, .net__scroll, .playnet__scroll, .as-table__scroll, .numbers__matrix")) continue;
    if (box.right > window.innerWidth + 1 || box.left < -1) {
      found.push(`${element.className || element.tagName}: "${element.innerText.slice(0, 30)}"`);
    }
  }
  for (const button of document.querySelectorAll(".button, .segmented button, .phase")) {
    if (button.scrollWidth > button.clientWidth + 1) {
      found.push(`cut off: "${button.innerText}" (${button.scrollWidth} > ${button.clientWidth})`);
    }
  }
  return found;
};
