/** What pages say of a species, from its numbers. */
import { counted } from "../../atlas/counted.ts";
import { findMeasure } from "../../measures/catalog/catalog.ts";
import { valueOf } from "../../measures/catalog/catalog-measure.ts";
import { N_HALVES } from "../../relations/species/stability.ts";
import { inWords } from "../reading/head-shares.ts";
import { twoDecimals } from "../head-habits.ts";
import { OTHER_LIMITS, type FieldGuide, type FoundSpecies, type SortedHead } from "./sort-heads.ts";

/** A measure of the members, beside that of all heads. */
export interface SharedMeasure {
  readonly id: string;
  readonly title: string;
  /** Means over those that have the number. */
  readonly members: number;
  /** Null if no other head has it. */
  readonly others: number | null;
  /** What the members would have without any preference. */
  readonly chance: number | null;
}

/** A feature of less is not said of a species. */
const LEAST_SAID = 0.1;

/** The measures in which a species shows, strongest first. */
export function sharedMeasures({ heads }: FieldGuide, { profile, members }: FoundSpecies): SharedMeasure[] {
  const own = new Set(members.map(({ head }) => head));
  return profile.flatMap(({ feature, amount }) => {
    const measure = findMeasure(feature.id);
    if (measure === undefined || amount < LEAST_SAID) return [];
    const mean = (chosen: readonly SortedHead[], of: "value" | "chance"): number | null => {
      const values = chosen.flatMap(
        ({ numbers }) => (of === "value" ? valueOf(measure, numbers) : measure.chance(numbers)) ?? [],
      );
      return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    const [inside, outside] = [heads.filter((_, i) => own.has(i)), heads.filter((_, i) => !own.has(i))];
    const value = mean(inside, "value");
    if (value === null) return [];
    return [
      {
        id: feature.id,
        title: measure.title,
        members: value,
        others: mean(outside, "value"),
        chance: mean(inside, "chance"),
      },
    ];
  });
}

/** `14 heads of 5 models` */
export function countOfMembers({ heads }: FieldGuide, { members }: FoundSpecies): string {
  const models = new Set(members.map(({ head }) => heads[head]!.manifest.model.slug));
  return `${counted(members.length, "head")} of ${counted(models.size, "model")}`;
}

/**
 * `Induction: 0.58 on average, beside 0.05 in all other heads and 0.03 by chance.` What is not known is left out.
 *
 * @param nMembers The measure is a mean over so many heads.
 */
export function besideOthers({ title, members, others, chance }: SharedMeasure, nMembers: number): string {
  const beside = [
    others === null ? "" : `${twoDecimals(others)} in all other heads`,
    chance === null ? "" : `${twoDecimals(chance)} by chance`,
  ].filter((part) => part !== "");
  const rest = beside.length === 0 ? "" : `, beside ${beside.join(" and ")}`;
  return `${title}: ${twoDecimals(members)}${nMembers > 1 ? " on average" : ""}${rest}.`;
}

/** Whether species depend on the limit from which a head founds one. */
export function limitWords({ species }: Pick<FieldGuide, "species">): string {
  const found = species.filter(({ isAtAllLimits }) => isAtAllLimits);
  const limits = inWords(OTHER_LIMITS.map(String));
  if (species.length === 0) return "";
  return found.length === species.length
    ? `With limits of ${limits}, the same species are found.`
    : `With limits of ${limits}, ${found.length} of ${species.length} species are found again.`;
}

/** How sure it is that this is a species, and not how these heads happen to be. */
export function stabilityWords({ nFoundAgain, members }: FoundSpecies): string {
  const found = `It was found again in ${nFoundAgain} of ${N_HALVES} random halves of the heads`;
  return members.length <= 2
    ? `${found}; a half may lack ${members.length === 1 ? "its only head" : "both of its heads"}.`
    : `${found}.`;
}
