import { memo, type ReactNode } from "react";
import { headPath } from "#atlas/address.ts";
import { atlasOf, type Manifest } from "#atlas/files/manifest.ts";
import { parseHead } from "#atlas/head/head-id.ts";
import { roleMode } from "#color/modes/role.ts";
import type { FinderColumn, FinderTable } from "#finder/finder-table.ts";
import { shownNumber } from "#finder/shown-number.ts";

interface TableRowProps {
  readonly row: number;
  /** Its place in the table. */
  readonly head: number;
  /** Whether the Tab key leads to it. */
  readonly isCurrent: boolean;
  readonly base: string;
  readonly manifest: Manifest;
  readonly query: string;
  readonly table: FinderTable;
  readonly columns: readonly FinderColumn[];
  /** The columns that are part of the page. */
  readonly first: number;
  readonly end: number;
}

/** A head, with what it does and its numbers. */
export const TableRow = memo(function TableRow(props: TableRowProps): ReactNode {
  const { row, head, isCurrent, base, manifest, query, table, columns, first, end } = props;
  const name = table.names[head]!;
  const id = parseHead(name);
  return (
    <tr aria-rowindex={row + 2} data-place={head}>
      <th scope="row" className="head" aria-colindex={1}>
        <a href={id && `${headPath(base, atlasOf(manifest), id)}${query}`} tabIndex={isCurrent ? 0 : -1}>
          {name}
        </a>
      </th>
      <td className="does" aria-colindex={2}>
        {wordsOf(table, head)}
      </td>
      {first > 0 && <td colSpan={first} aria-hidden="true" />}
      {columns.slice(first, end).map((column, i) => (
        <NumberCell key={i} column={column} head={head} index={first + i + 3} />
      ))}
      {end < columns.length && <td colSpan={columns.length - end} aria-hidden="true" />}
    </tr>
  );
});

interface NumberCellProps {
  readonly column: FinderColumn;
  readonly head: number;
  readonly index: number;
}

/** A number beside its value by chance; where there is none, why. */
function NumberCell({ column, head, index }: NumberCellProps): ReactNode {
  const value = column.values[head]!;
  const chance = column.chance?.[head] ?? NaN;
  const why = Number.isNaN(value) ? column.why?.get(head) : undefined;
  return (
    <td aria-colindex={index} title={why}>
      {shownNumber(value)}
      {why !== undefined && <span className="visually-hidden"> {why}</span>}
      {!Number.isNaN(chance) && !Number.isNaN(value) && <small>{shownNumber(chance)}</small>}
    </td>
  );
}

/** `previous token, by position`: what it does, and what its map is sorted by where that is no matter of course. */
function wordsOf({ words, sorted }: FinderTable, head: number): string {
  const [does, by] = [words.texts[words.of[head]!]!, sorted.texts[sorted.of[head]!]!];
  const isUsual = by === roleMode.title;
  return [does, isUsual ? "" : `by ${by.toLowerCase()}`].filter((part) => part !== "").join(", ");
}
