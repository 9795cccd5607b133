// What the processor can do at most, as a browser's WebAssembly gets at it: multiply
// and add in registers alone, in a module written instruction by instruction, so that
// no compiler stands between what is counted and what is run.
//
// A chain is `acc = acc·m + a` over and over. Chains don't wait for each other: twelve of
// them hide the latency of one. More would not fit: with m, a and the engine's own
// scratch register they fill the sixteen vector registers of x86-64.

const N_CHAINS = 12;
/** Times each chain goes on before the loop's counter is looked at. */
const UNROLLED = 8;

const I32 = 0x7f, F32 = 0x7d, V128 = 0x7b;

const unsigned = (n) => {
  const bytes = [];
  for (; n > 127; n >>>= 7) bytes.push((n & 127) | 128);
  return [...bytes, n];
};
const section = (id, body) => [id, ...unsigned(body.length), ...body];
const vector = (items) => [...unsigned(items.length), ...items.flat()];
const get = (local) => [0x20, ...unsigned(local)];
const set = (local) => [0x21, ...unsigned(local)];
const simd = (opcode) => [0xfd, ...unsigned(opcode)];
const f32 = (x) => [0x43, ...new Uint8Array(new Float32Array([x]).buffer)];

const SPLAT = simd(0x13), LANE = [...simd(0x1f), 0];

/** What one link of a chain is made of, and how many numbers it works on at once. */
const KINDS = {
  "f32 multiply, add": { type: F32, lanes: 1, link: [0x94], then: [0x92] },
  "simd128 multiply, add": { type: V128, lanes: 4, link: simd(0xe6), then: simd(0xe4) },
  "relaxed multiply-add": { type: V128, lanes: 4, link: null, then: simd(0x105) },
};

/** A module whose `run(n: i32) -> f32` walks the chains n·UNROLLED links on. */
function moduleOf({ type, lanes, link, then }) {
  const [count, m, a, first] = [0, 1, 2, 3];
  const widen = lanes === 1 ? [] : SPLAT;
  const chains = Array.from({ length: N_CHAINS }, (_, i) => first + i);
  const step = (chain) =>
    link === null
      ? [...get(chain), ...get(m), ...get(a), ...then, ...set(chain)]
      : [...get(chain), ...get(m), ...link, ...get(a), ...then, ...set(chain)];
  const plus = lanes === 1 ? [0x92] : simd(0xe4);
  const body = [
    ...f32(0.999), ...widen, ...set(m),
    ...f32(0.001), ...widen, ...set(a),
    ...chains.flatMap((chain, i) => [...f32(1 + i / 16), ...widen, ...set(chain)]),
    0x03, 0x40, // loop
    ...Array.from({ length: UNROLLED }, () => chains.flatMap(step)).flat(),
    ...get(count), 0x41, 1, 0x6b, 0x22, count, 0x0d, 0, // count -= 1; again unless 0
    0x0b,
    ...get(first), ...chains.slice(1).flatMap((chain) => [...get(chain), ...plus]),
    ...(lanes === 1 ? [] : LANE),
    0x0b,
  ];
  const locals = vector([[...unsigned(2 + N_CHAINS), type]]);
  return new Uint8Array([
    0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, vector([[0x60, 1, I32, 1, F32]])),
    ...section(3, vector([[0]])),
    ...section(7, vector([[3, ...new TextEncoder().encode("run"), 0, 0]])),
    ...section(10, vector([[...unsigned(locals.length + body.length), ...locals, ...body]])),
  ]);
}

/** A function that repeats n times, and how many operations each time has. */
export async function peak(kind) {
  const { instance } = await WebAssembly.instantiate(moduleOf(KINDS[kind]));
  return { run: instance.exports.run, flops: 2 * KINDS[kind].lanes * N_CHAINS * UNROLLED };
}
