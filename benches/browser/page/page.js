// The bench page: workers by name, and one job at a time for one of them.

const workers = new Map();

/** Starts a worker and waits until it is ready for jobs. */
async function open(name, script, options) {
  const worker = new Worker(new URL(script, import.meta.url), { type: "module" });
  workers.set(name, worker);
  return ask(worker, { kind: "open", ...options });
}

/** Ends a worker and all that it holds. */
function close(name) {
  workers.get(name)?.terminate();
  workers.delete(name);
}

function ask(worker, job) {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => {
      if (data.kind === "result") resolve(data.result);
      else if (data.kind === "error") reject(new Error(data.message));
    };
    worker.onerror = (event) => reject(new Error(event.message ?? "the worker did not start"));
    worker.postMessage(job);
  });
}

window.bench = { open, close, run: (name, job) => ask(workers.get(name), job) };
