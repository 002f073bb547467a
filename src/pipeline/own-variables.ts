/** Headland's own environment variables; a misspelled one would be ignored silently. */
import { describeProblem, expectNone } from "./errors.ts";
import { STORE_LIMIT } from "./cache/store-limit.ts";
import { MEMORY_LIMIT, TIME_LIMIT } from "./guard/limits.ts";

const PREFIX = "HEADLAND_";
/** The last one is of the tests. */
const KNOWN: readonly string[] = [MEMORY_LIMIT, STORE_LIMIT, TIME_LIMIT, "HEADLAND_SHUFFLES"];

/** @throws {ConfigError} naming every unknown variable that starts with our prefix. Empty ones do not count. */
export function expectKnownVariables(env: Readonly<Record<string, string | undefined>>): void {
  const strangers = Object.keys(env).filter(
    (name) => name.toUpperCase().startsWith(PREFIX) && !KNOWN.includes(name) && env[name] !== "",
  );
  const messages = strangers.sort().map((name) =>
    describeProblem({
      what: "Headland has no such variable",
      where: `environment variable ${name}`,
      expected: `one of ${KNOWN.join(", ")}`,
      received: name,
      cure: `Correct its name, or remove it: unset ${name}`,
    }),
  );
  expectNone(messages);
}
