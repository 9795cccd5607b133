import { at, click, draw, open, until, value, DIGITS } from "./lib/page.mjs";

export const name = "another data set is one choice away: loaded on demand, its size said before, its classes named";
export const timeout = 120_000;

export async function run({ page, url, server, assert }) {
  await open(page, url);
  const asked = () => server.requests.filter(({ path }) => path.startsWith("data/fashion_mnist/"));
  assert.deepEqual(asked(), [], "nothing of it is loaded before it is chosen");
  const texts = await page.$$eval(`${at("dataset")} option`, (options) => options.map((it) => it.textContent));
  assert.deepEqual(texts, ["MNIST (11 MB)", "Fashion-MNIST (31 MB)"]);
  const bytes = async (name) => {
    const manifest = await (await fetch(`${url}data/${name}/manifest.json`)).json();
    return manifest.parts.reduce((sum, part) => sum + part.bytes, 0);
  };
  assert.equal(Math.round((await bytes("fashion_mnist")) / 1e6), 31);

  await page.select(at("dataset"), "fashion_mnist");
  await until(page, "dataset", (value) => value === "fashion_mnist");
  await page.waitForSelector(at("data-loading"));
  assert.match(await page.$eval(".footer", (footer) => footer.innerText), /Zalando/);
  await until(page, "status", (value) => value === "ready");
  await click(page, "train");
  await until(page, "test-accuracy", (value) => Number(value) > 0.6, 60_000);
  await click(page, "train");
  await until(page, "status", (value) => value === "paused");

  // The run takes a drawing for clothes, and the shipped model still reads digits.
  await draw(page, DIGITS[1]);
  await page.$$eval('.panel--answer [role="radio"]', (buttons) => buttons[1].click());
  await until(page, "prediction", (value) => value !== "");
  const names = await page.$$eval(".panel--answer .bar__name", (all) => all.map((it) => it.textContent));
  assert.equal(names[9], "boot");
  const answer = await page.$eval(at("prediction"), (it) => [it.textContent.trim(), it.getAttribute("aria-label")]);
  const best = names[Number(await value(page, "prediction"))];
  assert.deepEqual(answer, [best, `It takes it for: ${best}`]);
  assert.doesNotMatch(await page.$eval(".panel--answer", (it) => it.innerText), /Draw a digit/);
  assert.deepEqual(
    await page.$$eval(".network__svg .unit__label", (all) => all.map((it) => it.textContent.trim())),
    names,
  );

  await page.$$eval('.panel--answer [role="radio"]', (buttons) => buttons[0].click());
  await until(page, "prediction", (value) => value === "1");
  assert.equal(await page.$eval(at("prediction"), (it) => it.textContent.trim()), "1");
  assert.match(await page.$eval(at("reads-digits-only"), (it) => it.textContent), /reads digits/);

  // The step view calls them by their names.
  await click(page, "open-steps");
  await page.waitForSelector(at("steps-view"));
  const sentence = await page.$eval(at("sentence"), (it) => it.textContent);
  assert.ok(names.some((name) => new RegExp(`it is an? ${name}\\.`).test(sentence)), sentence);
  const label = await page.$eval(".example__label", (it) => it.textContent);
  assert.ok(names.some((name) => label === `Label ${name}`), label);
  await click(page, "close-steps");
  await page.waitForSelector(at("dataset"));

  // And back: MNIST is loaded again.
  await page.select(at("dataset"), "mnist");
  await until(page, "dataset", (value) => value === "mnist");
  await page.waitForFunction(() => /60,000 digits to train on/.test(document.body.innerText));
}
