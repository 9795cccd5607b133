export const name = "the page loads from a sub-path, with a title and something to see";

export async function run({ page, url, server, assert }) {
  await page.goto(url, { waitUntil: "load" });
  assert.match(await page.title(), /Descent/);
  // The page writes its content itself, once its WebAssembly runs.
  await page.waitForFunction(() => document.body.innerText.trim().length > 0);
  const loaded = server.requests.filter(({ status }) => status === 200).map(({ path }) => path);
  assert.ok(loaded.some((path) => /^app-.*\.wasm$/.test(path)), `no app among ${loaded}`);
}
