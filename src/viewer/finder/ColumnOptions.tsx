import type { ReactNode } from "react";
import { PLACE_COLUMN, type FinderTable } from "#finder/finder-table.ts";

interface ColumnOptionsProps {
  readonly table: FinderTable;
  /** Ids that are not offered. */
  readonly except?: readonly string[];
}

/** All measures as options of a select box, by groups; the layer first. */
export function ColumnOptions({ table, except = [] }: ColumnOptionsProps): ReactNode {
  const offered = table.columns.filter(({ id }) => !except.includes(id));
  return (
    <>
      {offered.some(({ id }) => id === PLACE_COLUMN) && <option value={PLACE_COLUMN}>Layer</option>}
      {table.groups.map(([key, title]) => {
        const own = offered.filter(({ group }) => group === key);
        return (
          own.length > 0 && (
            <optgroup key={key} label={title}>
              {own.map((column) => (
                <option key={column.id} value={column.id}>
                  {column.title}
                </option>
              ))}
            </optgroup>
          )
        );
      })}
    </>
  );
}
