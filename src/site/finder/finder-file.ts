/** Makes `finder.json`: every measure of the catalog that heads of an atlas have a number of. */
import { headsOf, manifestOf, type Manifest } from "../../atlas/files/manifest.ts";
import { formatHead, parseHead } from "../../atlas/head/head-id.ts";
import type { HeadNumbers } from "../../atlas/head/head-numbers.ts";
import { colorModes, findMode } from "../../color/modes.ts";
import { openingColor } from "../../color/opening-color.ts";
import { writeNumbers, type ColumnOnFile } from "../../finder/file-columns.ts";
import type { FinderFile, WordsOnFile } from "../../finder/finder-file.ts";
import { MEASURE_GROUPS, type CatalogMeasure } from "../../measures/catalog/catalog-measure.ts";
import { measuresOf } from "../../measures/catalog/catalog.ts";
import { kebab } from "../../measures/catalog/kebab.ts";
import { EXPLAINED_FAMILY } from "../../measures/catalog/rows/explained-rows.ts";
import { rolesOf } from "../../roles/roles-of.ts";
import { habitWords } from "../head-words.ts";

/** Digits that count: more than `heads.json` has of most numbers, and as many as a reader may compare. */
const DIGITS = 6;

/** @param numbers By the names of heads. */
export function finderFile(manifest: Manifest, numbers: ReadonlyMap<string, HeadNumbers>): FinderFile {
  const rows = headsOf(manifest).flatMap((id) => numbers.get(formatHead(id)) ?? []);
  const measures = measuresOf(rows);
  const groups = Object.entries(MEASURE_GROUPS).filter(([key]) =>
    measures.some(({ group }) => group === key),
  );
  return {
    v: 1,
    heads: rows.map(({ head }) => head),
    words: shared(rows.map((row) => habitWords(manifest, row))),
    sorted: shared(
      rows.map(({ explained }) => findMode(manifest, null, openingColor(manifest, explained)).title),
    ),
    groups: Object.fromEntries(groups),
    columns: measures.map((measure) => ({ ...columnOf(measure, rows), title: titleOf(manifest, measure) })),
    ...rolesOnFile(manifest, rows),
  };
}

/** Roles that heads have a share of, those of the most heads first; none in atlases that were built without reasons. */
function rolesOnFile(manifest: Manifest, rows: readonly HeadNumbers[]): Pick<FinderFile, "roles"> {
  const shares = rows.flatMap((row, head) => {
    const own = rolesOf(manifestOf(manifest, parseHead(row.head)?.tower), row);
    return (own?.roles ?? []).map(({ relation, name, share }) => ({ relation, name, head, share }));
  });
  // In pictures and between sequences, one relation has other words.
  const byRole = [...Map.groupBy(shares, ({ relation }) => relation)];
  if (byRole.length === 0) return {};
  return {
    roles: byRole
      .sort(([a, left], [b, right]) => right.length - left.length || (a < b ? -1 : 1))
      .map(([id, own]) => ({
        id: kebab(id),
        title: [...new Set(own.map(({ name }) => name))].join(", "),
        heads: own.map(({ head }) => head),
        shares: own.map(({ share }) => rounded(share) ?? 0),
      })),
  };
}

function columnOf(measure: CatalogMeasure, rows: readonly HeadNumbers[]): ColumnOnFile {
  const { id, title, group, unit, remarkable } = measure;
  const readings = rows.map((row) => measure.read(row));
  const chances = rows.map((row) => rounded(measure.chance(row)));
  const [first = null] = chances;
  const isSame = chances.every((chance) => chance === first);
  const reasons = Map.groupBy(readings.keys(), (head) => {
    const reading = readings[head];
    return typeof reading === "object" && reading !== null ? reading.why : undefined;
  });
  const why = [...reasons].flatMap(([text, heads]) => (text === undefined ? [] : [[text, heads] as const]));
  return {
    id,
    title,
    group,
    unit: UNITLESS.has(unit) ? "" : unit,
    remarkable,
    values: writeNumbers(readings.map((reading) => rounded(typeof reading === "number" ? reading : null))),
    ...(!isSame ? { chance: writeNumbers(chances) } : first === null ? {} : { chance: first }),
    ...(why.length > 0 ? { why } : {}),
  };
}

/** A color has a name for readers, which its button shows, beside the key that addresses have. */
function titleOf(manifest: Manifest, { id, title }: CatalogMeasure): string {
  const { prefix } = EXPLAINED_FAMILY;
  const mode = id.startsWith(prefix) && colorModes(manifest, null).find(({ name }) => prefix + name === id);
  return mode ? `Map explained by ${mode.title.toLowerCase()}` : title;
}

/** A number says these by itself. */
const UNITLESS: ReadonlySet<string> = new Set(["share", "correlation"]);

function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(DIGITS));
}

function shared(all: readonly string[]): WordsOnFile {
  const texts = [...new Set(all)];
  const places = new Map(texts.map((text, place) => [text, place]));
  return { texts, of: all.map((text) => places.get(text) ?? 0) };
}
