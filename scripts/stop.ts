/** Stops commands on Ctrl-C, on a signal, or when the process that started them ends. */
import { constants } from "node:os";

/** Signals that end a command cleanly; closing the terminal sends SIGHUP. */
export const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
export type StopSignal = (typeof STOP_SIGNALS)[number];

/** Calls `stop` on the first of these signals, and when a parent with a channel to this process ends. @returns A function that removes the listeners. */
export function onStop(stop: (signal: StopSignal) => void): () => void {
  const listeners = STOP_SIGNALS.map((signal) => [signal, (): void => stop(signal)] as const);
  const orphaned = (): void => stop("SIGTERM");
  for (const [signal, listener] of listeners) process.on(signal, listener);
  process.on("disconnect", orphaned);
  // The parent ended while this process started, so no event will follow.
  if (wasConnected()) setImmediate(orphaned);
  // Waiting for the parent must not keep this process alive.
  process.channel?.unref();
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
    process.off("disconnect", orphaned);
  };
}

/** Undefined in a process without a channel, although the type does not say so. */
function wasConnected(): boolean {
  return (process as { readonly connected?: boolean }).connected === false;
}

/** The exit code of a process that a signal ended, as in a shell. */
export function exitCodeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
