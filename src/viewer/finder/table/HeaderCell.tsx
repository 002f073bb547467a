import type { ReactNode } from "react";
import type { FinderState } from "#finder/finder-state.ts";

interface HeaderCellProps {
  /** What the column sorts by. */
  readonly id: string;
  readonly title: string;
  /** The unit. */
  readonly note?: string;
  readonly sort: FinderState["sort"];
  readonly isNumber: boolean;
  /** Whether the first press sorts from the highest number down. */
  readonly startsDown?: boolean;
  readonly className?: string;
  readonly onSort: (sort: FinderState["sort"]) => void;
}

/** The head of a column: a button that sorts by it, and once more the other way. */
export function HeaderCell(props: HeaderCellProps): ReactNode {
  const { id, title, note = "", sort, isNumber, startsDown = false, className, onSort } = props;
  const isSorted = sort.by === id;
  const next = isSorted ? !sort.isDown : startsDown;
  return (
    <th
      scope="col"
      role="columnheader"
      className={className ?? (isNumber ? "number" : undefined)}
      aria-sort={isSorted ? (sort.isDown ? "descending" : "ascending") : undefined}
    >
      <button type="button" onClick={() => onSort({ by: id, isDown: next })}>
        {title}
        {note !== "" && (
          <>
            {" "}
            <small>{note}</small>
          </>
        )}
      </button>
    </th>
  );
}
