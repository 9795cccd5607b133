// The command line of the bench, as `cargo xtask bench` hands it on.

export const USAGE = `Usage: cargo xtask bench [--quick] [--peers] [--no-page] [--no-firefox] [--no-build] [--write]

  --quick       a few minutes: fewer and shorter rounds, accuracy after three epochs at most
  --peers       the same work by other libraries, in the browser and natively
  --no-page     not the page as a person meets it
  --no-firefox  Chromium alone
  --no-build    of what was built for it last
  --write       the results into docs/benchmarks.md`;

/** What the options say; unknown ones end the program. */
export function options(args) {
  const known = new Set(["--quick", "--peers", "--no-page", "--no-firefox", "--no-build", "--write"]);
  if (args.includes("--help")) {
    console.log(USAGE);
    process.exit(0);
  }
  const stranger = args.find((arg) => !known.has(arg));
  if (stranger !== undefined) {
    console.error(`There is no option "${stranger}".\n\n${USAGE}`);
    process.exit(2);
  }
  const has = (option) => args.includes(option);
  const isQuick = has("--quick");
  return {
    isQuick,
    hasPeers: has("--peers"),
    hasPage: !has("--no-page"),
    hasFirefox: !has("--no-firefox"),
    isWritten: has("--write"),
    rounds: isQuick ? 2 : 5,
    /** Seconds that one figure of one round is measured over. */
    seconds: { kernel: isQuick ? 0.1 : 0.25, training: isQuick ? 0.25 : 0.5 },
    warmup: isQuick ? 0.1 : 0.2,
    /** Of the pass for accuracy; a run that would take longer than its budget ends early. */
    epochs: isQuick ? 3 : 5,
    budget: isQuick ? 10 : 90,
  };
}
