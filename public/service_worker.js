// Keeps the site for the next visit, which then starts without the network: offline,
// too. The page registers it as
//
//     ./service_worker.js?v=<build>&engine=<build of the engine>
//
// once all has arrived, so that what is kept here comes from the browser's own cache
// and nothing is downloaded twice. Each build of the site has a cache of its own; the
// data sets have another one that outlives builds.
//
// It answers only what this page's folder is asked for by GET, and in the way that the
// request itself wants its cache: what is asked for with "no-cache" (the page itself,
// a data set's manifest) comes from the server as long as that answers, so a deploy is
// seen at the next load; all else has its build in its address, or a checksum in the
// manifest, and comes from here first. What the server answers is handed on as it is:
// errors are not hidden. If the disk is full there is no cache, and that is all.

const query = new URL(self.location).searchParams;
const build = query.get("v") ?? "";
const engine = query.get("engine") === "relaxed-simd" ? "worker_relaxed" : "worker";

/** The site's folder; other sites of this origin, copies of this one, have others. */
const HERE = new URL("./", self.location).href;
const SITE_PREFIX = `descent ${HERE} build `;
const SITE = SITE_PREFIX + build;
const DATA = `descent ${HERE} data`;

/** The files that the worker asks for by their plain names. */
const VERSIONED = ["boot_worker.js", `${engine}.js`, `${engine}_bg.wasm`, "models/digits.safetensors"];
/** What a first visit loads to train on. */
const MANIFEST = "data/mnist/manifest.json";

const isData = (url) => url.startsWith(`${HERE}data/`);
const at = (path) => new URL(path, HERE).href;

/** Keeps the files of this build; those that the page names are in its own text. */
async function keepSite() {
  const cache = await caches.open(SITE);
  const index = await fetch(HERE, { cache: "no-cache" });
  if (!index.ok) throw new Error(`the page: status ${index.status}`);
  const text = await index.clone().text();
  const named = [...text.matchAll(/["'](?:\.\/)?([\w./-]+\.(?:js|wasm|css|svg))["']/g)];
  const files = [...named.map(([, path]) => path), ...VERSIONED.map((path) => `${path}?v=${build}`)];
  const requests = [...new Set(files)].map((path) => new Request(at(path), { cache: "force-cache" }));
  await cache.addAll(requests);
  for (const { url } of requests.filter(({ url }) => url.endsWith(".css"))) {
    const style = await (await cache.match(url)).text();
    const fonts = [...style.matchAll(/url\(["']?([^"')]+\.woff2)/g)].map(([, path]) => new URL(path, url).href);
    await cache.addAll(fonts.map((font) => new Request(font, { cache: "force-cache" })));
  }
  await cache.put(HERE, index);
}

/** Keeps the data set, unless it is here. Whatever is missing is loaded at the next visit. */
async function keepData() {
  const cache = await caches.open(DATA);
  const answer = await fetch(at(MANIFEST), { cache: "no-cache" });
  if (!answer.ok) return;
  const { parts } = await answer.clone().json();
  await keepManifest(new Request(at(MANIFEST)), answer);
  for (const { file } of parts) {
    const url = new URL(file, at(MANIFEST)).href;
    if (!(await cache.match(url))) await cache.add(new Request(url, { cache: "force-cache" }));
  }
}

/** Keeps a data set's manifest. If it is another than before, so are the parts. */
async function keepManifest(request, answer) {
  const cache = await caches.open(DATA);
  const before = await cache.match(request.url);
  if (before && (await before.text()) !== (await answer.clone().text())) {
    const folder = new URL("./", request.url).href;
    for (const { url } of await cache.keys()) if (url.startsWith(folder)) await cache.delete(url);
  }
  await cache.put(request.url, answer);
}

async function dropOldBuilds() {
  for (const name of await caches.keys()) {
    if (name.startsWith(SITE_PREFIX) && name !== SITE) await caches.delete(name);
  }
}

/** What is kept for an address. The page's own query changes nothing in its text. */
async function kept(request) {
  const address = request.mode === "navigate" ? HERE : request.url;
  const cache = await caches.open(isData(request.url) ? DATA : SITE);
  return cache.match(address);
}

async function keep(request, answer) {
  if (!answer.ok || answer.type !== "basic") return;
  // A new deploy's page is kept by its own service worker, with all its files.
  if (request.mode === "navigate") return;
  if (request.url.endsWith("/manifest.json")) return keepManifest(request, answer);
  const cache = await caches.open(isData(request.url) ? DATA : SITE);
  await cache.put(request.url, answer);
}

/** The answer, and the promise that what is worth it has been kept. */
async function respond(request, event) {
  const wantsServer = request.mode === "navigate" || request.cache !== "default";
  const hit = await kept(request).catch(() => undefined);
  if (hit && !wantsServer) return hit;
  try {
    const answer = await fetch(request);
    event.waitUntil(keep(request, answer.clone()).catch(() => {}));
    return answer;
  } catch (error) {
    // "reload" says that what is kept was found damaged.
    if (hit && request.cache !== "reload") return hit;
    throw error;
  }
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepSite());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOldBuilds().then(() => self.clients.claim()).catch(() => {}));
  // Not waited for: until this event is over, no request would be answered.
  keepData().catch(() => {});
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(HERE)) return;
  if (request.cache === "only-if-cached") return;
  event.respondWith(respond(request, event));
});
