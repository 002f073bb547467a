/** The table of all heads: `heads.json` as columns, one row per head. */
import { parseHead } from "../../atlas/head/head-id.ts";
import type { HeadNumbers } from "../../atlas/head/head-numbers.ts";
import { valueOf, type CatalogMeasure } from "../../measures/catalog/catalog-measure.ts";
import { measuresOf } from "../../measures/catalog/catalog.ts";
import { PATTERN_ROWS } from "../../measures/patterns/pattern-measures.ts";
import { float64Column, int32Column, textColumn, type Table, type TableColumn } from "../table.ts";

type Numbers = Readonly<Record<string, number | null | undefined>>;

/** Rows of the catalog that have no columns under other names: those are older than the catalog. */
function isOnlyInCatalog({ id, group }: CatalogMeasure): boolean {
  return group === "pattern" ? PATTERN_ROWS.some((row) => row.id === id) : group !== "map";
}

/** @param heads In the order of `heads.json`. */
export function headsTable(heads: readonly HeadNumbers[]): Table {
  const ids = heads.map(({ head }) => parseHead(head) ?? { layer: -1, head: -1 });
  const columns: TableColumn[] = [
    textColumn(
      "head",
      "name of the head, e.g. L3H5",
      heads.map(({ head }) => head),
    ),
    ...(ids.some(({ tower }) => tower !== undefined)
      ? [
          textColumn(
            "tower",
            "tower of the model",
            ids.map(({ tower }) => tower ?? null),
          ),
        ]
      : []),
    int32Column(
      "layer",
      "layer, from 0",
      ids.map(({ layer }) => layer),
    ),
    int32Column(
      "index",
      "head in its layer, from 0",
      ids.map(({ head }) => head),
    ),
    ...numberColumns(
      "",
      "measure of its attention, averaged over the dataset",
      heads,
      ({ metrics }) => metrics,
    ),
    ...numberColumns(
      "chance.",
      "the same for a head that spreads its weight evenly over the keys each query can see",
      heads,
      ({ chance }) => chance ?? {},
    ),
    ...catalogColumns(heads),
    ...numberColumns(
      "alignment.",
      "how queries and keys were brought into one space",
      heads,
      ({ alignment }) => alignment,
    ),
    ...mapsOf(heads).flatMap((map) => [
      ...numberColumns(
        `${map}.`,
        `how far the map ${map} can be trusted`,
        heads,
        ({ quality }) => quality[map] ?? {},
      ),
      ...explainedColumns(map, heads),
    ]),
  ];
  return { name: "heads", nRows: heads.length, columns };
}

function mapsOf(heads: readonly HeadNumbers[]): string[] {
  return [...new Set(heads.flatMap(({ quality }) => Object.keys(quality)))];
}

/** A column per number that some head has; a head that lacks it has no value there. */
function numberColumns(
  prefix: string,
  about: string,
  heads: readonly HeadNumbers[],
  numbersOf: (head: HeadNumbers) => Numbers,
): TableColumn[] {
  const all = heads.map(numbersOf);
  const names = [...new Set(all.flatMap((numbers) => Object.keys(numbers)))];
  return names.map((name) =>
    float64Column(
      prefix + name,
      about,
      all.map((numbers) => numbers[name] ?? NaN),
    ),
  );
}

/** A column per measure that some head has a number of, under its id, and beside it the chance where that is known. */
function catalogColumns(heads: readonly HeadNumbers[]): TableColumn[] {
  return measuresOf(heads)
    .filter(isOnlyInCatalog)
    .flatMap((measure) => {
      const chances = heads.map((head) => measure.chance(head) ?? NaN);
      return [
        float64Column(
          measure.id,
          measure.title,
          heads.map((head) => valueOf(measure, head) ?? NaN),
        ),
        ...(chances.every(Number.isNaN)
          ? []
          : [float64Column(`chance.${measure.id}`, "the same by chance", chances)]),
      ];
    });
}

/** What each head's map is sorted by most. */
function explainedColumns(map: string, heads: readonly HeadNumbers[]): TableColumn[] {
  if (heads.every(({ explained }) => explained === undefined)) return [];
  const strongest = heads.map(({ explained }) => explained?.[map]?.[0]);
  return [
    textColumn(
      `${map}.sorted_by`,
      "the color that says most of where its points lie on the map",
      strongest.map((color) => color?.color ?? null),
    ),
    float64Column(
      `${map}.sorted_by_share`,
      "how far it does: 0 = as at random, 1 = always",
      strongest.map((color) => color?.share ?? NaN),
    ),
  ];
}
