// The two browsers as they come, driven by one library. `cargo xtask` says in the
// environment where they are: PUPPETEER (a folder whose node_modules has
// puppeteer-core), CHROMIUM and FIREFOX (the programs).

import { createRequire } from "node:module";
import { join, resolve } from "node:path";

function puppeteer() {
  if (!process.env.PUPPETEER) {
    console.error("PUPPETEER is not set. `cargo xtask test --only e2e` installs all and sets it.");
    process.exit(2);
  }
  const require = createRequire(join(resolve(process.env.PUPPETEER), "package.json"));
  return require("puppeteer-core");
}

/** Chromium, without the services that would call home. `options` are puppeteer's; its `args` come after ours. */
export const chromium = ({ args = [], ...options } = {}) =>
  puppeteer().launch({
    ...options,
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--disable-dev-shm-usage",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      // A second lock on the door that the server's policy closes.
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
      ...args,
    ],
  });

/** Firefox. */
export const firefox = (options = {}) =>
  puppeteer().launch({
    ...options,
    browser: "firefox",
    executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
    headless: true,
  });
