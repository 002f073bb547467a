import { memo, type ReactNode } from "react";
import type { FinderState } from "#finder/finder-state.ts";
import type { FinderColumn } from "#finder/finder-table.ts";
import { HeaderCell } from "./HeaderCell.tsx";

interface TableHeaderProps {
  readonly columns: readonly FinderColumn[];
  readonly sort: FinderState["sort"];
  readonly onSort: (sort: FinderState["sort"]) => void;
}

/** The names of the columns; each sorts the table. */
export const TableHeader = memo(function TableHeader({ columns, sort, onSort }: TableHeaderProps): ReactNode {
  return (
    <thead role="rowgroup">
      <tr role="row" aria-rowindex={1}>
        <HeaderCell id="" title="Head" sort={sort} isNumber={false} onSort={onSort} className="head" />
        <HeaderCell id="words" title="Does" sort={sort} isNumber={false} onSort={onSort} className="does" />
        {columns.map(({ id, title, unit, remarkable }) => (
          <HeaderCell
            key={id}
            id={id}
            title={title}
            note={unit}
            sort={sort}
            isNumber
            startsDown={remarkable !== "low"}
            onSort={onSort}
          />
        ))}
      </tr>
    </thead>
  );
});
