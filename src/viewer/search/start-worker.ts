/** Starts the worker that tries patterns. */
import address from "./pattern-worker.ts?worker&url";

/** A worker that has not begun by then is not let. */
const START_MS = 10_000;

/** @throws {Error} where the page may start none. */
export async function startWorker(): Promise<Worker> {
  try {
    return await begun(new Worker(address, { type: "module" }));
  } catch {
    // In a frame without an origin of its own no file may be started, but what the page has read of it. No module, either:
    // in the built site the worker is one script.
    const text = await (await fetch(address)).text();
    const copy = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    try {
      return await begun(new Worker(copy));
    } finally {
      URL.revokeObjectURL(copy);
    }
  }
}

/** Its first message says that it can be asked. */
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
