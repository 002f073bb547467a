/** One request to the hub: sends the token only to the endpoint, and ends a silent connection. */
import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { connectionError, statusError } from "./hub-error.ts";
import { bodyOf, sendRequest } from "./send-request.ts";
import type { HubSettings } from "./settings.ts";

/** What a server says before the body. */
export interface ResponseHead {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
}

export interface OpenResponse {
  readonly response: ResponseHead;
  /** The chunks of the body; if the connection breaks off or stays silent for too long, iteration throws a TransientError. */
  readonly chunks: () => AsyncGenerator<Uint8Array>;
  /** Closes the connection without reading the body. */
  readonly discard: () => void;
}

/**
 * Makes one attempt. Redirects are followed; the token is dropped when a redirect leads to another origin, so a CDN never
 * gets it.
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
  let message: IncomingMessage;
  let response: ResponseHead;
  try {
    const headers = {
      // The length and ranges of a compressed body are not those of the file.
      "accept-encoding": "identity",
      "user-agent": "headland",
      ...(settings.token === undefined ? {} : { authorization: `Bearer ${settings.token}` }),
      ...options.headers,
    };
    message = await sendRequest(url, headers, idle.signal);
    response = headOf(message);
  } catch (error) {
    idle.stop();
    options.signal?.throwIfAborted();
    throw connectionError(error, url);
  }
  const discard = (): void => {
    idle.stop();
    message.destroy();
  };
  const isOk = response.status >= 200 && response.status < 300;
  if (!isOk && response.status !== 416) {
    discard();
    throw statusError(response, url, settings.token !== undefined);
  }
  return { response, chunks: () => readChunks(bodyOf(message), url, idle, options.signal), discard };
}

function headOf({ statusCode = 0, statusMessage = "", headersDistinct }: IncomingMessage): ResponseHead {
  const headers = Object.entries(headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  return { status: statusCode, statusText: statusMessage, headers: new Headers(headers) };
}

async function* readChunks(
  body: Readable,
  url: string,
  idle: IdleTimer,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) {
      idle.restart();
      yield chunk as Uint8Array;
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
