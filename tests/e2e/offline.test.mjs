import { click, draw, number, open, until, value, DIGITS } from "./lib/page.mjs";

export const name = "a second visit needs no server; a deploy is seen at once when there is one";
export const timeout = 120_000;
export const serviceWorker = true;

/** Whether the site and all parts of the data set are kept. */
const isKept = async () => {
  const names = await caches.keys();
  const data = names.find((name) => name.endsWith(" data"));
  if (!data || !names.some((name) => name.includes(" build "))) return false;
  const cache = await caches.open(data);
  const manifest = await cache.match("data/mnist/manifest.json");
  if (!manifest) return false;
  const { parts } = await manifest.json();
  return (await cache.keys()).length === parts.length + 1;
};

const allData = (page) =>
  page.waitForFunction(() => /60,000 digits to train on/.test(document.body.innerText), { timeout: 60_000 });

export async function run({ page, url, server, assert }) {
  await open(page, url);
  await allData(page);
  await page.waitForFunction(isKept, { timeout: 60_000, polling: 200 });

  // The server is there: the page is its own, and only what can change is asked for.
  server.change("index.html", (body) => ({ body: String(body).replace("<title>", "<title>New ") }));
  server.requests.length = 0;
  await open(page, url);
  await allData(page);
  assert.match(await page.title(), /^New /);
  const asked = server.requests.map(({ path }) => path).filter((path) => path !== "service_worker.js");
  assert.deepEqual(asked.sort(), ["data/mnist/manifest.json", "index.html"]);

  // It is not.
  server.fallSilent();
  await open(page, `${url}?anything`);
  await allData(page);
  await draw(page, DIGITS[7]);
  await until(page, "prediction", (digit) => digit === "7");
  await click(page, "train");
  await until(page, "steps", (steps) => Number(steps) > 300);
  await click(page, "train");
  await until(page, "status", (status) => status === "paused");
  assert.ok((await number(page, "train-loss")) < 2.3);
  assert.notEqual(await value(page, "test-accuracy"), "");
}
