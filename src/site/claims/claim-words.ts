/** How pages and their Markdown twins show a claim: a sign and words, so that no color is needed. Pure. */
import { NOT_AT_HAND, type CheckedClaim } from "../../claims/check-claim.ts";
import type { Counts } from "../../claims/checked-files.ts";
import type { State } from "../../claims/verdict.ts";

/** Classes of the colors that go with the signs. */
export const STATE_CLASSES: Readonly<Record<State, string>> = {
  holds: "",
  false: "is-false",
  unknown: "soft",
};

export const STATE_WORDS: Readonly<Record<State, string>> = {
  holds: "holds",
  false: "is false",
  unknown: "cannot be checked",
};

/** The id of its place on the page of all claims: `tiny-gpt.one-before`. */
export function claimAnchor(id: string): string {
  return id.replace("/", ".");
}

/** @param path Of the page of all claims. */
export function claimPath(path: string, id: string): string {
  return `${path}#${claimAnchor(id)}`;
}

/** What one head has to do with it. */
export interface HeadClaim {
  readonly state: State;
  readonly says: string;
  /** What was found of this head, or why nothing was; first of all that the claim is false. */
  readonly note: string;
  readonly path: string;
}

/**
 * A claim about several heads may be false because of another one: then that one is named.
 *
 * @param path Of the page of all claims.
 */
export function headClaim(
  { claim, state, received, heads }: CheckedClaim,
  head: string,
  path: string,
): HeadClaim {
  const own = heads.find((each) => each.head === head);
  const found = own?.state === state ? own.found : received;
  return {
    state,
    says: claim.says,
    note: state === "holds" ? found : `${STATE_WORDS[state]}, ${found}`,
    path: claimPath(path, claim.id),
  };
}

/** `24 hold, 1 is false, 40 cannot be checked` */
export function sayCounts({ holds, false: nFalse, unknown, notAtHand }: Counts): string {
  const said = [
    `${holds} ${holds === 1 ? "holds" : "hold"}`,
    ...(nFalse > 0 ? [`${nFalse} ${nFalse === 1 ? "is" : "are"} false`] : []),
    ...(unknown > 0
      ? [`${unknown} cannot be checked${notAtHand === unknown ? ` (${NOT_AT_HAND})` : ""}`]
      : []),
  ];
  return said.join(", ");
}
