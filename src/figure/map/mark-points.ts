/** The points of a map as marks, grouped by color. */
import { drawPasses } from "#drawing/map/draw-passes.ts";
import { placer, type Frame } from "#drawing/map/frame.ts";
import type { MarkKind, Marks, Overlap } from "../scene.ts";
import type { FigureLayer } from "./frame-of.ts";

/** Parts of the drawing order in which points are grouped: no color lies over all others. */
const N_SLICES = 8;
/** Steps of opacity, to which depth is rounded. */
const N_OPACITIES = 12;
/** The edge of points on the screen is soft, inward: they look smaller by this much. */
const SOFT_EDGE_PX = 0.4;
/** How strongly a point is painted that nothing fades: the screen lets a little of what lies below through. */
const FULL = 0.92;

interface Built extends Pick<Marks, "kind" | "color" | "opacity"> {
  readonly at: number[];
}

/** The points in sight, in the order in which they cover each other. */
export function markPoints(layer: FigureLayer, frame: Frame): (Marks | Overlap)[] {
  const n = layer.nTokens * 2;
  if (layer.overlap !== null) return withOverlap(layer, frame, layer.overlap);
  const marks: Marks[] = [];
  for (const { from, to } of drawPasses(layer.nTokens, null))
    for (let slice = 0; slice < N_SLICES; slice++) {
      const part = (share: number): number => Math.floor((from + (to - from) * share) / 2) * 2;
      const end = slice === N_SLICES - 1 ? n : part((slice + 1) / N_SLICES);
      marks.push(...grouped(layer, frame, part(slice / N_SLICES), end));
    }
  return marks;
}

/** Queries and keys in two colors, and in a third what both cover. Faded points lie below, each in its own color. */
function withOverlap(layer: FigureLayer, frame: Frame, color: string): (Marks | Overlap)[] {
  const n = layer.nTokens;
  const [keys, queries] = [grouped(layer, frame, n, n * 2), grouped(layer, frame, 0, n)];
  const strongest = (all: readonly Marks[]): Marks | undefined =>
    all.find(({ opacity }) => opacity > FULL / 2);
  const [below, above] = [strongest(keys), strongest(queries)];
  const others = [...keys, ...queries].filter((marks) => marks !== below && marks !== above);
  if (below && above) return [...others, { type: "overlap", below, above, color }];
  return [...others, ...(below ? [below] : []), ...(above ? [above] : [])];
}

function grouped(layer: FigureLayer, frame: Frame, from: number, to: number): Marks[] {
  const place = placer(layer, frame);
  const sizePx = layer.sizePx(frame.zoom);
  const edge = layer.sprite === null ? SOFT_EDGE_PX * layer.magnified : 0;
  const groups = new Map<string, Built>();
  for (let drawn = from; drawn < to; drawn++) {
    const point = layer.pointAt(drawn);
    const { x, y } = place(point);
    const depth = layer.is3d ? layer.turned(point)[2] : null;
    const share = layer.isAlike?.[point] === 1 ? layer.alikeShare(frame.zoom) : 1;
    const near = depth === null ? 1 : 1 + 0.28 * depth;
    const radius = (sizePx * (layer.sizes?.[point] ?? 1) * share * near) / 2 - edge;
    const isOut = x < -radius || y < -radius || x > frame.width + radius || y > frame.height + radius;
    // Points that cross-attention does not have are nowhere.
    if (!(radius > 0) || isOut || Number.isNaN(x)) continue;
    const bytes = layer.colors[point] ?? 0;
    const opacity = opacityOf(bytes >>> 24, depth, layer.sprite !== null);
    if (opacity === 0) continue;
    const color = hexColor(bytes);
    const kind = kindOf(layer, point);
    const key = `${color} ${opacity} ${kind}`;
    const group = groups.get(key) ?? { kind, color, opacity, at: [] };
    group.at.push(x, y, radius);
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => ({ type: "marks", ...group }));
}

/** Patches show their role by their shape, all other points by being discs or rings. */
function kindOf(layer: FigureLayer, point: number): MarkKind {
  const isPatch = layer.sprite !== null && layer.sprite.special[point % layer.nTokens] !== 1;
  if (layer.isKey(point)) return isPatch ? "disc" : "ring";
  return isPatch ? "square" : "disc";
}

/** As the screen's program for points has it. */
function opacityOf(strength: number, depth: number | null, isPatch: boolean): number {
  const own = (strength / 255) * (isPatch ? 1 : FULL);
  if (depth === null) return Math.round(own * 1000) / 1000;
  const seen = own * Math.min(1, Math.max(0.3, 1 + 0.45 * (depth - 0.4)));
  return Math.round(seen * N_OPACITIES) / N_OPACITIES;
}

function hexColor(bytes: number): string {
  const rgb = [bytes & 255, (bytes >>> 8) & 255, (bytes >>> 16) & 255];
  return `#${rgb.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
