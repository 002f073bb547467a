/** The claims of a site, checked, and what a build says of them. */
import { checkClaim, NOT_AT_HAND, type CheckedClaim } from "./check-claim.ts";
import type { CheckedAtlas } from "./check-condition.ts";
import type { ClaimFile } from "./claim.ts";
import type { State } from "./verdict.ts";

export interface CheckedFile extends Omit<ClaimFile, "claims"> {
  /** A row per claim and atlas. */
  readonly checked: readonly CheckedClaim[];
}

/** @param hasBrought Whether claims that come with Headland are among them. */
export function checkFiles(
  files: readonly ClaimFile[],
  atlases: readonly CheckedAtlas[],
  hasBrought: boolean,
): CheckedFile[] {
  return files
    .filter(({ isBrought }) => hasBrought || !isBrought)
    .map(({ claims, ...file }) => ({
      ...file,
      checked: claims.flatMap((claim) => checkClaim(claim, atlases)),
    }));
}

export interface Counts extends Readonly<Record<State, number>> {
  /** Of those that cannot be checked: about weights that no atlas of the site has. */
  readonly notAtHand: number;
}

export function countStates(checked: readonly CheckedClaim[]): Counts {
  const count = (state: State): number => checked.filter((each) => each.state === state).length;
  const notAtHand = checked.filter(({ received }) => received === NOT_AT_HAND).length;
  return { holds: count("holds"), false: count("false"), unknown: count("unknown"), notAtHand };
}

/** `Claims: 24 hold, 1 is false, 40 cannot be checked (38 of them: weights not at hand).` */
export function summaryOf({ holds, false: nFalse, unknown, notAtHand }: Counts): string {
  const parts = [
    `${holds} ${holds === 1 ? "holds" : "hold"}`,
    ...(nFalse === 0 ? [] : [`${nFalse} ${nFalse === 1 ? "is" : "are"} false`]),
    ...(unknown === 0 ? [] : [`${unknown} cannot be checked${reasonOf(unknown, notAtHand)}`]),
  ];
  return `Claims: ${parts.join(", ")}.`;
}

function reasonOf(unknown: number, notAtHand: number): string {
  if (notAtHand === 0) return "";
  return notAtHand === unknown ? ` (${NOT_AT_HAND})` : ` (${notAtHand} of them: ${NOT_AT_HAND})`;
}
