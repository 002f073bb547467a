/**
 * Sends a GET request and follows its redirects. Written with Node's own HTTP client: its `fetch` ends the process where a
 * server closes the connection behind a body that nobody has read yet, as proxies do.
 */
import { request as sendPlain, type IncomingMessage } from "node:http";
import { request as sendSecure } from "node:https";
import { addAbortSignal, pipeline, type Readable } from "node:stream";
import { createBrotliDecompress, createUnzip } from "node:zlib";

type Sent = Readonly<Record<string, string>>;

/** As many as browsers follow. */
const MOST_REDIRECTS = 20;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** @param headers Sent to every address but `authorization`, which stays with the first one's origin. */
export async function sendRequest(url: string, headers: Sent, signal: AbortSignal): Promise<IncomingMessage> {
  const { origin } = new URL(url);
  const { authorization, ...others } = headers;
  let [at, hasLeft] = [new URL(url), false];
  for (let nRedirects = 0; nRedirects <= MOST_REDIRECTS; nRedirects++) {
    hasLeft ||= at.origin !== origin;
    const own = hasLeft || authorization === undefined ? {} : { authorization };
    const response = await sendOne(at, { ...others, ...own }, signal);
    const { location } = response.headers;
    if (!REDIRECTS.has(response.statusCode ?? 0) || location === undefined) return response;
    response.destroy();
    at = new URL(location, at);
  }
  throw new Error(`more than ${MOST_REDIRECTS} redirects`);
}

function sendOne(url: URL, headers: Sent, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    if (url.protocol !== "https:" && url.protocol !== "http:") {
      reject(new Error(`a redirect to ${url.protocol}`));
      return;
    }
    const send = url.protocol === "https:" ? sendSecure : sendPlain;
    const request = send(url, { headers, signal });
    request.on("error", reject);
    request.on("response", (response) => {
      // Told when the body is read; until then, nobody else listens.
      response.on("error", () => undefined);
      addAbortSignal(signal, response);
      resolve(response);
    });
    request.end();
  });
}

/** The bytes of the body, also where a server compresses it although it was asked not to. */
export function bodyOf(response: IncomingMessage): Readable {
  const coding = response.headers["content-encoding"] ?? "identity";
  if (!/^(?:x-)?gzip$|^deflate$|^br$/i.test(coding)) return response;
  const decoder = /^br$/i.test(coding) ? createBrotliDecompress() : createUnzip();
  // Whoever reads the decoder gets the errors of both.
  pipeline(response, decoder, () => undefined);
  return decoder;
}
