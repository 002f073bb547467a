import { useEffect, useMemo, useRef, type ReactNode } from "react";
import type { SelectedPoint } from "#atlas/view/view.ts";
import {
  strongestConnections,
  weightsOf,
  type Connection,
  type Hidden,
  type Names,
  type Pattern,
} from "#drawing/attention/pattern.ts";
import { moveFocus } from "../keyboard/roving.ts";
import { TokenColumn } from "./TokenColumn.tsx";
import { WeightLines } from "./WeightLines.tsx";

/** A point of this sequence, by its position. */
export interface SequencePoint {
  readonly role: SelectedPoint["role"];
  readonly position: number;
}

interface LineFigureProps {
  readonly pattern: Pattern;
  readonly names: Names;
  /** Tokens that the reader removed by a click. */
  readonly hidden: Hidden;
  /** Tokens that a choice above the figure leaves out. */
  readonly fixed: Hidden;
  readonly selected: SequencePoint;
  /** The point under the pointer, here or on the map. */
  readonly pointed: SequencePoint | null;
  readonly isFromPanel: boolean;
  readonly onPoint: (place: SequencePoint | null) => void;
  readonly onToggle: (place: SequencePoint) => void;
  readonly onSelect: (place: SequencePoint) => void;
}

/** With more lines than this, the figure becomes a gray cloud. */
const WEB_LINES = 320;
const LEAST_IN_WEB = 0.04;
const LEAST_OF_ONE = 0.01;

/** Queries on the left, keys on the right, a line for each weight; if a token is active, only its lines. */
export function LineFigure(props: LineFigureProps): ReactNode {
  const { pattern, names, hidden, fixed, selected, pointed, isFromPanel } = props;
  const { onPoint, onToggle, onSelect } = props;
  const { n } = pattern;
  const web = useMemo(() => strongestConnections(pattern, WEB_LINES, LEAST_IN_WEB), [pattern]);
  const { role, position } = pointed ?? selected;
  const weights = useMemo(() => weightsOf(pattern, role, position), [pattern, role, position]);
  const strands = useMemo(
    () =>
      Array.from(weights, (weight, other): Connection =>
        role === "query" ? { query: position, key: other, weight } : { query: other, key: position, weight },
      ).filter(({ weight }) => weight >= LEAST_OF_ONE),
    [weights, role, position],
  );
  const figure = useRef<HTMLDivElement>(null);
  // A token under the pointer in the panel itself is already visible.
  const shown = pointed && !isFromPanel ? pointed.position : selected.position;
  useEffect(() => {
    const token = figure.current?.querySelector(`[data-position="${shown}"]`);
    if (token) showToken(token);
  }, [shown]);
  const column = (own: SequencePoint["role"]): ReactNode => (
    <TokenColumn
      role={own}
      names={names[own]}
      hidden={hidden[own]}
      fixed={fixed[own]}
      active={own === role ? position : null}
      tabStop={own === selected.role ? selected.position : null}
      weights={own === role ? null : weights}
      onPoint={(at) => onPoint({ role: own, position: at })}
      onToggle={(at) => onToggle({ role: own, position: at })}
      onSelect={(at) => onSelect({ role: own, position: at })}
    />
  );
  return (
    <div
      ref={figure}
      className="line-figure"
      onPointerLeave={() => onPoint(null)}
      onBlur={() => onPoint(null)}
      onKeyDown={(event) => moveFocus(event, { across: n, down: 1, run: n })}
    >
      {column("query")}
      <div className="strands">
        <WeightLines n={n} connections={web} className={pointed ? "web is-off" : "web"} />
        <WeightLines n={n} connections={strands} className="of-one" />
      </div>
      {column("key")}
    </div>
  );
}

/** Scrolls the panel but never the page. */
function showToken(token: Element): void {
  const scroller = token.closest(".panel-body");
  if (scroller === null || scroller.scrollHeight <= scroller.clientHeight) return;
  const [box, window] = [token.getBoundingClientRect(), scroller.getBoundingClientRect()];
  if (box.top >= window.top && box.bottom <= window.bottom) return;
  scroller.scrollBy({ top: box.top - window.top - window.height / 2 });
}
