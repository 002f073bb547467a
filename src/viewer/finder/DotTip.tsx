import { useSyncExternalStore, type CSSProperties, type ReactNode } from "react";
import type { FinderColumn, FinderTable } from "#finder/finder-table.ts";
import type { LitHead } from "#finder/lit-head.ts";
import { shownNumber } from "#finder/shown-number.ts";
import type { Dots, ScatterPlace } from "./draw-scatter.ts";

interface DotTipProps {
  readonly table: FinderTable;
  readonly x: FinderColumn;
  readonly y: FinderColumn;
  readonly dots: Dots;
  readonly place: ScatterPlace;
  readonly lit: LitHead;
}

/** Says beside its dot what the head is that a reader points at, in the table, in the scatter or in the grid. */
export function DotTip({ table, x, y, dots, place, lit }: DotTipProps): ReactNode {
  const head = useSyncExternalStore(
    (listener) => lit.subscribe(listener),
    () => lit.head,
  );
  if (head === null) return null;
  const [left, top] = [dots.x[head]!, dots.y[head]!];
  if (Number.isNaN(left + top)) return null;
  return (
    <p
      className="tip"
      aria-hidden="true"
      data-is-left={left > place.width / 2 || undefined}
      style={{ "--x": `${left}px`, "--y": `${top}px` } as CSSProperties}
    >
      <strong>{table.names[head]}</strong> {table.words.texts[table.words.of[head]!]}
      <br />
      {x.title} {shownNumber(x.values[head]!)}, {y.title} {shownNumber(y.values[head]!)}
    </p>
  );
}
