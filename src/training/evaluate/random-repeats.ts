/** Random tokens, all of them twice: what only induction can predict. */
import { seededRandom, seedFrom } from "#math/random.ts";
import type { TextTokens } from "./text-tokens.ts";

/**
 * @param around Special tokens before and behind.
 * @param ordinary How many tokens there are, and the first that is not special.
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
