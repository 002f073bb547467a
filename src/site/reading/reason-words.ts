/** Why a head's scores are high, as one sentence beside what it does. */
import type { Manifest } from "../../atlas/files/manifest.ts";
import { capitalized } from "../../atlas/letter-case.ts";
import { hasEffect, type HeadReasons, type ReasonEffect } from "../../reasons/head-reasons.ts";
import { offsetRelation } from "../../reasons/relations.ts";
import { relationWords } from "../../roles/relation-words.ts";
import { percentOf, type Scores } from "./head-shares.ts";

/** A relation that alone explains less of the scores is no reason worth a sentence. */
const LEAST_SHARE = 0.02;
/** Which token the key is, or its place, is what scores depend on most if it alone explains this share of what all relations explain. */
const LEAST_OF_EXPLAINED = { most: 0.25, habit: 0.5 } as const;
/** An effect counts if it is further from 0 than so many standard errors. */
const ERRORS = 3;

/**
 * The reason of what the first sentence names, and of the role beside it, if scores have one; else what explains most.
 *
 * @param measure The metric on which the first sentence about the head rests.
 * @returns Null where no reason is known.
 */
export function reasonSentence(
  manifest: Manifest,
  { reasons, metrics }: Scores,
  measure: string | null,
): string | null {
  const explained = reasons?.explained ?? null;
  if (reasons === undefined || explained === null) return null;
  const isWithin = metrics.self !== null;
  const named = measure === null ? undefined : relationOf(measure);
  const own = named === undefined ? null : raising(reasons, named);
  if (named !== undefined && own !== null) {
    const beside = reasons.attention.map(({ relation }) => relation).filter((other) => other !== named);
    const also = beside.flatMap((other) => {
      const effect = raising(reasons, other);
      return effect === null
        ? []
        : [`, and ${relationWords(other, manifest, isWithin).key} ${amount(effect)}`];
    });
    const alone = also[0] ?? explains(own);
    return `${capitalized(relationWords(named, manifest, isWithin).key)} scores ${amount(own)} higher than it otherwise would${alone}.`;
  }
  const [most] = strongestReasons(reasons).filter(([, { effect, share }]) =>
    effect === null ? share >= LEAST_OF_EXPLAINED.most * explained : effect > 0,
  );
  if (most === undefined || most[1].share < LEAST_SHARE)
    return `No single relation of query and key explains much of its scores; all together explain ${percentOf(explained)} %.`;
  const [relation, effect] = most;
  if (relation === "key") {
    const what = manifest.patches === null ? "which token the key is" : "where the key lies";
    return `Its scores depend most on ${what}, which alone explains ${percentOf(effect.share)} % of them.`;
  }
  if (relation === "near")
    // Nearness is the logarithm of the distance: a doubling is ln 2 of it.
    return `Its scores fall by ${amount(effect, Math.LN2)} with each doubling of the distance${explains(effect)}.`;
  return `${capitalized(relationWords(relation, manifest, isWithin).key)} scores ${amount(effect)} higher than it otherwise would${explains(effect)}.`;
}

/** The share of the scores that which token the key is explains, where it is most of what is explained; else null. */
export function shareOfTokens({ reasons }: Pick<Scores, "reasons">): number | null {
  const explained = reasons?.explained ?? null;
  if (reasons === undefined || explained === null) return null;
  const [strongest] = strongestReasons(reasons);
  if (strongest?.[0] !== "key") return null;
  const [, { share }] = strongest;
  return share >= LEAST_OF_EXPLAINED.habit * explained ? share : null;
}

/** The effect of a relation that clearly makes scores higher. Nearness has a sentence of its own. */
function raising({ effects }: HeadReasons, relation: string): ReasonEffect | null {
  const found = effects[relation];
  return hasEffect(found) && (found.effect ?? 0) > 0 && isClear(found) ? found : null;
}

function explains({ share }: ReasonEffect): string {
  return share < LEAST_SHARE ? "" : `; this alone explains ${percentOf(share)} % of its scores`;
}

/** `9.1 ± 0.1`, with as many digits as the error asks for. */
export function amount({ effect, error }: ReasonEffect, scale = 1): string {
  const value = Math.abs(effect ?? 0) * scale;
  if (error === null) return value.toFixed(1);
  const digits = [1, 2].find((count) => error * scale >= 0.5 / 10 ** count) ?? 3;
  return `${value.toFixed(digits)} ± ${(error * scale).toFixed(digits)}`;
}

/** Clear ones, what explains most first. */
export function strongestReasons({ effects }: HeadReasons): [relation: string, effect: ReasonEffect][] {
  return Object.entries(effects)
    .flatMap(([relation, effect]): [string, ReasonEffect][] =>
      hasEffect(effect) ? [[relation, effect]] : [],
    )
    .filter(([, effect]) => isClear(effect))
    .sort(([, a], [, b]) => b.share - a.share);
}

function isClear({ effect, error }: ReasonEffect): boolean {
  return effect === null || error === null || Math.abs(effect) > ERRORS * error;
}

const RELATIONS: Readonly<Record<string, string>> = {
  previous: "one-before",
  next: "one-after",
  self: "itself",
  first: "first",
  induction: "after-copy",
  duplicate: "same-token",
  sameRow: "same-row",
  sameColumn: "same-column",
  sameObject: "same-object",
};

/** The relation of which a metric is the share of attention. */
function relationOf(measure: string): string | undefined {
  const offset = /^offset(-?\d)$/.exec(measure)?.[1];
  return offset === undefined ? RELATIONS[measure] : offsetRelation(Number(offset));
}
