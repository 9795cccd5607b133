// What the processor can do, and what the engine's products make of it.

import { INK, FIRST_LAYER, LATENCIES, PEAK, PRODUCTS, REGISTERS, SHAPES, productKey } from "../rows.mjs";
import { figure, median, percent, ratios, spread } from "../statistics.mjs";
import { table } from "../table.mjs";

const GIGA = 1e-9;

export function kernels(all) {
  return [registers(all), products(all), ink(all), latencies(all)].join("\n\n");
}

function registers({ results, engineLanes }) {
  // The same instructions in either build of the engine: one lane a browser will do.
  const lanes = engineLanes.filter((lane) => lane.endsWith("relaxed"));
  const rows = REGISTERS.map((of) => [of, ...lanes.map((lane) => spread(results.of(`registers/${of}`, lane), GIGA))]);
  const head = ["GFLOP/s", ...lanes.map((lane) => lane.split(",")[0])];
  return `## In registers alone, WebAssembly

Twelve chains of multiplications and additions that don't wait for each other. The last row
is "the peak" below.

${table(head, rows)}`;
}

function products({ results, engineLanes, peers }) {
  const lanes = [...engineLanes, ...peers.natives];
  const rows = SHAPES.flatMap((shape) =>
    Object.entries(PRODUCTS).map(([of, name]) => {
      const flops = 2 * shape.n_out * shape.n_in * shape.batch;
      const cells = lanes.map((lane) => {
        const seconds = results.of(productKey(shape, of), lane);
        if (!seconds) return "–";
        const speeds = seconds.map((second) => flops / second);
        const peak = results.of(PEAK, lane);
        return `${figure(median(speeds) * GIGA)}${peak ? `, ${percent(median(ratios(speeds, peak)))}` : ""}`;
      });
      return [`${shape.n_out}×${shape.n_in}, batch ${shape.batch}: ${name}`, ...cells];
    }),
  );
  return `## Dense products

GFLOP/s, and their share of the same browser's peak.

${table(["layer", ...lanes], rows)}`;
}

function ink({ results, engineLanes, density }) {
  const { n_units, batch } = FIRST_LAYER;
  const flops = 2 * n_units * 784 * batch * density;
  const rows = Object.entries(INK).map(([of, name]) => [
    name,
    ...engineLanes.map((lane) => {
      const seconds = results.of(`ink/${of}`, lane);
      const micros = `${figure(median(seconds) * 1e6)} µs`;
      if (of === "find") return micros;
      const shares = ratios(seconds.map((second) => flops / second), results.of(PEAK, lane));
      return `${micros}, ${percent(median(shares))}`;
    }),
  ]);
  return `## The first layer by its ink

${n_units}×784, batches of ${batch} digits, ${percent(density)} of whose pixels are not 0: time of a
batch, and the share of what the peak would allow for the products that remain.

${table(["", ...engineLanes], rows)}`;
}

function latencies({ results, engineLanes }) {
  const rows = Object.entries(LATENCIES).map(([of, name]) => [
    `${name}, ms`,
    ...engineLanes.map((lane) => spread(results.of(`latency/${of}`, lane), 1000)),
  ]);
  return `## Answers

784-128-10, batch 64, in the worker, from the command to the encoded event (a trace has
all numbers of an update).

${table(["", ...engineLanes], rows)}`;
}
