import { useState, type ReactNode } from "react";
import { counted } from "#atlas/counted.ts";
import { csvText } from "#export/csv.ts";
import { ALL_COLUMNS } from "#finder/finder-address.ts";
import { finderExport } from "#finder/finder-export.ts";
import { DEFAULT_STATE, isFiltering, withRange, type FinderState } from "#finder/finder-state.ts";
import { extentOf, findColumn, type FinderColumn, type FinderTable } from "#finder/finder-table.ts";
import { roundRange } from "#finder/shown-number.ts";
import { saveFile } from "../share/save-file.ts";
import { ColumnOptions } from "./ColumnOptions.tsx";

interface FinderToolsProps {
  /** Of the atlas, for the file's name. */
  readonly name: string;
  readonly table: FinderTable;
  readonly state: FinderState;
  readonly columns: readonly FinderColumn[];
  /** Places of the heads that are shown. */
  readonly heads: Uint32Array;
  readonly onChange: (part: Partial<FinderState>) => void;
}

/** What is searched, and how many heads are left. */
export function FinderTools({ name, table, state, columns, heads, onChange }: FinderToolsProps): ReactNode {
  const { towers, roles, groups, names } = table;
  const save = (): void => {
    const text = csvText(finderExport(table, columns, heads));
    saveFile(`${name}-found-heads.csv`, new Blob([text], { type: "text/csv" }));
  };
  const count =
    heads.length === names.length
      ? counted(names.length, "head")
      : `${heads.length} of ${counted(names.length, "head")}`;
  return (
    <div className="toolbar" role="group" aria-label="Filters">
      <label className="field">
        <span>Name or words</span>
        <input
          type="search"
          value={state.text}
          placeholder="L2, previous …"
          onChange={(event) => onChange({ text: event.target.value })}
        />
      </label>
      {towers.length > 0 && (
        <Choice
          label="Tower"
          any="all towers"
          options={towers.map((tower) => [tower, tower])}
          value={state.tower}
          onChange={(tower) => onChange({ tower })}
        />
      )}
      {roles.length > 0 && (
        <Choice
          label="Role"
          any="any role"
          options={roles.map(({ id, title }) => [id, title])}
          value={state.role}
          onChange={(role) => onChange({ role })}
        />
      )}
      <RangeAdder table={table} state={state} onChange={onChange} />
      {groups.length > 1 && (
        <label className="field">
          <span>Columns</span>
          <select
            value={state.columns || groups[0]?.[0]}
            onChange={(event) => onChange({ columns: event.target.value })}
          >
            {groups.map(([key, title]) => (
              <option key={key} value={key}>
                {title}
              </option>
            ))}
            <option value={ALL_COLUMNS}>All measures</option>
          </select>
        </label>
      )}
      {columns.some(({ hasChance }) => hasChance) && (
        <small className="finder-chance">small numbers: chance</small>
      )}
      <output className="finder-count">{count}</output>
      {isFiltering(state) && (
        <button
          type="button"
          className="plain"
          onClick={() => {
            const { ranges, tower, role, text } = DEFAULT_STATE;
            onChange({ ranges, tower, role, text });
          }}
        >
          Show all
        </button>
      )}
      <button type="button" className="plain" onClick={save}>
        Save CSV
      </button>
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly any: string;
  readonly options: readonly (readonly [value: string, title: string])[];
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}

function Choice({ label, any, options, value, onChange }: ChoiceProps): ReactNode {
  return (
    <label className="field">
      <span>{label}</span>
      <select value={value ?? ""} onChange={(event) => onChange(event.target.value || null)}>
        <option value="">{any}</option>
        {options.map(([option, title]) => (
          <option key={option} value={option}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Begins a range with all the numbers that heads have. */
function RangeAdder({
  table,
  state,
  onChange,
}: Pick<FinderToolsProps, "table" | "state" | "onChange">): ReactNode {
  // The box shows its first entry again, so that the same measure can be added again.
  const [value] = useState("");
  const used = state.ranges.map(({ id }) => id).join("\n");
  const add = (id: string): void => {
    const extent = extentOf(findColumn(table, id)?.values ?? new Float64Array());
    if (extent === null) return;
    onChange({ ranges: withRange(state.ranges, { id, ...roundRange(...extent) }) });
  };
  return (
    <label className="field">
      <span className="visually-hidden">Add a range</span>
      <select value={value} onChange={(event) => add(event.target.value)}>
        <option value="">Add a range …</option>
        <ColumnOptions table={table} except={used} />
      </select>
    </label>
  );
}
