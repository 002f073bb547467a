/** The limit of the store of results. */
import { ConfigError } from "../errors.ts";
import { parseByteSize } from "./byte-size.ts";

/** Enough for about twenty thousand heads. */
export const DEFAULT_STORE_LIMIT = 20e9;
export const STORE_LIMIT = "HEADLAND_STORE_LIMIT";
export const STORE_LIMIT_FORM = "a size such as 5GB or 800MB, or none";

/** In bytes, Infinity for `none`; undefined for anything else. */
export function parseStoreLimit(text: string): number | undefined {
  return text.trim().toLowerCase() === "none" ? Infinity : parseByteSize(text);
}

/** The value of HEADLAND_STORE_LIMIT. @throws {ConfigError} if it is not a size. */
export function storeLimitOf(env: Readonly<Record<string, string | undefined>>): number {
  const text = env[STORE_LIMIT];
  if (text === undefined || text.trim() === "") return DEFAULT_STORE_LIMIT;
  const limit = parseStoreLimit(text);
  if (limit !== undefined) return limit;
  throw new ConfigError({
    what: "the limit of the store cannot be read",
    where: `the environment variable ${STORE_LIMIT}`,
    expected: STORE_LIMIT_FORM,
    received: JSON.stringify(text),
  });
}
