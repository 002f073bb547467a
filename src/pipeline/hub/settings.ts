/** The hub's address, the user's token and the cache folders, from the same environment variables as huggingface_hub reads. */
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { localPath } from "../config/local-path.ts";
import { describeProblem, expectNone } from "../errors.ts";

export interface HubSettings {
  /** Without a slash at its end. */
  readonly endpoint: string;
  /** Sent to the endpoint only, never to where it redirects. */
  readonly token?: string;
  /** Contains the folders `models--org--name`. */
  readonly cacheFolder: string;
  /** No network access. */
  readonly isOffline: boolean;
  /** Where transformers.js keeps its downloads. */
  readonly transformersCache?: string;
  readonly patience: Patience;
}

/** How long a weak connection is tolerated. Times are in milliseconds. */
export interface Patience {
  /** Consecutive attempts without progress; an attempt that receives bytes resets the count. */
  readonly attempts: number;
  /** Delay before the second attempt; it doubles with each further one. */
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** If a server asks for a longer delay (Retry-After), an error says so instead. */
  readonly maxRetryAfterMs: number;
  /** A connection that receives nothing for this long is closed. */
  readonly idleMs: number;
}

export const PATIENCE: Patience = {
  attempts: 6,
  firstDelayMs: 500,
  maxDelayMs: 20_000,
  maxRetryAfterMs: 300_000,
  idleMs: 30_000,
};

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * An empty variable counts as not set, and `~/` is the user's home folder, as in huggingface_hub.
 *
 * @param isOffline The flag `--offline`; `HF_HUB_OFFLINE` has the same effect.
 * @throws {ConfigError} naming every variable that cannot be used.
 */
export function hubSettings(env: Environment, isOffline = false): HubSettings {
  const said = (name: string): string | undefined => {
    const text = env[name]?.trim() ?? "";
    return text === "" ? undefined : text;
  };
  const folder = (name: string): string | undefined => {
    const path = said(name);
    return path === undefined ? undefined : localPath(path, ".");
  };
  const [token, endpoint = "https://huggingface.co"] = [said("HF_TOKEN"), said("HF_ENDPOINT")];
  const home =
    folder("HF_HOME") ?? join(folder("XDG_CACHE_HOME") ?? join(homedir(), ".cache"), "huggingface");
  const transformersCache = transformersCacheFolder();
  expectNone([
    ...(isWebAddress(endpoint)
      ? []
      : [wrongVariable("HF_ENDPOINT", "an address such as https://my.mirror", endpoint)]),
    // The token is not part of the message, because messages end up in logs.
    ...(token === undefined || /^[\x21-\x7e]+$/.test(token)
      ? []
      : [wrongVariable("HF_TOKEN", "letters, digits and signs without blanks", "other characters")]),
  ]);
  return {
    endpoint: endpoint.replace(/\/+$/, ""),
    ...(token ? { token } : {}),
    cacheFolder: folder("HF_HUB_CACHE") ?? join(home, "hub"),
    isOffline: isOffline || /^(1|true|yes|on)$/i.test(said("HF_HUB_OFFLINE") ?? ""),
    ...(transformersCache === undefined ? {} : { transformersCache }),
    patience: PATIENCE,
  };
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s?#]+$/i.test(text) && URL.canParse(text);
}

function wrongVariable(name: string, expected: string, received: string): string {
  const where = `environment variable ${name}`;
  return describeProblem({
    what: "this cannot be used",
    where,
    expected,
    received,
    cure: `Correct it, or remove it: unset ${name}`,
  });
}

/** The package is not a dependency of ours: a user may have it beside Headland, with models in its cache. */
const TRANSFORMERS_JS = "@huggingface/transformers";

/** The default cache folder of transformers.js: `.cache` inside its package. */
function transformersCacheFolder(): string | undefined {
  try {
    const entry = fileURLToPath(import.meta.resolve(TRANSFORMERS_JS));
    return join(entry, "../../.cache");
  } catch {
    // Without the package there is no such cache.
    return undefined;
  }
}
