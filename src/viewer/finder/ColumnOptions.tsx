import { memo, type ReactNode } from "react";
import { PLACE_COLUMN, type FinderTable } from "#finder/finder-table.ts";

interface ColumnOptionsProps {
  readonly table: FinderTable;
  /** Ids that are not offered, one a line. */
  readonly except?: string;
}

/** All measures as options of a select box, by groups; the layer first. There are hundreds, so they are made once. */
export const ColumnOptions = memo(function ColumnOptions({
  table,
  except = "",
}: ColumnOptionsProps): ReactNode {
  const left = new Set(except.split("\n"));
  const offered = table.columns.filter(({ id }) => !left.has(id));
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
});
