/** An atlas by hand, with four heads in two layers, for tests of claims about it. */
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import type { CheckedAtlas } from "#claims/check-condition.ts";
import type { ClaimFile } from "#claims/claim.ts";
import { claimsSchema, type WrittenClaims } from "#claims/claims.schema.ts";
import { claimFileOf } from "#claims/written-claims.ts";
import { toyFacts } from "./head-facts.ts";
import { head } from "./read-heads.ts";

/** Induction 0.1, 0.2, 0.8, 0.9 by head; chance 0.1. Distance falls as induction grows. */
export const HEADS: readonly HeadNumbers[] = [
  ["L0H0", 0.1, 8],
  ["L0H1", 0.2, 6],
  ["L1H0", 0.8, 4],
  ["L1H1", 0.9, 2],
].map(([name, induction, distance]) =>
  head(
    { induction: Number(induction), distance: Number(distance), previous: 0.5 },
    { induction: 0.1 },
    String(name),
  ),
);

export const ATLAS: CheckedAtlas = { manifest: toyFacts.manifest, heads: HEADS };

/** What a file with one claim says. */
export function writtenClaim(claim: Record<string, unknown>): WrittenClaims {
  const all = { id: "one", says: "A head copies", heads: "L1H1", ...claim };
  // Keys that are undefined are none.
  return claimsSchema.parse({ model: "toy", claims: [JSON.parse(JSON.stringify(all))] });
}

export function claimFile(claim: Record<string, unknown>): ClaimFile {
  return claimFileOf("file", writtenClaim(claim), false);
}
