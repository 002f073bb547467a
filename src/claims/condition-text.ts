/** What a claim asks for, in words: messages and pages say it beside what was found. */
import { counted } from "#atlas/counted.ts";
import { labelWords } from "#color/modes/label.ts";
import { boundsText } from "./bounds.ts";
import type { Claim, Condition, HeadSet, Need } from "./claim.ts";
import { measureOf } from "./find-measure.ts";

/** `every one of L3H0, L3H1: copy score at least 0.95` */
export function conditionText({ heads, need, check }: Claim): string {
  return `${headsText(heads, need)}: ${textOf(check)}`;
}

function headsText(set: HeadSet, need: Need): string {
  const named = setText(set);
  if (need !== "every")
    return "heads" in need
      ? `at least ${counted(need.heads, "head")} of ${named}`
      : `at least ${Math.round(need.share * 100)} % of ${named}`;
  return named;
}

function setText(set: HeadSet): string {
  if (typeof set === "string") return set === "all" ? "all heads" : set;
  const among = set.among === undefined || set.among === "all" ? "" : ` of ${set.among}`;
  const end = set.highest === undefined ? `lowest` : `highest`;
  return `the ${set.highest ?? set.lowest ?? 0} heads${among} with the ${end} ${titleOf(set.of)}`;
}

function textOf(condition: Condition): string {
  switch (condition.kind) {
    case "all":
      return condition.parts.map(textOf).join("; ");
    case "unmeasured":
      return "a measure that Headland does not have";
    case "opening":
      return `opens colored by ${labelWords(condition.color)}`;
    case "composition":
      return `${condition.composition}-composition from ${condition.from} ${boundsText(condition)}`;
    case "correlation":
      return `rank correlation of ${titleOf(condition.of)} and ${titleOf(condition.with)} ${boundsText(condition)}`;
    case "measure":
      return `${condition.take === "mean" ? "mean " : ""}${titleOf(condition.measure)} ${boundsText(condition)}`;
  }
}

function titleOf(id: string): string {
  return measureOf(id)?.title ?? id;
}
