// Starts the engine's thread. The page makes it by
//
//     new Worker("./boot_worker.js?v=<build>", { type: "module" })
//
// trunk gives the page's files names with a hash in them, but not the worker's:
// without the build id in the address, a browser would go on using an old engine
// with a new page after a deploy. So the id goes from here to all that is loaded.
//
// The engine comes in two builds, and the quicker one that this browser can run is
// loaded. The page's `?engine=simd128` (or `?engine=relaxed-simd`) chooses by hand, for
// tests and measurements.

const query = new URL(import.meta.url).searchParams;
const build = query.get("v") ?? "";

/** The builds by name, and the file that each one is in. */
const ENGINES = { "relaxed-simd": "worker_relaxed", simd128: "worker" };

/** Whether the browser takes a module with a relaxed SIMD instruction: the least one. */
function hasRelaxedSimd() {
  // prettier-ignore
  return WebAssembly.validate(new Uint8Array([
    0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, // "\0asm", version 1
    0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b,       // one type: () -> v128
    0x03, 0x02, 0x01, 0x00,                         // one function, of that type
    0x0a, 0x13, 0x01, 0x11, 0x00,                   // its code, 17 bytes, no locals:
    0x41, 0x00, 0xfd, 0x0f,                         //   i32.const 0, i8x16.splat
    0x41, 0x00, 0xfd, 0x0f,                         //   i32.const 0, i8x16.splat
    0x41, 0x00, 0xfd, 0x0f,                         //   i32.const 0, i8x16.splat
    0xfd, 0x85, 0x02,                               //   f32x4.relaxed_madd
    0x0b,                                           //   end
  ]));
}

/** The address of a file of this build, next to this one. */
function address(file) {
  const url = new URL(file, import.meta.url);
  url.search = "";
  url.searchParams.set("v", build);
  return url;
}

async function boot() {
  const wish = query.get("engine");
  const engine = Object.hasOwn(ENGINES, wish) ? wish : hasRelaxedSimd() ? "relaxed-simd" : "simd128";
  const file = ENGINES[engine];
  const { default: start } = await import(address(`./${file}.js`));
  self.postMessage({ engine });
  await start({ module_or_path: address(`./${file}_bg.wasm`) });
}

// From here on the worker's own Rust code speaks for itself (its first message is
// Ready); a file that is missing or broken can only be reported here.
boot().catch((error) => {
  self.postMessage({ kind: "boot-error", message: String(error?.message ?? error) });
});
