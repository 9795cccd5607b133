// The worker's side of page.js: answers each job with what its kind's function gives.

export function serveJobs(kinds) {
  self.onmessage = async ({ data: job }) => {
    try {
      self.postMessage({ kind: "result", result: await kinds[job.kind](job) });
    } catch (error) {
      self.postMessage({ kind: "error", message: String(error?.stack ?? error) });
    }
  };
}

/** The next turn of the event loop, without the delay of a timer. */
const { port1, port2 } = new MessageChannel();
export const nextTurn = () =>
  new Promise((resolve) => {
    port1.onmessage = () => resolve();
    port2.postMessage(0);
  });
