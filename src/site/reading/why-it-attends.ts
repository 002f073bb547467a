/** The part “Why it attends” of a head's page and of its Markdown twin: its roles as a mixture, its reasons as rows. */
import type { Manifest } from "../../atlas/files/manifest.ts";
import type { HeadNumbers } from "../../atlas/head/head-numbers.ts";
import type { ReasonEffect } from "../../reasons/head-reasons.ts";
import { offsetOf } from "../../reasons/relations.ts";
import { relationWords } from "../../roles/relation-words.ts";
import { mixtureWords, rolesOf, type RoleMixture } from "../../roles/roles-of.ts";
import { keepTogether, percentOf } from "./head-shares.ts";
import { amount, strongestReasons } from "./reason-words.ts";

export interface WhyItAttends {
  /** `previous token 61 %, first token 22 %, rest 17 %` */
  readonly mixture: string;
  /** Shares of the roles in the order of the words, in percent. */
  readonly shares: readonly number[];
  /** What explains most of the scores comes first. */
  readonly rows: readonly ReasonRow[];
  /** What rows add up to, and what stays unexplained. */
  readonly note: string;
}

export interface ReasonRow {
  readonly name: string;
  /** `+9.1 ± 0.1`; empty for a group of tokens, whose effects differ. */
  readonly effect: string;
  /** `11 %` */
  readonly share: string;
  /** On a scale from −1 to 1 that is the same for all rows; null for a group. */
  readonly mark: { readonly at: number; readonly error: number } | null;
}

const MOST_ROWS = 5;

/** @param manifest Of the head's tower. @returns Null for atlases that were built without reasons. */
export function whyItAttends(
  manifest: Manifest,
  numbers: Pick<HeadNumbers, "reasons" | "metrics">,
): WhyItAttends | null {
  const { reasons, metrics } = numbers;
  const mixture = rolesOf(manifest, numbers);
  if (mixture === null || reasons === undefined) return null;
  const isWithin = metrics.self !== null;
  const strongest = strongestReasons(reasons).slice(0, MOST_ROWS);
  const widest = Math.max(...strongest.map(([, { effect, error }]) => Math.abs(effect ?? 0) + (error ?? 0)));
  return {
    mixture: keepTogether(mixtureWords(mixture)),
    shares: mixture.roles.map(({ share }) => Number((share * 100).toFixed(1))),
    rows: strongest.map(([relation, reason]) => {
      const { effect, error, share } = reason;
      return {
        name: relationWords(relation, manifest, isWithin).name,
        effect: effect === null ? "" : effectWords(reason),
        share: keepTogether(shareWords(share)),
        mark: effect === null || widest === 0 ? null : { at: effect / widest, error: (error ?? 0) / widest },
      };
    }),
    note: keepTogether(`${countsAll(mixture) ? OF_ALL : ""}${noteOf(reasons.explained)}`),
  };
}

/** Measures of such a place are means over the queries that see one, and somewhat higher. */
const OF_ALL = "Shares are of the attention of all tokens, also of those that see no such key. ";

function countsAll({ roles }: RoleMixture): boolean {
  return roles.some(
    ({ relation, evidence }) => offsetOf(relation) !== undefined && percentOf(evidence.queries) < 100,
  );
}

/** `11 %`, and `under 1 %` rather than none. */
function shareWords(share: number): string {
  return percentOf(share) === 0 && share > 0 ? "under 1 %" : `${percentOf(share)} %`;
}

/** `+9.1 ± 0.1` */
function effectWords(reason: ReasonEffect): string {
  return `${(reason.effect ?? 0) < 0 ? "−" : "+"}${amount(reason)}`.replaceAll(" ", "\u00a0");
}

function noteOf(explained: number | null): string {
  if (explained === null) return "Its scores do not differ from key to key, so there is nothing to explain.";
  return `A row says what only it explains. All relations together explain ${percentOf(explained)} % of how its scores differ; ${100 - percentOf(explained)} % stay unexplained.`;
}
