import {
  useEffect,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from "react";
import { weightsOf, type Names, type Pattern } from "#drawing/attention/pattern.ts";
import { MatrixCells } from "./MatrixCells.tsx";
import { MatrixNames } from "./MatrixNames.tsx";
import { WeightScale } from "./WeightScale.tsx";

export interface Cell {
  readonly query: number;
  readonly key: number;
}

interface MatrixFigureProps {
  readonly pattern: Pattern;
  readonly names: Names;
  /** Only some rows and columns have a name, so the cells may be small. */
  readonly isSparse: boolean;
  readonly isDark: boolean;
  readonly label: string;
  /** The selected token's row or column, and what is under the pointer on the map. */
  readonly marked: Partial<Cell>;
  readonly pointed: Partial<Cell>;
  /** A cell in words, e.g. `“she” to “Emma”: 0.61`. */
  readonly describe: (cell: Cell) => string;
  readonly onPoint: (cell: Cell | null) => void;
  readonly onSelect: (cell: Cell) => void;
}

const STEPS: Readonly<Record<string, readonly [down: number, across: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, -Infinity],
  End: [0, Infinity],
};

/** Weights as a heat map: a row per query, a column per key, names on both axes, and a crosshair. */
export function MatrixFigure(props: MatrixFigureProps): ReactNode {
  const { pattern, names, isSparse, isDark, label, marked, pointed, describe, onPoint, onSelect } = props;
  const { n, weights } = pattern;
  const [cell, setCell] = useState<Cell | null>(null);
  const [said, setSaid] = useState("");
  const strongest = weights.reduce((a, b) => Math.max(a, b), 0);
  const point = (next: Cell | null): void => {
    if (next?.query === cell?.query && next?.key === cell?.key) return;
    setCell(next);
    onPoint(next);
  };
  const at = (event: MouseEvent<HTMLElement>): Cell => {
    const box = event.currentTarget.getBoundingClientRect();
    const index = (share: number): number => Math.min(n - 1, Math.max(0, Math.floor(share * n)));
    return {
      query: index((event.clientY - box.top) / box.height),
      key: index((event.clientX - box.left) / box.width),
    };
  };
  const press = (event: KeyboardEvent<HTMLElement>): void => {
    const start = cell ?? startOf(pattern, marked);
    if (event.key === "Enter") onSelect(start);
    const step = STEPS[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const within = (value: number): number => Math.min(n - 1, Math.max(0, value));
    const next = cell ? { query: within(cell.query + step[0]), key: within(cell.key + step[1]) } : start;
    point(next);
    // Announces only cells reached by keyboard: a pointer crosses a hundred cells per second.
    setSaid(describe(next));
    showCell(event.currentTarget, next, n);
  };
  const area = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (area.current) showCell(area.current, startOf(pattern, marked), n);
    // Runs once per selection, so that later scrolling by the reader is kept.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [marked.query, marked.key, n, strongest > 0]);
  const row = cell?.query ?? pointed.query;
  const column = cell?.key ?? pointed.key;
  return (
    <>
      <p className="readout" aria-hidden="true">
        {cell ? describe(cell) : "Rows are queries, columns are keys."}
      </p>
      <div
        className={isSparse ? "weight-matrix is-sparse" : "weight-matrix"}
        style={{ "--n": n } as CSSProperties}
      >
        <span className="corner" />
        <MatrixNames names={names.key} className="column-names" marked={marked.key} pointed={column} />
        <MatrixNames names={names.query} className="row-names" marked={marked.query} pointed={row} />
        <div
          ref={area}
          className="cells"
          role="application"
          tabIndex={0}
          aria-label={`${label}. Arrow keys move from cell to cell; Enter selects.`}
          onPointerDown={(event) => point(at(event))}
          onPointerMove={(event) => point(at(event))}
          onPointerLeave={(event) => event.pointerType !== "touch" && point(null)}
          onBlur={() => point(null)}
          onKeyDown={press}
          onClick={(event) => onSelect(at(event))}
        >
          <MatrixCells pattern={pattern} strongest={strongest} isDark={isDark} />
          {marked.query !== undefined && <Band className="row is-marked" at={marked.query} />}
          {marked.key !== undefined && <Band className="column is-marked" at={marked.key} />}
          {row !== undefined && <Band className="row" at={row} />}
          {column !== undefined && <Band className="column" at={column} />}
        </div>
      </div>
      <WeightScale strongest={strongest} isDark={isDark} />
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </>
  );
}

function Band({ className, at }: { readonly className: string; readonly at: number }): ReactNode {
  return <span className={`band ${className}`} style={{ "--at": at } as CSSProperties} />;
}

/** The cell where the keyboard starts: the strongest weight of the selected row or column. */
function startOf(pattern: Pattern, marked: Partial<Cell>): Cell {
  const strongest = (weights: Float32Array): number =>
    weights.indexOf(weights.reduce((a, b) => Math.max(a, b), 0));
  if (marked.query !== undefined)
    return { query: marked.query, key: strongest(weightsOf(pattern, "query", marked.query)) };
  if (marked.key !== undefined)
    return { query: strongest(weightsOf(pattern, "key", marked.key)), key: marked.key };
  return { query: 0, key: 0 };
}

/** Scrolls the cell into view, clear of the axes, if the matrix is larger than its window. */
function showCell(cells: HTMLElement, { query, key }: Cell, n: number): void {
  const scroller = cells.closest(".weight-matrix");
  if (scroller === null) return;
  const [box, window] = [cells.getBoundingClientRect(), scroller.getBoundingClientRect()];
  const size = box.width / n;
  const clear = 76;
  const shift = (from: number, low: number, high: number): number =>
    from < low ? from - low : from + size > high ? from + size - high : 0;
  scroller.scrollBy({
    left: shift(box.left + key * size, window.left + clear, window.right - 8),
    top: shift(box.top + query * size, window.top + clear, window.bottom - 8),
  });
}
