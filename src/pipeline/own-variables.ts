/** Headland's own environment variables; a misspelled one would be ignored silently. */
import { describeProblem, expectNone } from "./errors.ts";
import { STORE_LIMIT } from "./cache/store-limit.ts";
import { MEMORY_LIMIT, TIME_LIMIT } from "./guard/limits.ts";

const PREFIX = "HEADLAND_";
const OFFERED: readonly string[] = [MEMORY_LIMIT, STORE_LIMIT, TIME_LIMIT];
/** Tests read these and hand them on to the commands that they run; they mean nothing to a user. */
const OF_TESTS: readonly string[] = ["HEADLAND_SHUFFLES", "HEADLAND_TEST_SITE"];
const KNOWN: readonly string[] = [...OFFERED, ...OF_TESTS];

/** @throws {ConfigError} naming every unknown variable that starts with our prefix. Empty ones do not count. */
export function expectKnownVariables(env: Readonly<Record<string, string | undefined>>): void {
  const strangers = Object.keys(env).filter(
    (name) => name.toUpperCase().startsWith(PREFIX) && !KNOWN.includes(name) && env[name] !== "",
  );
  const messages = strangers.sort().map((name) =>
    describeProblem({
      what: "Headland has no such variable",
      where: `environment variable ${name}`,
      expected: `one of ${OFFERED.join(", ")}`,
      received: name,
      cure: `Correct its name, or remove it: unset ${name}`,
    }),
  );
  expectNone(messages);
}
