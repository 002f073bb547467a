/** Repeats attempts that may succeed later, with exponential backoff or after the delay that a server asks for. */
import { setTimeout as wait } from "node:timers/promises";
import { HubUnavailableError, TransientError } from "./hub-error.ts";
import type { Patience } from "./settings.ts";

/** Number of attempts if no server answered at all. */
const UNREACHABLE_ATTEMPTS = 2;

/**
 * Repeats until an attempt succeeds or the limit is reached. There is no jitter, because a build fetches one file at a time.
 *
 * @param run Throws TransientError if another attempt may help.
 * @param progress A number that grows with the received bytes; growth resets the count of attempts.
 * @throws {HubUnavailableError} when the limit is reached.
 */
export async function withRetries<T>(
  run: () => Promise<T>,
  patience: Patience,
  options: { readonly signal?: AbortSignal; readonly progress?: () => number } = {},
): Promise<T> {
  const { signal, progress = () => 0 } = options;
  let [nFailed, before] = [0, progress()];
  for (;;) {
    signal?.throwIfAborted();
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
      signal?.throwIfAborted();
      if (progress() > before) [nFailed, before] = [0, progress()];
      nFailed++;
      const allowed = error.isUnreachable
        ? Math.min(UNREACHABLE_ATTEMPTS, patience.attempts)
        : patience.attempts;
      const delayMs = delayBefore(nFailed, error, patience);
      if (nFailed >= allowed || delayMs === undefined) throw givenUp(error, nFailed);
      await wait(delayMs, undefined, signal ? { signal } : {});
    }
  }
}

/** @returns Milliseconds, or undefined if the server asks for a longer delay than we accept. */
function delayBefore(nFailed: number, error: TransientError, patience: Patience): number | undefined {
  const backoff = Math.min(patience.maxDelayMs, patience.firstDelayMs * 2 ** (nFailed - 1));
  const asked = error.retryAfterMs ?? 0;
  return asked > patience.maxRetryAfterMs ? undefined : Math.max(backoff, asked);
}

function givenUp(error: TransientError, nFailed: number): HubUnavailableError {
  const asked =
    error.retryAfterMs === undefined ? "" : `, asked to wait ${Math.ceil(error.retryAfterMs / 1000)} s`;
  const tries = nFailed === 1 ? "once" : `${nFailed} times`;
  const received = `${error.problem.received}, ${tries}${asked}`;
  return new HubUnavailableError({ ...error.problem, received }, { cause: error });
}
