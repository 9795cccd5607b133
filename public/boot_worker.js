// Starts the engine's thread. The page makes it by
//
//     new Worker("./boot_worker.js?v=<build>", { type: "module" })
//
// trunk gives the page's files names with a hash in them, but not the worker's:
// without the build id in the address, a browser would go on using an old engine
// with a new page after a deploy. So the id goes from here to all that is loaded.

const build = new URL(import.meta.url).searchParams.get("v") ?? "";

/** The address of a file of this build, next to this one. */
function address(file) {
  const url = new URL(file, import.meta.url);
  url.searchParams.set("v", build);
  return url;
}

async function boot() {
  const name = "worker";
  const { default: start } = await import(address(`./${name}.js`));
  await start({ module_or_path: address(`./${name}_bg.wasm`) });
}

// From here on the worker's own Rust code speaks for itself (its first message is
// Ready); a file that is missing or broken can only be reported here.
boot().catch((error) => {
  self.postMessage({ kind: "boot-error", message: String(error?.message ?? error) });
});
