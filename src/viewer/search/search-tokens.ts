/** Answers a search; loaded when the first one is made. */
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import { findTokens, patternsOf } from "#drawing/search/find-tokens.ts";
import type { Found } from "#drawing/search/found.ts";
import type { PatternAnswer } from "#drawing/search/match-pattern.ts";
import { PatternRunner } from "./pattern-runner.ts";
import { startWorker } from "./start-worker.ts";

const runner = new PatternRunner(startWorker);

/** @returns Null for an empty search. @throws The signal's reason, if it is aborted. */
export async function searchTokens(
  table: TokenTable,
  search: string,
  signal: AbortSignal,
): Promise<Found | null> {
  const answers = new Map<string, PatternAnswer>();
  for (const pattern of patternsOf(table, search))
    answers.set(pattern.written, await runner.run(pattern, table.vocab, signal));
  return findTokens(table, search, answers);
}
