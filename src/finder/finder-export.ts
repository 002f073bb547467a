/** What the finder shows as a table for other programs. */
import { float64Column, int32Column, textColumn, type Table } from "#export/table.ts";
import { findColumn, PLACE_COLUMN, type FinderColumn, type FinderTable, type Words } from "./finder-table.ts";

/** @param heads Places of the heads, in the order in which they are shown. */
export function finderExport(
  table: FinderTable,
  columns: readonly FinderColumn[],
  heads: Uint32Array,
): Table {
  const order = [...heads];
  const pick = (values: ArrayLike<number>): number[] => order.map((head) => values[head]!);
  const words = ({ texts, of }: Words): (string | null)[] =>
    order.map((head) => texts[of[head]!]!).map((text) => (text === "" ? null : text));
  const layer = findColumn(table, PLACE_COLUMN);
  const measures = columns.filter((column) => column !== layer);
  return {
    name: "heads",
    nRows: order.length,
    columns: [
      textColumn(
        "head",
        "name of the head, e.g. L3H5",
        order.map((head) => table.names[head]!),
      ),
      ...(table.towers.length > 0
        ? [
            textColumn(
              "tower",
              "tower of the model",
              order.map((head) => table.towers[table.tower[head]!]!),
            ),
          ]
        : []),
      ...(layer === undefined ? [] : [int32Column("layer", "layer, from 0", pick(layer.values))]),
      textColumn("does", "what its attention does, in a few words", words(table.words)),
      textColumn("sorted_by", "the color in which its page opens", words(table.sorted)),
      ...measures.flatMap(({ id, title, chance, values }) => [
        float64Column(id, title, pick(values)),
        ...(chance === null
          ? []
          : [float64Column(`chance.${id}`, `${title}, of a head without any preference`, pick(chance))]),
      ]),
    ],
  };
}
