// Rounds: everything once, then everything again. A machine's speed drifts, and what is
// compared should drift together. Before the first one comes a shorter one that does not
// count, in which compilers warm up.

/** key and lane -> a result for each round. */
export class Results {
  #byName = new Map();

  add(key, lane, result) {
    const name = `${key} @ ${lane}`;
    if (!this.#byName.has(name)) this.#byName.set(name, []);
    this.#byName.get(name).push(result);
  }

  /** The results of all rounds, each through `take`; undefined if there are none. */
  of(key, lane, take = (result) => result) {
    return this.#byName.get(`${key} @ ${lane}`)?.map(take);
  }
}

export async function runRounds(rows, lanes, n_rounds) {
  const results = new Results();
  const began = performance.now();
  for (let round = 0; round <= n_rounds; round += 1) {
    for (const { key, lane, job } of rows) {
      try {
        const seconds = round === 0 ? job.seconds / 2 : job.seconds;
        const result = await lanes.get(lane).run({ ...job, seconds });
        if (round > 0) results.add(key, lane, result);
      } catch (error) {
        throw new Error(`${key} in ${lane}: ${error.message}`, { cause: error });
      }
    }
    const minutes = ((performance.now() - began) / 60_000).toFixed(1);
    const name = round === 0 ? "warm-up" : `round ${round} of ${n_rounds}`;
    console.error(`${name} done, ${minutes} minutes`);
  }
  return results;
}
