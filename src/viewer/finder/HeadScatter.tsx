import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { headPath } from "#atlas/address.ts";
import { atlasOf, type Manifest } from "#atlas/files/manifest.ts";
import { parseHead } from "#atlas/head/head-id.ts";
import { axisOf, valueAt } from "#finder/axis.ts";
import { axesOf, withRange, type FinderState } from "#finder/finder-state.ts";
import { extentOf, findColumn, type FinderColumn, type FinderTable } from "#finder/finder-table.ts";
import type { LitHead } from "#finder/lit-head.ts";
import { roundRange } from "#finder/shown-number.ts";
import { useTheme } from "../panels/use-theme.ts";
import { ColumnOptions } from "./ColumnOptions.tsx";

import { colorOf, dotColors, SORTED, TOWER } from "./dot-colors.ts";
import { DotTip } from "./DotTip.tsx";
import { drawAxes, drawDots, drawMarks, nearestDot, placeDots, scatterPlace } from "./draw-scatter.ts";
import { ScatterLegend } from "./ScatterLegend.tsx";
import { useBrush } from "./use-brush.ts";

interface HeadScatterProps {
  readonly base: string;
  readonly manifest: Manifest;
  readonly query: string;
  readonly table: FinderTable;
  readonly state: FinderState;
  readonly passes: Uint8Array;
  readonly lit: LitHead;
  readonly isSafe: boolean;
  readonly onChange: (part: Partial<FinderState>) => void;
}

/** A dot for every head by two measures. The table beside it has the same heads for those who cannot see it. */
export function HeadScatter(props: HeadScatterProps): ReactNode {
  const { base, manifest, query, table, state, passes, lit, isSafe, onChange } = props;
  const frame = useRef<HTMLDivElement>(null);
  const ground = useRef<HTMLCanvasElement>(null);
  const cloud = useRef<HTMLCanvasElement>(null);
  const marks = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const { overlay: theme } = useTheme();
  useEffect(() => {
    const watcher = new ResizeObserver(() => {
      const { clientWidth: width = 0, clientHeight: height = 0 } = frame.current ?? {};
      setSize((old) => (old.width === width && old.height === height ? old : { width, height }));
    });
    if (frame.current) watcher.observe(frame.current);
    return () => watcher.disconnect();
  }, []);

  const [x, y] = axesOf(table, state).map((id) => findColumn(table, id)!) as [FinderColumn, FinderColumn];
  const place = useMemo(() => scatterPlace(size.width, size.height), [size]);
  const axes = useMemo(() => ({ x: axisOf(extentOf(x.values)), y: axisOf(extentOf(y.values)) }), [x, y]);
  const dots = useMemo(() => placeDots({ x: x.values, y: y.values }, axes, place), [x, y, axes, place]);
  const colors = useMemo(() => dotColors(table, state.color, isSafe), [table, state.color, isSafe]);
  const chance = useMemo(() => ({ x: sameChance(x), y: sameChance(y) }), [x, y]);
  useEffect(() => {
    if (ground.current && place.width > 0) drawAxes(ground.current, { axes, chance, place, theme });
  }, [axes, chance, place, theme]);
  useEffect(() => {
    if (cloud.current && place.width > 0) drawDots(cloud.current, { dots, passes, colors, place, theme });
  }, [dots, passes, colors, place, theme]);

  const brush = useBrush({
    element: marks,
    place,
    onPoint: (at) => lit.light(at && nearestDot(dots, passes, at), "scatter"),
    onPick: (at, isTouch) => {
      const head = nearestDot(dots, passes, at, isTouch ? 24 : undefined);
      const id = head === null ? undefined : parseHead(table.names[head]!);
      // A finger cannot point before it presses: it lights the head, and the table has the link.
      if (isTouch) lit.light(head, "scatter");
      else if (id && frame.current) follow(frame.current, `${headPath(base, atlasOf(manifest), id)}${query}`);
    },
    onBrush: ([x0, y0, x1, y1]) => {
      const innerWidth = place.width - place.left - place.right;
      const innerHeight = place.height - place.top - place.bottom;
      const ofX = (px: number): number => valueAt(axes.x, (px - place.left) / innerWidth);
      const ofY = (px: number): number => valueAt(axes.y, 1 - (px - place.top) / innerHeight);
      const ranges = withRange(state.ranges, { id: x.id, ...roundRange(ofX(x0), ofX(x1)) });
      onChange({
        ranges: y === x ? ranges : withRange(ranges, { id: y.id, ...roundRange(ofY(y1), ofY(y0)) }),
      });
    },
  });
  useEffect(() => {
    const show = (): void => {
      if (marks.current === null) return;
      const { head } = lit;
      const at = head === null ? null : ([dots.x[head]!, dots.y[head]!] as const);
      drawMarks(marks.current, { place, theme, lit: at, radius: dots.radius, brush });
    };
    show();
    return lit.subscribe(show);
  }, [lit, dots, place, theme, brush]);

  return (
    <div className="finder-scatter">
      <label className="field">
        <span>Up</span>
        <select value={y.id} onChange={(event) => onChange({ y: event.target.value })}>
          <ColumnOptions table={table} />
        </select>
      </label>
      <div ref={frame} className="frame">
        <canvas
          ref={ground}
          role="img"
          aria-label={`Scatter of heads: ${x.title} to the right, ${y.title} upwards. The table has the same heads.`}
        />
        <canvas ref={cloud} aria-hidden="true" />
        <canvas ref={marks} aria-hidden="true" />
        <DotTip table={table} x={x} y={y} dots={dots} place={place} lit={lit} />
      </div>
      <div className="below">
        <label className="field">
          <span>Right</span>
          <select value={x.id} onChange={(event) => onChange({ x: event.target.value })}>
            <ColumnOptions table={table} />
          </select>
        </label>
        <label className="field">
          <span>Color</span>
          <select
            value={colorOf(table, state.color)}
            onChange={(event) => onChange({ color: event.target.value })}
          >
            <option value={SORTED}>What sorts each map</option>
            {table.towers.length > 0 && <option value={TOWER}>Tower</option>}
            <ColumnOptions table={table} />
          </select>
        </label>
      </div>
      <ScatterLegend legend={colors.legend} hasChance={chance.x !== null || chance.y !== null} />
    </div>
  );
}

/** As if the reader had pressed a link: the page's router takes it. */
function follow(element: HTMLElement, address: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.hidden = true;
  element.append(link);
  link.click();
  link.remove();
}

/** What a head without any preference has; null where that is not known, or not the same for all heads. */
function sameChance({ chance }: FinderColumn): number | null {
  const [least, most] = (chance && extentOf(chance)) ?? [NaN, NaN];
  return least === most ? least : null;
}
