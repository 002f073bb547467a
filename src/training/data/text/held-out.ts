/**
 * Combinations that training never shows, so that an evaluation asks for a rule and not for memory: a twelfth of all
 * pairs of words, by their hash.
 */
import { seedFrom, type Random } from "#math/random.ts";

const SHARE = 12;

/** Where a text goes: `training` avoids the held-out pairs, `evaluation` has only them. */
export type Use = "training" | "evaluation";

export interface Drawing {
  readonly random: Random;
  readonly use: Use;
}

/** Whether a pair of words may be used so. `purpose` says what pairs them: it is held out for that alone. */
export function isAllowed(use: Use, purpose: string, first: string, second: string): boolean {
  // From the middle of the hash: the lowest bits of FNV-1a hang on the last letters alone.
  const isHeldOut = (seedFrom(purpose, first, second) >>> 8) % SHARE === 0;
  return isHeldOut === (use === "evaluation");
}

/** Draws until what is drawn is allowed. @throws {RangeError} if ten thousand draws were not. */
export function drawAllowed<T>(draw: () => T, allowed: (drawn: T) => boolean): T {
  for (let i = 0; i < 10_000; i++) {
    const drawn = draw();
    if (allowed(drawn)) return drawn;
  }
  throw new RangeError("nothing allowed was drawn");
}
