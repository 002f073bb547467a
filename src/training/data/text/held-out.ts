/**
 * Combinations that training never shows, so that an evaluation tests the rule and not the memory: a twelfth of all pairs of
 * words, chosen by their hash.
 */
import { seedFrom, type Random } from "#math/random.ts";

const SHARE = 12;

/** The use of a text: `training` avoids the held-out pairs, `evaluation` uses only them. */
export type Use = "training" | "evaluation";

export interface Drawing {
  readonly random: Random;
  readonly use: Use;
}

/** Whether a pair of words may be used. `purpose` names the relation between them; a pair is held out for one relation only. */
export function isAllowed(use: Use, purpose: string, first: string, second: string): boolean {
  // The middle bits of the hash, because the lowest bits of FNV-1a depend on the last letters only.
  const isHeldOut = (seedFrom(purpose, first, second) >>> 8) % SHARE === 0;
  return isHeldOut === (use === "evaluation");
}

/** Draws until the result is allowed. @throws {RangeError} after ten thousand failed draws. */
export function drawAllowed<T>(draw: () => T, allowed: (drawn: T) => boolean): T {
  for (let i = 0; i < 10_000; i++) {
    const drawn = draw();
    if (allowed(drawn)) return drawn;
  }
  throw new RangeError("nothing allowed was drawn");
}
