/**
 * What a head does, as a mixture: most heads do several things. A role is a share of all attention; shares are disjoint and
 * make up the whole with the rest.
 *
 * A role is claimed if the queries that see such a key give it clearly more than even attention would: from 15 % of the way
 * from chance to all of it, and 2 % of all attention, on. What is below stays in the rest.
 */
import type { Manifest } from "../atlas/files/manifest.ts";
import type { HeadNumbers } from "../atlas/head/head-numbers.ts";
import { hasEffect, type ReasonEffect } from "../reasons/head-reasons.ts";
import { relationWords } from "./relation-words.ts";

export interface Role {
  /** See `relations.ts` of the reasons. */
  readonly relation: string;
  /** `two tokens before` */
  readonly name: string;
  /** Of all attention, 0 … 1. */
  readonly share: number;
  readonly evidence: RoleEvidence;
}

export interface RoleEvidence {
  /** The share that even attention would give to these keys. */
  readonly chance: number;
  /** Share of the queries that see such a key. */
  readonly queries: number;
  /** How far those queries go beyond even attention: 0 is not at all, 1 is all attention. */
  readonly beyond: number;
  /** What the relation does to scores; null where it is not known. */
  readonly reason: ReasonEffect | null;
}

export interface RoleMixture {
  /** Those of the largest share first; none for a head that looks everywhere alike. */
  readonly roles: readonly Role[];
  /** What no role has: 1 less their shares. */
  readonly rest: number;
}

/** @param manifest Of the head's tower, see `manifestOf`. @returns Null in atlases that were built without reasons. */
export function rolesOf(
  manifest: Pick<Manifest, "patches">,
  { reasons, metrics }: Pick<HeadNumbers, "reasons" | "metrics">,
): RoleMixture | null {
  if (reasons === undefined) return null;
  const isWithin = metrics.self !== null;
  const roles = reasons.attention
    .map(({ relation, share, chance, queries }): Role => {
      const effect = reasons.effects[relation === "nearby" ? "near" : relation];
      return {
        relation,
        name: relationWords(relation, manifest, isWithin).name,
        share,
        evidence: {
          chance,
          queries,
          beyond: queries > chance ? (share - chance) / (queries - chance) : 0,
          reason: hasEffect(effect) ? effect : null,
        },
      };
    })
    .sort((a, b) => b.share - a.share);
  return { roles, rest: Math.max(0, 1 - roles.reduce((sum, { share }) => sum + share, 0)) };
}

/** `previous token 61 %, first token 22 %, rest 17 %`: whole percent that make 100 together. */
export function mixtureWords({ roles }: RoleMixture): string {
  if (roles.length === 0) return "no role that stands out";
  const percents = roles.map(({ share }) => Math.round(share * 100));
  const rest = 100 - percents.reduce((sum, percent) => sum + percent, 0);
  const isOther = roles.some(({ relation }) => relation === "same-object");
  const parts = roles.map(({ relation, name }, i) => {
    // Each key counts once: patches of the query's own object are a role of their own.
    const named = relation === "objects" && isOther ? `other ${name}` : name;
    return `${named} ${percents[i] ?? 0} %`;
  });
  return [...parts, ...(rest > 0 ? [`rest ${rest} %`] : [])].join(", ");
}
