/** One request to the hub: sends the token only to the endpoint, and ends a silent connection. */
import { connectionError, statusError } from "./hub-error.ts";
import type { HubSettings } from "./settings.ts";

export interface OpenResponse {
  readonly response: Response;
  /** The chunks of the body; if the connection breaks off or stays silent for too long, iteration throws a TransientError. */
  readonly chunks: () => AsyncGenerator<Uint8Array>;
  /** Closes the connection without reading the body. */
  readonly discard: () => Promise<void>;
}

/**
 * Makes one attempt. Redirects are followed; `fetch` drops the token when a redirect leads to another origin, so a CDN
 * never gets it.
 *
 * @throws {HubError} if another attempt would get the same response.
 * @throws {TransientError} if another attempt may succeed.
 */
export async function openRequest(
  url: string,
  settings: HubSettings,
  options: { readonly headers?: Readonly<Record<string, string>>; readonly signal?: AbortSignal } = {},
): Promise<OpenResponse> {
  const idle = new IdleTimer(settings.patience.idleMs, options.signal);
  let response: Response;
  try {
    response = await fetch(url, {
      headers: {
        // The length and ranges of a compressed body are not those of the file.
        "accept-encoding": "identity",
        "user-agent": "headland",
        ...(settings.token === undefined ? {} : { authorization: `Bearer ${settings.token}` }),
        ...options.headers,
      },
      signal: idle.signal,
    });
  } catch (error) {
    idle.stop();
    options.signal?.throwIfAborted();
    throw connectionError(error, url);
  }
  if (!response.ok && response.status !== 416) {
    idle.stop();
    await response.body?.cancel();
    throw statusError(response, url, settings.token !== undefined);
  }
  return {
    response,
    chunks: () => readChunks(response, url, idle, options.signal),
    discard: async () => {
      idle.stop();
      await response.body?.cancel();
    },
  };
}

async function* readChunks(
  response: Response,
  url: string,
  idle: IdleTimer,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of response.body ?? []) {
      idle.restart();
      yield chunk;
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw connectionError(error, url);
  } finally {
    idle.stop();
  }
}

/** Aborts when nothing has happened for a while, or when the caller's own signal aborts. */
class IdleTimer {
  readonly signal: AbortSignal;
  readonly #controller = new AbortController();
  readonly #idleMs: number;
  #timer: NodeJS.Timeout;

  constructor(idleMs: number, outer: AbortSignal | undefined) {
    this.#idleMs = idleMs;
    this.#timer = this.#start();
    this.signal = outer ? AbortSignal.any([outer, this.#controller.signal]) : this.#controller.signal;
  }

  restart(): void {
    clearTimeout(this.#timer);
    this.#timer = this.#start();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #start(): NodeJS.Timeout {
    return setTimeout(
      () => this.#controller.abort(new Error(`nothing for ${this.#idleMs / 1000} s`)),
      this.#idleMs,
    );
  }
}
