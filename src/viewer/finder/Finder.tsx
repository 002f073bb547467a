/** Finds heads by their numbers: a table and a scatter, linked with each other and with the grid of maps. */
import { useCallback, useMemo, useState, type ReactNode } from "react";
import { filterHeads, passingOf } from "#finder/filter-heads.ts";
import { ALL_COLUMNS, openFinder } from "#finder/finder-address.ts";
import { readFinder } from "#finder/finder-file.ts";
import { axesOf, isFiltering, type FinderState } from "#finder/finder-state.ts";
import { PLACE_COLUMN, type FinderColumn, type FinderTable } from "#finder/finder-table.ts";
import { LitHead } from "#finder/lit-head.ts";
import { orderOf } from "#finder/sort-heads.ts";
import { asLoadError } from "../data/fetch-text.ts";
import { CloseButton } from "../panels/CloseButton.tsx";
import { Styles } from "../panels/Styles.tsx";
import { usePalette } from "../panels/use-palette.ts";
import { FinderProblems } from "./FinderProblems.tsx";
import { FinderTools } from "./FinderTools.tsx";
import { HeadScatter } from "./HeadScatter.tsx";
import { HeadTable } from "./table/HeadTable.tsx";
import { RangeList } from "./RangeList.tsx";
import type { FinderSlotProps } from "./finder-props.ts";
import styles from "./finder.css?inline";
import { useFinderAddress } from "./use-finder-address.ts";
import { useGrid } from "./use-grid.ts";

/** Heads in a row of the table. */
interface FinderProps extends FinderSlotProps {
  readonly table: FinderTable;
}

/** @throws {LoadError} if the file is damaged. */
export function readTable(text: string): FinderTable {
  try {
    return readFinder(JSON.parse(text));
  } catch (error) {
    return asLoadError(error);
  }
}

export function Finder({ base, manifest, table, box, pointed, query, onClose }: FinderProps): ReactNode {
  const [opened] = useState(() => openFinder(location.search, table));
  const [problems, setProblems] = useState(opened.problems);
  const [state, setState] = useState(opened.state);
  const [lit] = useState(() => new LitHead());
  const { isSafe } = usePalette();
  const change = useCallback((part: Partial<FinderState>) => setState((old) => ({ ...old, ...part })), []);
  useFinderAddress(state, (search) => {
    const again = openFinder(search, table);
    setState(again.state);
    setProblems(again.problems);
  });
  const sortBy = useCallback((next: FinderState["sort"]) => change({ sort: next }), [change]);
  const { sort, ranges, tower, role, text } = state;
  const order = useMemo(() => orderOf(table, sort), [table, sort]);
  const passes = useMemo(
    () => filterHeads(table, { ranges, tower, role, text }),
    [table, ranges, tower, role, text],
  );
  const heads = useMemo(() => passingOf(order, passes), [order, passes]);
  // The same list as long as it has the same columns: the table is not drawn again for nothing.
  const shown = shownColumns(table, state);
  const shownIds = shown.map(({ id }) => id).join("\n");
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const columns = useMemo(() => shown, [table, shownIds]);
  useGrid({ box, table, passes: isFiltering(state) ? passes : null, lit, pointed });
  return (
    <section className="head-finder" aria-label="Find heads">
      <Styles css={styles} />
      <FinderProblems
        problems={problems}
        onAccept={(problem, accept) => {
          setState(accept);
          setProblems((old) => old.filter((each) => each !== problem));
        }}
      />
      <FinderTools
        name={`${manifest.model.slug}-${manifest.dataset.slug}`}
        table={table}
        state={state}
        columns={columns}
        heads={heads}
        onChange={change}
      />
      <RangeList table={table} ranges={ranges} passes={passes} onChange={change} />
      <div className="finder-views">
        <HeadTable
          base={base}
          manifest={manifest}
          query={query}
          table={table}
          columns={columns}
          heads={heads}
          sort={sort}
          lit={lit}
          onSort={sortBy}
        />
        <HeadScatter
          base={base}
          manifest={manifest}
          query={query}
          table={table}
          state={state}
          passes={passes}
          lit={lit}
          isSafe={isSafe}
          onChange={change}
        />
      </div>
      <CloseButton label="Close the finder" onClick={onClose} />
    </section>
  );
}

/** Those of the chosen group, and before them those in use that are of another one. */
function shownColumns(table: FinderTable, state: FinderState): FinderColumn[] {
  const group = state.columns === "" ? table.groups[0]?.[0] : state.columns;
  const used = [state.sort.by, ...axesOf(table, state), state.color, ...state.ranges.map(({ id }) => id)];
  const isChosen = (column: FinderColumn): boolean => group === ALL_COLUMNS || column.group === group;
  const others = table.columns.filter((column) => column.id !== PLACE_COLUMN);
  return [
    ...others.filter((column) => !isChosen(column) && used.includes(column.id)),
    ...others.filter(isChosen),
  ];
}
