/** Fetches the files of an atlas as text: tries again where that can help, and says in words what is wrong where it cannot. */
import { FormatError } from "#atlas/files/columns.ts";

/** A file that could not be loaded; the message is for the reader. */
export class LoadError extends Error {
  override name = "LoadError";
}

export interface Patience {
  /** Pauses before the second, third … try, in milliseconds. */
  readonly pausesMs: readonly number[];
  /** How long a request may stay silent, in milliseconds. */
  readonly silenceMs: number;
}

const PATIENCE: Patience = { pausesMs: [400, 1600], silenceMs: 20_000 };

/** Statuses of servers that are busy or being restarted. */
const isPassing = (status: number): boolean => status === 429 || status >= 500;

/** What went wrong with one try. */
class Trouble extends LoadError {
  readonly isPassing: boolean;

  constructor(message: string, passing: boolean, cause?: unknown) {
    super(message, { cause });
    this.isPassing = passing;
  }
}

/**
 * @param file The name of the file for the reader, e.g. `tokens.json`.
 * @throws {LoadError} saying which file could not be had, why, and what the reader can do.
 */
export async function fetchText(
  address: string,
  file: string,
  { pausesMs, silenceMs }: Patience = PATIENCE,
): Promise<string> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await fetchOnce(address, file, silenceMs);
    } catch (error) {
      const pause = pausesMs[attempt];
      if (!(error instanceof Trouble) || !error.isPassing || pause === undefined) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** Tells the reader what to do about a file that is not what it should be; any other error stays what it is. */
export function asLoadError(error: unknown): never {
  if (error instanceof FormatError)
    throw new LoadError(`${error.message} Build this atlas again.`, { cause: error });
  throw error;
}

async function fetchOnce(address: string, file: string, silenceMs: number): Promise<string> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), silenceMs);
  const heard = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), silenceMs);
  };
  try {
    const response = await fetch(address, { signal: silence.signal });
    heard();
    if (!response.ok) throw refused(response.status, file);
    return await readBody(response, heard);
  } catch (cause) {
    if (cause instanceof Trouble) throw cause;
    throw unreachable(file, silence.signal.aborted ? silenceMs : null, cause);
  } finally {
    clearTimeout(timer);
  }
}

/** Reads piece by piece, so that a large file on a slow line does not count as silence. */
async function readBody({ body }: Response, heard: () => void): Promise<string> {
  if (body === null) return "";
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    heard();
    text += decoder.decode(value, { stream: true });
  }
}

function refused(status: number, file: string): Trouble {
  if (status === 404 || status === 410) {
    const why =
      location.protocol === "file:"
        ? "is missing in this copy of the site, or cannot be read. Copy or unpack the folder again."
        : "is missing on the server. The site may have changed: reload the page.";
    return new Trouble(`${file} ${why}`, false);
  }
  const said = isPassing(status)
    ? "The server is busy: try again in a moment."
    : "The server does not allow it.";
  return new Trouble(`${file} could not be loaded (HTTP ${status}). ${said}`, isPassing(status));
}

function unreachable(file: string, silenceMs: number | null, cause: unknown): Trouble {
  if (location.protocol === "file:") {
    const cure = "Serve the folder with any web server.";
    return new Trouble(
      `${file} could not be loaded: browsers do not read data from disk. ${cure}`,
      false,
      cause,
    );
  }
  if (silenceMs !== null) {
    const seconds = Math.round(silenceMs / 1000);
    return new Trouble(`${file} could not be loaded: nothing arrived for ${seconds} s.`, true, cause);
  }
  return new Trouble(`${file} could not be loaded. Check your network connection.`, true, cause);
}
