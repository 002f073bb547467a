import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
} from "react";
import type { Manifest } from "#atlas/files/manifest.ts";
import type { FinderState } from "#finder/finder-state.ts";
import type { FinderColumn, FinderTable } from "#finder/finder-table.ts";
import type { LitHead } from "#finder/lit-head.ts";
import { rowsInView } from "#finder/rows-in-view.ts";
import { TableHeader } from "./TableHeader.tsx";
import { TableRow } from "./TableRow.tsx";

interface HeadTableProps {
  readonly base: string;
  readonly manifest: Manifest;
  /** The view that heads open with. */
  readonly query: string;
  readonly table: FinderTable;
  readonly columns: readonly FinderColumn[];
  /** Places of the heads in the order of the rows. */
  readonly heads: Uint32Array;
  readonly sort: FinderState["sort"];
  readonly lit: LitHead;
  readonly onSort: (sort: FinderState["sort"]) => void;
}

/** How far the table is scrolled, and how much of it is seen, in pixels. */
interface View {
  readonly top: number;
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

/** Heights of rows in pixels, as the stylesheet has them: for a mouse, and for fingers. */
const ROW_PX = { fine: 30, coarse: 44 } as const;

/** All heads that pass as a table. Only rows in view are part of the page, and the one that has the focus. */
export function HeadTable(props: HeadTableProps): ReactNode {
  const { base, manifest, query, table, columns, heads, sort, lit, onSort } = props;
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<View>({ top: 0, left: 0, width: 900, height: 400 });
  const [active, setActive] = useState(0);
  const wantsFocus = useRef(false);
  const rowPx = matchMedia("(pointer: coarse)").matches ? ROW_PX.coarse : ROW_PX.fine;
  const rowOf = useMemo(() => {
    const rows = new Int32Array(table.names.length).fill(-1);
    for (const [row, head] of heads.entries()) rows[head] = row;
    return rows;
  }, [table, heads]);

  const look = useCallback(() => {
    const {
      scrollTop: top = 0,
      scrollLeft: left = 0,
      clientWidth: width = 0,
      clientHeight: height = 0,
    } = box.current ?? {};
    setView((old) =>
      old.top === top && old.left === left && old.width === width && old.height === height
        ? old
        : { top, left, width, height },
    );
  }, []);
  useEffect(() => {
    const watcher = new ResizeObserver(look);
    if (box.current) watcher.observe(box.current);
    return () => watcher.disconnect();
  }, [look]);
  const bringIntoView = useCallback(
    (row: number): void => {
      const element = box.current;
      const head = element?.querySelector("thead")?.offsetHeight ?? 0;
      if (!element) return;
      const top = row * rowPx;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (top + rowPx + head > element.scrollTop + element.clientHeight)
        element.scrollTop = top + rowPx + head - element.clientHeight;
    },
    [rowPx],
  );

  // What React knows of a row does not change with the light: the rows of a long table stay as they are.
  const showLight = useCallback((): void => {
    for (const row of box.current?.querySelectorAll<HTMLElement>("tr[data-place]") ?? [])
      row.toggleAttribute("data-is-lit", Number(row.dataset["place"]) === lit.head);
  }, [lit]);
  useLayoutEffect(showLight);
  useEffect(
    () =>
      lit.subscribe((from) => {
        const row = lit.head === null ? -1 : rowOf[lit.head]!;
        if (row >= 0 && from !== "table") bringIntoView(row);
        showLight();
      }),
    [lit, rowOf, bringIntoView, showLight],
  );

  const current = Math.min(active, heads.length - 1);
  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    box.current
      ?.querySelector<HTMLElement>(`tr[aria-rowindex="${current + 2}"] a`)
      ?.focus({ preventScroll: true });
  }, [current]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor(view.height / rowPx) - 2);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -heads.length,
      End: heads.length,
    };
    const step = steps[event.key];
    if (step === undefined || !(event.target instanceof HTMLAnchorElement)) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(heads.length - 1, current + step));
    wantsFocus.current = next !== current;
    setActive(next);
    bringIntoView(next);
    look();
  };
  const headAt = (target: EventTarget): number | null => {
    const row = target instanceof Element ? target.closest<HTMLElement>("tr[data-place]") : null;
    return row === null ? null : Number(row.dataset["place"]);
  };

  const parts = rowsInView({ ...view, rowPx, count: heads.length, always: current });
  const inView = columnsInView(view, columns.length);
  return (
    <div
      ref={box}
      className="finder-table"
      role="region"
      aria-label="Table of heads"
      tabIndex={heads.length === 0 ? 0 : undefined}
      onScroll={look}
    >
      <table
        aria-rowcount={heads.length + 1}
        aria-colcount={columns.length + 2}
        style={{ "--count": columns.length } as CSSProperties}
      >
        <TableHeader columns={columns} sort={sort} onSort={onSort} />
        <tbody
          onKeyDown={onKeyDown}
          onPointerOver={({ target }) => lit.light(headAt(target), "table")}
          onPointerLeave={() => lit.light(null, "table")}
          onFocus={({ target }) => {
            const head = headAt(target);
            if (head === null) return;
            setActive(rowOf[head]!);
            lit.light(head, "table");
          }}
          onBlur={() => lit.light(null, "table")}
        >
          {parts.flatMap((part, i) =>
            part.type === "gap" ? (
              <tr key={`gap-${i}`} aria-hidden="true" className="gap">
                <td colSpan={columns.length + 2} style={{ height: part.count * rowPx }} />
              </tr>
            ) : (
              Array.from({ length: part.count }, (_, nth) => part.from + nth).map((row) => (
                <TableRow
                  key={row}
                  row={row}
                  head={heads[row]!}
                  isCurrent={row === current}
                  base={base}
                  manifest={manifest}
                  query={query}
                  table={table}
                  columns={columns}
                  first={inView.first}
                  end={inView.end}
                />
              ))
            ),
          )}
        </tbody>
      </table>
      {heads.length === 0 && <p className="finder-none">No head passes.</p>}
    </div>
  );
}

/** Widths of columns, in rem, as the stylesheet has them. */
const [WORDS_REM, NUMBER_REM] = [19.2, 6.6];
const SPARE_COLUMNS = 2;

/** Columns of numbers that are seen, and a few more. */
function columnsInView({ left, width }: View, count: number): { first: number; end: number } {
  const remPx = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const at = (px: number): number => px / (NUMBER_REM * remPx);
  return {
    first: Math.max(0, Math.min(count, Math.floor(at(left - WORDS_REM * remPx)) - SPARE_COLUMNS)),
    end: Math.min(count, Math.ceil(at(left + width)) + SPARE_COLUMNS),
  };
}
