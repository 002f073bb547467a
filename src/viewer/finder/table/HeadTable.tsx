import { useEffect, useLayoutEffect, useMemo, useRef, type CSSProperties, type ReactNode } from "react";
import { headPath } from "#atlas/address.ts";
import { atlasOf, type Manifest } from "#atlas/files/manifest.ts";
import { parseHead } from "#atlas/head/head-id.ts";
import type { FinderState } from "#finder/finder-state.ts";
import type { FinderColumn, FinderTable } from "#finder/finder-table.ts";
import type { LitHead } from "#finder/lit-head.ts";
import { TableHeader } from "./TableHeader.tsx";
import { TableRows } from "./table-rows.ts";

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

/** Heights of rows in pixels: for a mouse, and for fingers. The stylesheet is told, so that both have the same. */
const ROW_PX = { fine: 30, coarse: 44 } as const;

/** All heads that pass as a table. Only rows in view are part of the page, and the one that has the focus. */
export function HeadTable(props: HeadTableProps): ReactNode {
  const { base, manifest, query, table, columns, heads, sort, lit, onSort } = props;
  const box = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const rows = useRef<TableRows>(null);
  useLayoutEffect(() => {
    if (box.current && body.current) rows.current = new TableRows(box.current, body.current, lit);
    return rows.current?.watch();
  }, [lit]);
  const content = useMemo(() => {
    const atlas = atlasOf(manifest);
    const hrefOf = (head: number): string => {
      const id = parseHead(table.names[head]!);
      return id ? `${headPath(base, atlas, id)}${query}` : "";
    };
    const rowPx = matchMedia("(pointer: coarse)").matches ? ROW_PX.coarse : ROW_PX.fine;
    return { table, columns, rowPx, hrefOf };
  }, [base, manifest, query, table, columns]);
  useLayoutEffect(() => rows.current?.show(content, heads), [content, heads]);
  // Keys move the focus themselves: nothing of this is React's.
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    const headAt = (target: EventTarget | null): number | null => {
      const row = target instanceof Element ? target.closest<HTMLElement>("tr[data-place]") : null;
      return row === null ? null : Number(row.dataset["place"]);
    };
    const on = <Type extends keyof HTMLElementEventMap>(
      type: Type,
      listener: (event: HTMLElementEventMap[Type]) => void,
    ): void => body.current?.addEventListener(type, listener, { signal });
    on("keydown", (event) => {
      if (event.target instanceof HTMLAnchorElement && rows.current?.step(event.key)) event.preventDefault();
    });
    on("pointerover", ({ target }) => lit.light(headAt(target), "table"));
    on("pointerleave", () => lit.light(null, "table"));
    on("focusin", ({ target }) => {
      const head = headAt(target);
      if (head === null) return;
      rows.current?.activate(rows.current.rowOf(head));
      lit.light(head, "table");
    });
    on("focusout", () => lit.light(null, "table"));
    return () => stop.abort();
  }, [lit]);
  return (
    <div
      ref={box}
      className="finder-table"
      role="region"
      aria-label="Table of heads"
      tabIndex={heads.length === 0 ? 0 : undefined}
    >
      {/* Roles are written out, because elements that are laid out otherwise than tables lose them. */}
      <table
        role="table"
        aria-rowcount={heads.length + 1}
        aria-colcount={columns.length + 2}
        style={{ "--count": columns.length, "--row": `${content.rowPx}px` } as CSSProperties}
      >
        <TableHeader columns={columns} sort={sort} onSort={onSort} />
        <tbody ref={body} role="rowgroup" />
      </table>
      {heads.length === 0 && <p className="finder-none">No head passes.</p>}
    </div>
  );
}
