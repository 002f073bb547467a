/** Errors of requests to the hub, in Headland's usual form. */
import { describeProblem, UserError, type Problem } from "../errors.ts";

/** The hub, or the network, did not deliver what was requested. */
export class HubError extends UserError {
  override name = "HubError";
}

/** A failure that may not happen again: a lost connection, a busy server. After too many attempts it becomes a HubError. */
export class TransientError extends Error {
  override name = "TransientError";
  /** The delay that the server asks for. */
  readonly retryAfterMs: number | undefined;
  /** No server answered at all, so many attempts are of little use. */
  readonly isUnreachable: boolean;
  readonly problem: Problem;

  constructor(
    problem: Problem,
    options: { retryAfterMs?: number; isUnreachable?: boolean; cause?: unknown } = {},
  ) {
    super(describeProblem(problem), { cause: options.cause });
    this.problem = problem;
    this.retryAfterMs = options.retryAfterMs;
    this.isUnreachable = options.isUnreachable ?? false;
  }
}

/** The hub is not available now; cached files may be used instead. */
export class HubUnavailableError extends HubError {
  override name = "HubUnavailableError";
}

/** The hub has no such model, revision or file, or does not show it to everyone. */
export class HubMissingError extends HubError {
  override name = "HubMissingError";
}

/** The error for a response that is not the requested file. */
export function statusError(
  response: Pick<Response, "status" | "statusText" | "headers">,
  url: string,
  hasToken: boolean,
): HubError | TransientError {
  const { status } = response;
  const received = `HTTP ${status}${response.statusText ? ` ${response.statusText}` : ""}`;
  const expected = "the file";
  if (status === 429 || status === 408 || status >= 500) {
    const what = status === 429 ? "the hub asks for fewer requests" : "the hub has a fault";
    const retryAfterMs = readRetryAfter(response.headers);
    const cure = "Try again later; what was fetched so far is kept.";
    return new TransientError(
      { what, where: url, expected, received, cure },
      retryAfterMs === undefined ? {} : { retryAfterMs },
    );
  }
  const token = hasToken
    ? "Check that HF_TOKEN is valid and may read this model, and accept the model's terms on its page."
    : "If the model is private or gated, accept its terms on its page and set HF_TOKEN.";
  if (status === 401 || status === 403) {
    // Without a token, the hub gives the same answer for a model that does not exist.
    const cure = status === 401 && !hasToken ? `Check organization and name. ${token}` : token;
    return problem({ what: "the hub refuses access", where: url, expected, received, cure });
  }
  if (status === 404) {
    const cure = `Check organization, name, revision and file. ${token}`;
    return new HubMissingError({ what: "the hub does not have this", where: url, expected, received, cure });
  }
  return problem({ what: "the hub gives another answer", where: url, expected, received });
}

/** Milliseconds from a Retry-After header; a date is compared with the server's own clock. */
export function readRetryAfter(headers: Headers): number | undefined {
  const text = headers.get("retry-after");
  if (text === null) return undefined;
  if (/^\d+(\.\d+)?$/.test(text.trim())) return Number(text) * 1000;
  const wait = Date.parse(text) - Date.parse(headers.get("date") ?? "");
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

/** The error for a failed request, or for a body that broke off. */
export function connectionError(error: unknown, url: string): TransientError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? "";
  const message = cause instanceof Error ? cause.message : String(cause);
  return new TransientError(
    {
      what: "the connection failed",
      where: url,
      expected: "an answer",
      received: message || code || "nothing",
      cure: "Check the network and HF_ENDPOINT (behind a proxy: NODE_USE_ENV_PROXY=1); HF_HUB_OFFLINE=1 uses only what is already here.",
    },
    {
      isUnreachable: /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH)$/.test(code),
      cause: error,
    },
  );
}

function problem(entry: Problem): HubError {
  return new HubError(entry);
}
