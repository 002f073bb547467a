/** Rows of reasons: what a relation of query and key does to scores, and how much of them only it explains. */
import { hasEffect } from "../../../reasons/head-reasons.ts";
import { labelOf, offsetOf } from "../../../reasons/relations.ts";
import type { CatalogMeasure, MeasureFamily, Reading } from "../catalog-measure.ts";
import { readingIn, type MeasuredHead } from "../measured-head.ts";

/** Relations that have rows in every atlas, and their names in titles. */
export const REASON_TITLES = {
  itself: "itself",
  "one-before": "previous token",
  "two-before": "two tokens before",
  "three-before": "three tokens before",
  "one-after": "next token",
  "two-after": "two tokens after",
  first: "first token",
  "same-token": "same token",
  "after-copy": "after a copy of the query",
  near: "nearness",
  "same-row": "same row",
  "same-column": "same column",
  "same-object": "same object",
  objects: "objects",
} as const;

const PREFIX = "reason.";

const SHARE = {
  group: "reasons",
  unit: "share",
  range: [0, 1],
  remarkable: "high",
  needs: ["A"],
  chance: () => 0,
} as const satisfies Partial<CatalogMeasure>;

const explained: CatalogMeasure = {
  ...SHARE,
  id: "reason.explained",
  title: "Scores explained by all reasons",
  read: ({ reasons }) => (reasons === undefined ? readingIn(undefined, "") : reasons.explained),
};

const byToken: CatalogMeasure = {
  ...SHARE,
  id: "reason.key.share",
  title: "Reason: which token the key is, share",
  read: (head) => readReason(head, "key", "share"),
};

export const REASON_ROWS: readonly CatalogMeasure[] = [
  explained,
  ...Object.entries(REASON_TITLES).flatMap(([relation, title]) => rowsOf(relation, title)),
  byToken,
];

const own: ReadonlySet<string> = new Set(REASON_ROWS.map(({ id }) => id));

/** Labels, and offsets that are regressed for some heads only. */
export const REASON_FAMILY: MeasureFamily = {
  prefix: PREFIX,
  idsOf: ({ reasons }) =>
    Object.entries(reasons?.effects ?? {})
      .filter(([, effect]) => hasEffect(effect))
      .flatMap(([relation]) => [`${PREFIX}${relation}`, `${PREFIX}${relation}.share`])
      .filter((id) => !own.has(id) && id !== `${PREFIX}key`),
  row: (name) => {
    const relation = name.endsWith(".share") ? name.slice(0, -".share".length) : name;
    const isKnown = (labelOf(relation) ?? "") !== "" || offsetOf(relation) !== undefined;
    if (!isKnown || own.has(`${PREFIX}${name}`)) return undefined;
    const title =
      labelOf(relation) === undefined
        ? relation.replace("-", " tokens ")
        : `same label “${labelOf(relation) ?? ""}”`;
    const [effect, share] = rowsOf(relation, title);
    const found = name === relation ? effect : share;
    return found && { ...found, explainedBy: explained.id };
  },
};

function rowsOf(relation: string, title: string): CatalogMeasure[] {
  return [
    {
      id: `${PREFIX}${relation}`,
      title: `Reason: ${title}`,
      group: "reasons",
      unit: "score",
      range: [null, null],
      remarkable: "high",
      needs: ["A"],
      read: (head) => readReason(head, relation, "effect"),
      chance: () => 0,
    },
    {
      ...SHARE,
      id: `${PREFIX}${relation}.share`,
      title: `Reason: ${title}, share`,
      read: (head) => readReason(head, relation, "share"),
    },
  ];
}

function readReason({ reasons }: MeasuredHead, relation: string, field: "effect" | "share"): Reading {
  if (reasons === undefined) return readingIn(undefined, "");
  const found = reasons.effects[relation];
  if (found === undefined) return null;
  return hasEffect(found) ? found[field] : { why: `There is no effect: ${found.why}.` };
}
