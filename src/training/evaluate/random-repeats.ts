/** Random tokens, repeated once: only induction can predict the second half. */
import { seededRandom, seedFrom } from "#math/random.ts";
import type { TextTokens } from "./text-tokens.ts";

/**
 * @param around Special tokens before and after the others.
 * @param ordinary Number of ordinary tokens, and the first one.
 */
export function randomRepeats(
  around: readonly [before: readonly number[], after: readonly number[]],
  ordinary: { readonly first: number; readonly count: number },
  period: number,
  nSequences: number,
): TextTokens[] {
  const random = seededRandom(seedFrom("random repeats", period));
  return Array.from({ length: nSequences }, () => {
    const stretch = Array.from(
      { length: period },
      () => ordinary.first + Math.floor(random() * (ordinary.count - ordinary.first)),
    );
    const ids = [...around[0], ...stretch, ...stretch, ...around[1]];
    const nothing = ids.map(() => null);
    return { ids, parts: nothing, referents: nothing, openings: nothing };
  });
}
