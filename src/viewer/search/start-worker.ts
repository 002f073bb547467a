/** Starts the worker that runs patterns. */
import address from "./pattern-worker.ts?worker&url";

/** If a worker has not started by then, we assume that the browser does not allow it. */
const START_MS = 10_000;

/** @throws {Error} if the page may not start a worker. */
export async function startWorker(): Promise<Worker> {
  try {
    return await begun(new Worker(address, { type: "module" }));
  } catch {
    // A sandboxed frame has no origin, and may start no worker from a file, but it may from a blob. As a classic script, not a
    // module: in the built site the worker is a single script.
    const text = await (await fetch(address)).text();
    const copy = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    try {
      return await begun(new Worker(copy));
    } finally {
      URL.revokeObjectURL(copy);
    }
  }
}

/** Resolves with the worker's first message, which says that it is ready. */
function begun(worker: Worker): Promise<Worker> {
  return new Promise((resolve, reject) => {
    const fail = (): void => {
      worker.terminate();
      reject(new Error("The worker does not begin."));
    };
    const timer = setTimeout(fail, START_MS);
    worker.onerror = (): void => {
      clearTimeout(timer);
      fail();
    };
    worker.onmessage = (): void => {
      clearTimeout(timer);
      resolve(worker);
    };
  });
}
