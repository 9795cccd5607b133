// The server of the end-to-end tests: static files below a sub-path, as on GitHub
// Pages, with hooks that make single files go wrong.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".md": "text/plain; charset=utf-8",
};

const REPORTS = "/csp-reports";

// The browser itself blocks whatever would leave the origin, from the page and from
// the worker alike, and reports it here. Nothing else is forbidden: other hosts
// send no such header.
const POLICY = `default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; report-uri ${REPORTS}`;

/**
 * Serves `root` below `base` on a free port of this machine.
 *
 * Paths in the hooks are relative to `base`, without a query: `data/mnist/train-01.bin`.
 */
export async function serve(root, base = "/descent/") {
  /** path -> (body) => {status, body, delay} */
  let hooks = new Map();
  /** Every request below the base: { path, query, status }. */
  let requests = [];
  /** What should not have been asked for, in words. */
  let strays = [];
  let isSilent = false;

  async function answer(request, response) {
    if (isSilent) return request.socket.destroy();
    const url = new URL(request.url, "http://localhost");
    if (url.pathname === REPORTS) {
      strays.push(`left the origin: ${await blocked(request)}`);
      return response.writeHead(204).end();
    }
    if (url.pathname === "/favicon.ico") return response.writeHead(204).end();
    if (!url.pathname.startsWith(base)) {
      // On a host that serves other things at its root this would be someone else's.
      strays.push(`left the site's folder: ${url.pathname}`);
      return response.writeHead(404).end();
    }
    const path = decodeURIComponent(url.pathname.slice(base.length)) || "index.html";
    let result = { status: 200, body: await read(root, path) };
    if (result.body === null) result = { status: 404, body: Buffer.from("no such file") };
    const hook = hooks.get(path);
    if (hook) result = { ...result, ...hook(result.body) };
    if (result.delay) await new Promise((resolve) => setTimeout(resolve, result.delay));
    requests.push({ path, query: url.search, status: result.status });
    response.writeHead(result.status, {
      "Content-Type": TYPES[extname(path)] ?? "application/octet-stream",
      "Content-Length": result.body.length,
      "Cache-Control": "no-cache",
      "Content-Security-Policy": POLICY,
    });
    response.end(request.method === "HEAD" ? undefined : result.body);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;

  return {
    origin,
    url: origin + base,
    get requests() {
      return requests;
    },
    get strays() {
      return strays;
    },

    /** The general hook: `change(body)` returns any of { status, body, delay }. */
    change(path, change) {
      hooks.set(path, change);
    },
    /** Answers with this status instead. */
    fail(path, status = 404) {
      hooks.set(path, () => ({ status, body: Buffer.from(`status ${status}`) }));
    },
    /** Flips one bit in the middle. */
    corrupt(path) {
      hooks.set(path, (body) => {
        const altered = Buffer.from(body);
        altered[altered.length >> 1] ^= 1;
        return { body: altered };
      });
    },
    /** Sends only the first bytes, as a whole and well-formed answer. */
    truncate(path, bytes) {
      hooks.set(path, (body) => ({ body: body.subarray(0, bytes ?? body.length >> 1) }));
    },
    /** Answers later. */
    delay(path, milliseconds) {
      hooks.set(path, () => ({ delay: milliseconds }));
    },
    /** Answers nothing at all from now on. */
    fallSilent() {
      isSilent = true;
    },
    /** Lets one path, or all, be as they are. */
    restore(path) {
      if (path === undefined) hooks.clear();
      else hooks.delete(path);
    },

    /** Forgets hooks and records, between two tests. */
    reset() {
      hooks = new Map();
      requests = [];
      strays = [];
      isSilent = false;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function read(root, path) {
  const file = normalize(join(root, path));
  if (!file.startsWith(normalize(root) + sep)) return null;
  return readFile(file).catch(() => null);
}

async function blocked(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  try {
    const report = JSON.parse(text)["csp-report"];
    return `${report["blocked-uri"]} (asked for by ${report["document-uri"]})`;
  } catch {
    return text;
  }
}
