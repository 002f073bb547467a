/** Answers requests for the files of one folder. It serves nothing outside the folder and nothing hidden, and no request ends the process. */
import { realpathSync, type Stats } from "node:fs";
import { readFile, realpath, stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join, relative, sep } from "node:path";
import send from "send";

/** The allowed methods. */
const METHODS = ["GET", "HEAD"];
/** Codes for too many open files: the same request may succeed a moment later. */
const BUSY = new Set(["EMFILE", "ENFILE", "ENOMEM"]);

/** An answer without a file: a status. */
class Refusal extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}

/**
 * @param folder Must exist.
 * @param prefix Base path of the site, without a slash at its end, e.g. `/my-atlas`; empty at the root of the host.
 * @returns A handler for `http.createServer`. For a missing file, it sends the folder's 404.html.
 */
export function staticFiles(
  folder: string,
  prefix: string,
): (request: IncomingMessage, response: ServerResponse) => void {
  const root = realpathSync(folder);

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!METHODS.includes(request.method ?? "")) throw new Refusal(405);
    const [path, query] = splitTarget(request.url ?? "");
    if (!path.startsWith(`${prefix}/`)) throw new Refusal(404);
    const file = await findFile(root, segmentsOf(path.slice(prefix.length)), path.endsWith("/"));
    if (file === "folder") {
      // A second leading slash would name another host.
      const location = `${path.replace(/^\/+/, "/")}/${query}`;
      response.writeHead(301, { location }).end();
      return;
    }
    const encoded = relative(root, file).split(sep).map(encodeURIComponent).join("/");
    send(request, encoded, { root, cacheControl: false })
      .on("error", (error: NodeJS.ErrnoException) => void refuse(request, response, error))
      .pipe(response);
  };

  const refuse = async (
    request: IncomingMessage,
    response: ServerResponse,
    error: unknown,
  ): Promise<void> => {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const status = statusOf(error);
    // `send` may have set another length and type before it failed.
    for (const name of ["content-length", "content-range", "content-type", "etag", "last-modified"])
      response.removeHeader(name);
    if (status === 405) response.setHeader("allow", METHODS.join(", "));
    if (status === 503) response.setHeader("retry-after", "1");
    // The rest of an unread body must not be parsed as the next request.
    if (status === 405 || status === 400) response.setHeader("connection", "close");
    const page = status === 404 ? await readFile(join(root, "404.html")).catch(() => undefined) : undefined;
    response.setHeader("content-type", page ? "text/html; charset=utf-8" : "text/plain; charset=utf-8");
    response.statusCode = status;
    response.end(request.method === "HEAD" ? undefined : (page ?? `${SAYINGS[status] ?? "Error"}\n`));
  };

  return (request, response) => {
    response.setHeader("x-content-type-options", "nosniff");
    response.setHeader("referrer-policy", "same-origin");
    response.setHeader("cache-control", "no-cache");
    response.on("error", () => response.destroy());
    answer(request, response).catch((error: unknown) => void refuse(request, response, error));
  };
}

const SAYINGS: Readonly<Record<number, string>> = {
  400: "The address cannot be read.",
  404: "Not found.",
  405: "This server answers GET and HEAD only.",
  412: "The file has changed.",
  416: "The file has no such range of bytes.",
  500: "The file cannot be read.",
  503: "Too many files are open. Try again in a moment.",
};

function statusOf(error: unknown): number {
  if (error instanceof Refusal) return error.status;
  const { code, status } = error as NodeJS.ErrnoException & { status?: number };
  if (code !== undefined && BUSY.has(code)) return 503;
  // Errors of `send` have a status; errors of opening a file have a system code.
  return status !== undefined && SAYINGS[status] !== undefined ? status : 500;
}

/** The path of a request's target, and its query with the question mark. */
function splitTarget(target: string): [path: string, query: string] {
  const at = target.search(/[?#]/);
  return at < 0 ? [target, ""] : [target.slice(0, at), target.slice(at).split("#")[0] ?? ""];
}

/** The segments of a path. @throws {Refusal} if one is hidden, leads upward, or is not a valid name. */
function segmentsOf(path: string): string[] {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    throw new Refusal(400);
  }
  if (decoded.includes("\0")) throw new Refusal(400);
  const segments = decoded.split(/[/\\]/).filter((segment) => segment !== "");
  if (segments.some((segment) => segment.startsWith("."))) throw new Refusal(404);
  return segments;
}

/** The file behind an address: a folder's is its index.html. @throws {Refusal} if there is none within the root. */
async function findFile(root: string, segments: readonly string[], isFolder: boolean): Promise<string> {
  const place = await locate(root, join(root, ...segments));
  if (place.stats.isDirectory()) {
    if (!isFolder) return "folder";
    return findFile(root, [...segments, "index.html"], false);
  }
  // Reading a pipe or a device might never end.
  if (!place.stats.isFile() || isFolder) throw new Refusal(404);
  return place.path;
}

/** The real path behind links. @throws {Refusal} if it does not exist, or is outside the root. */
async function locate(root: string, wanted: string): Promise<{ path: string; stats: Stats }> {
  try {
    const path = await realpath(wanted);
    if (path !== root && !path.startsWith(root + sep)) throw new Refusal(404);
    return { path, stats: await stat(path) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === undefined || BUSY.has(code) ? error : new Refusal(404);
  }
}
