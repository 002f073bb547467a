/**
 * How closely the tokens of a class lie together in the space of a head: of a member's nearest points in its own role, the
 * share that are members too. Queries are compared with queries and keys with keys, as the search on maps does.
 */
import type { Neighbors } from "../neighbors/neighbors.ts";
import { NEIGHBORS } from "../map/nearest-share.ts";
import type { Classes } from "./class-weights.ts";

/**
 * Uses the neighbors that the maps were made of; where fewer than ten of them share the role of a point, those count.
 *
 * @param neighbors Of 2 × nTokens points: queries, then keys.
 * @param nTokens All tokens.
 * @returns [nClasses] 0 … 1; NaN for classes of one member, or of all, and where no neighbor has the role of its point.
 */
export function classGathering(
  { indices, k }: Pick<Neighbors, "indices" | "k">,
  { nClasses, members }: Pick<Classes, "nClasses" | "members">,
  nTokens: number,
): Float64Array {
  const shares = new Float64Array(nClasses).fill(NaN);
  const stamp = new Int32Array(nTokens).fill(-1);
  for (let own = 0; own < nClasses; own++) {
    const tokens = members.tokens.subarray(members.starts[own], members.starts[own + 1]);
    if (tokens.length < 2 || tokens.length === nTokens) continue;
    for (const token of tokens) stamp[token] = own;
    const wanted = Math.min(NEIGHBORS, tokens.length - 1);
    let sum = 0;
    let nMeasured = 0;
    for (const first of [0, nTokens]) {
      for (const token of tokens) {
        const at = (first + token) * k;
        let [nSeen, nMembers] = [0, 0];
        for (let i = 0; i < k && nSeen < wanted; i++) {
          const other = indices[at + i]! - first;
          if (other < 0 || other >= nTokens) continue;
          nSeen++;
          if (stamp[other] === own) nMembers++;
        }
        if (nSeen === 0) continue;
        sum += nMembers / nSeen;
        nMeasured++;
      }
    }
    if (nMeasured > 0) shares[own] = sum / nMeasured;
  }
  return shares;
}
