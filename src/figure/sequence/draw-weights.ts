/** Weights between the tokens of a sequence as shapes: lines, or the cells of a matrix. */
import { heatPixels } from "#drawing/attention/heat.ts";
import { strongestConnections, weightsOf, type Connection } from "#drawing/attention/pattern.ts";
import type { Setter } from "../fonts/setter.ts";
import type { Size } from "../map/frame-of.ts";
import type { PageColors } from "../page-colors.ts";
import type { Font, Path, Shape } from "../scene.ts";
import type { ShownWeights } from "./shown-weights.ts";

export type DrawnWeights = Size & { readonly shapes: readonly Shape[]; readonly notes: readonly string[] };

const ROW_PX = 18;
const GAP_PX = 8;
/** As the page has them: more lines would be a gray cloud. */
const [WEB_LINES, LEAST_IN_WEB, LEAST_OF_ONE] = [320, 0.04, 0.01];
const [LARGEST_PX, LEAST_PX] = [12, 5];
/** Corners of a curve. */
const N_CORNERS = 40;

function sans(sizePx: number, weight = 400): Font {
  return { family: "sans", weight, isItalic: false, sizePx, spacingPx: 0 };
}

/** Queries on the left, keys on the right, a line for each weight; those of the selected token are strong. */
export function drawLines(
  shown: ShownWeights,
  width: number,
  colors: PageColors,
  setter: Setter,
): DrawnWeights {
  const { pattern, names, hidden, marked } = shown;
  const widest = (all: readonly string[]): number =>
    Math.min(width * 0.36, Math.max(0, ...all.map((name) => setter.width(name, sans(13, 600)))));
  const [left, right] = [widest(names.query) + GAP_PX, width - widest(names.key) - GAP_PX];
  const middle = (position: number): number => (position + 0.5) * ROW_PX;
  const line = ({ query, key, weight }: Connection, color: string, opacity: number): Path => ({
    type: "path",
    lines: [{ corners: curve(left + 4, middle(query), right - 4, middle(key)), isClosed: false }],
    fill: null,
    stroke: { color, widthPx: 0.8 + 2.2 * weight, cap: "butt", join: "round" },
    opacity,
  });
  const web = strongestConnections(pattern, WEB_LINES, LEAST_IN_WEB);
  const strands = marked
    ? Array.from(weightsOf(pattern, marked.role, marked.position), (weight, other): Connection =>
        marked.role === "query"
          ? { query: marked.position, key: other, weight }
          : { query: other, key: marked.position, weight },
      ).filter(({ weight }) => weight >= LEAST_OF_ONE)
    : [];
  const words = (["query", "key"] as const).flatMap((role) =>
    names[role].map((name, position): Shape => {
      const isMarked = marked?.role === role && marked.position === position;
      const font = sans(13, isMarked ? 600 : 400);
      const x = role === "query" ? left - GAP_PX + 4 - setter.width(name, font) : right + GAP_PX - 4;
      const y = middle(position) + setter.middlePx(font);
      const opacity = hidden[role].has(position) ? 0.35 : 1;
      return {
        type: "text",
        text: name,
        x,
        y,
        font,
        color: isMarked ? colors.accent : colors.ink,
        opacity,
        halo: null,
      };
    }),
  );
  return {
    width,
    height: pattern.n * ROW_PX,
    shapes: [
      ...web.toReversed().map((each) => line(each, colors.inkSoft, 0.55 * (0.08 + 0.92 * each.weight))),
      ...strands.map((each) => line(each, colors.accent, 0.25 + 0.75 * Math.sqrt(each.weight))),
      ...words,
    ],
    notes: [],
  };
}

/** As the page bends them. */
function curve(fromX: number, fromY: number, toX: number, toY: number): number[] {
  const across = toX - fromX;
  const [firstX, secondX] = [fromX + 0.45 * across, fromX + 0.55 * across];
  return Array.from({ length: N_CORNERS + 1 }, (_, corner) => {
    const t = corner / N_CORNERS;
    const [a, b, c, d] = [(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t ** 2, t ** 3];
    return [a * fromX + b * firstX + c * secondX + d * toX, (a + b) * fromY + (c + d) * toY];
  }).flat();
}

/** A row per query, a column per key, names on both axes. */
export function drawMatrix(
  shown: ShownWeights,
  width: number,
  isDark: boolean,
  colors: PageColors,
  setter: Setter,
): DrawnWeights {
  const { pattern, names, marked } = shown;
  const { n, weights } = pattern;
  const strongest = weights.reduce((a, b) => Math.max(a, b), 0);
  const room = width * 0.24;
  const sizePx = Math.min(LARGEST_PX, Math.max(LEAST_PX, ((width - room) / n) * 0.82));
  const font = sans(sizePx);
  const widest = (all: readonly string[]): number =>
    Math.min(room, Math.max(0, ...all.map((name) => setter.width(name, font)))) + GAP_PX;
  const [left, top] = [widest(names.query), widest(names.key)];
  const side = width - left;
  const cell = side / n;
  // Where cells are smaller than letters, only some have a name.
  const step = Math.ceil((sizePx * 0.9) / cell);
  const drop = setter.middlePx(font);
  const nameOf = (role: "query" | "key", position: number): Shape[] => {
    const name = shortened(names[role][position] ?? "", room, font, setter);
    if (name === "" || (position % step !== 0 && marked?.position !== position)) return [];
    const isMarked = marked?.role === role && marked.position === position;
    const middle = (position + 0.5) * cell;
    const place =
      role === "query"
        ? { x: left - GAP_PX / 2 - setter.width(name, font), y: top + middle + drop }
        : { x: left + middle + drop, y: top - GAP_PX / 2, isUpright: true as const };
    const color = isMarked ? colors.accent : colors.ink;
    return [{ type: "text", text: name, font, color, opacity: 1, halo: null, ...place }];
  };
  const positions = Array.from({ length: n }, (_, position) => position);
  const box = { x: left, y: top, width: side, height: side } as const;
  const band = marked && {
    ...(marked.role === "query"
      ? { x: left, y: top + marked.position * cell, width: side, height: cell }
      : { x: left + marked.position * cell, y: top, width: cell, height: side }),
  };
  const stroke = (color: string, widthPx: number) =>
    ({ color, widthPx, cap: "butt", join: "miter" }) as const;
  return {
    width,
    height: top + side,
    shapes: [
      { type: "cells", ...box, nColumns: n, nRows: n, rgba: heatPixels(weights, strongest, isDark) },
      { type: "rect", ...box, fill: null, stroke: stroke(colors.line, 1), opacity: 1 },
      ...(band
        ? [{ type: "rect", ...band, fill: null, stroke: stroke(colors.accent, 1.2), opacity: 1 } as const]
        : []),
      ...positions.flatMap((position) => [...nameOf("query", position), ...nameOf("key", position)]),
    ],
    notes: [],
  };
}

function shortened(name: string, room: number, font: Font, setter: Setter): string {
  if (setter.width(name, font) <= room) return name;
  const letters = Array.from(name);
  while (letters.length > 1 && setter.width(`${letters.join("")}…`, font) > room) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}
