/** How commands are stopped: by Ctrl-C, by a signal, or because the process that started them has ended. */
import { constants } from "node:os";

/** What ends a command in good order; SIGHUP comes when its terminal is closed. */
export const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
export type StopSignal = (typeof STOP_SIGNALS)[number];

/** Calls `stop` at the first of these signals, and when a parent with a channel to us ends. @returns Undoes it. */
export function onStop(stop: (signal: StopSignal) => void): () => void {
  const listeners = STOP_SIGNALS.map((signal) => [signal, (): void => stop(signal)] as const);
  const orphaned = (): void => stop("SIGTERM");
  for (const [signal, listener] of listeners) process.on(signal, listener);
  process.on("disconnect", orphaned);
  // It has ended while we started: nobody will tell us any more.
  if (wasConnected()) setImmediate(orphaned);
  // Waiting for the parent's end must not keep us from ending.
  process.channel?.unref();
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
    process.off("disconnect", orphaned);
  };
}

/** Undefined in a process that never had a channel, whatever its type says. */
function wasConnected(): boolean {
  return (process as { readonly connected?: boolean }).connected === false;
}

/** The exit code of a process that a signal has ended, as shells count. */
export function exitCodeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
