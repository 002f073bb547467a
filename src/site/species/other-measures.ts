/** Measures by which a species was not found, and which its members have higher or lower than other heads. */
import { CATALOG } from "../../measures/catalog/catalog.ts";
import { valueOf, type CatalogMeasure } from "../../measures/catalog/catalog-measure.ts";
import type { FieldGuide, FoundSpecies } from "./sort-heads.ts";
import type { SharedMeasure } from "./species-words.ts";

/** Fewer members share anything by chance. */
const FEWEST_MEMBERS = 3;
const COUNT = 6;
/** In standard deviations over all heads. */
const LEAST_DIFFERENCE = 0.8;
/** Of maps, and what is counted in another way under another name: they would repeat the profile. */
const LEFT_OUT = /^(?:headvis|detector|offset|map|maps|explained|alignment)\b/;

/** Those that differ most from all other heads, in standard deviations over all. */
export function otherMeasures({ heads }: FieldGuide, { members, profile }: FoundSpecies): SharedMeasure[] {
  if (members.length < FEWEST_MEMBERS) return [];
  const own = new Set(members.map(({ head }) => head));
  const known = new Set(profile.map(({ feature }) => feature.id));
  const rows = CATALOG.filter(({ id }) => !known.has(id) && !LEFT_OUT.test(id)).flatMap((measure) => {
    const values = heads.map(({ numbers }) => valueOf(measure, numbers));
    const inside = values.filter((value, i) => value !== null && own.has(i)) as number[];
    const outside = values.filter((value, i) => value !== null && !own.has(i)) as number[];
    if (inside.length < FEWEST_MEMBERS || outside.length < FEWEST_MEMBERS) return [];
    const [a, b] = [mean(inside), mean(outside)];
    const spread = deviation([...inside, ...outside]);
    const difference = spread === 0 ? 0 : Math.abs(a - b) / spread;
    if (difference < LEAST_DIFFERENCE) return [];
    return [{ difference, row: sharedRow(measure, a, b, chanceOf(measure)) }];
  });
  function chanceOf(measure: CatalogMeasure): number | null {
    const all = members.flatMap(({ head }) => measure.chance(heads[head]!.numbers) ?? []);
    return all.length === 0 ? null : mean(all);
  }
  return rows
    .sort((a, b) => b.difference - a.difference)
    .slice(0, COUNT)
    .map(({ row }) => row);
}

function sharedRow(
  { id, title }: CatalogMeasure,
  members: number,
  others: number,
  chance: number | null,
): SharedMeasure {
  return { id, title, members, others, chance };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}
