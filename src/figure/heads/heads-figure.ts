/** The figure of all heads of an atlas: a row per layer, a column per head, each with its map. */
import { citationOf } from "#atlas/citation/citation.ts";
import { NO_WORDS } from "#atlas/citation/site-words.ts";
import { counted } from "#atlas/counted.ts";
import { methodTitle } from "#atlas/method.ts";
import { hasRole } from "#atlas/tokens/tokens.ts";
import { AUTO_COLOR } from "#atlas/view/view.ts";
import type { Coloring } from "#color/color-mode.ts";
import { findMode } from "#color/modes.ts";
import { openingColor } from "#color/opening-color.ts";
import type { Caption, Captioned } from "../caption.ts";
import type { Setter } from "../fonts/setter.ts";
import { composePage } from "../layout/compose-page.ts";
import type { LegendItem } from "../legend.ts";
import type { FigureOptions } from "../options.ts";
import { pageColors, type PageColors } from "../page-colors.ts";
import type { Font, Marks, Scene, Shape } from "../scene.ts";
import type { DrawnHead, HeadsData } from "./load-heads.ts";

const [GAP_PX, LABEL_PX, INSET_PX] = [5, 13, 3];
/** No map is larger, where an atlas has few heads. */
const LARGEST_PX = 180;
/** Steps along each side of a map: points in the same step are one. */
const N_STEPS = 128;
const FONT: Font = { family: "sans", weight: 500, isItalic: false, sizePx: 9.5, spacingPx: 0 };
const ROLES = ["query", "key"] as const;

export function headsFigure(
  data: HeadsData,
  captioned: Captioned,
  options: FigureOptions,
  setter: Setter,
): Scene {
  const colors = pageColors(options.isDark, options.isTransparent);
  const nColumns = Math.max(1, ...data.rows.map(({ heads }) => heads.length));
  const sizeOf = (width: number): number =>
    Math.min(LARGEST_PX, (width - GAP_PX * (nColumns - 1)) / nColumns);
  const heightOf = (size: number): number => data.rows.length * (size + LABEL_PX + GAP_PX) - GAP_PX;
  const screen = { width: 880, height: heightOf(sizeOf(880)) };
  return composePage(
    {
      name: "Maps of all heads",
      screen,
      draw: (width) => {
        const size = sizeOf(width);
        const shapes = data.rows.flatMap(({ heads }, row) =>
          heads.flatMap((head, column) => {
            const at = { x: column * (size + GAP_PX), y: row * (size + LABEL_PX + GAP_PX) };
            return tile(head, data, { ...at, size }, colors, options);
          }),
        );
        return { width: nColumns * (size + GAP_PX) - GAP_PX, height: heightOf(size), shapes, notes: [] };
      },
      legend: legendOf(data, options),
      caption: () => captionOf(data, captioned),
      isFramed: false,
    },
    options,
    colors,
    setter,
  );
}

function coloringOf({ manifest, table, numbers }: DrawnHead, { view }: HeadsData, isSafe: boolean): Coloring {
  const color = view.color === AUTO_COLOR ? openingColor(manifest, numbers?.explained) : view.color;
  const mode = findMode(manifest, table, color);
  // Colors that need a head's own files would need those of all heads.
  const shown = mode.needs === undefined ? mode : findMode(manifest, table, "role");
  const none = { norms: null, distortion: null, patchColors: null, attention: null };
  return shown.paint({ manifest, tokens: table, ...none, isSafe });
}

function tile(
  head: DrawnHead,
  data: HeadsData,
  { x, y, size }: { readonly x: number; readonly y: number; readonly size: number },
  colors: PageColors,
  { isTransparent, isSafe }: FigureOptions,
): Shape[] {
  const { table, map } = head;
  const { color } = coloringOf(head, data, isSafe);
  const radius = Math.max(0.35, size / 190);
  const room = size - 2 * (INSET_PX + radius);
  const step = (value: number): number => Math.round((value / 255) * N_STEPS);
  const groups = new Map<string, Map<number, [number, number]>>();
  for (let token = 0; token < table.nTokens; token++)
    for (const role of ROLES) {
      if (table.split !== null && !hasRole(table, token, role)) continue;
      const point = role === "query" ? token : table.nTokens + token;
      const [across, up] = [step(map.x[point] ?? 0), step(map.y[point] ?? 0)];
      const paint = color(token, role);
      const group = groups.get(paint) ?? new Map<number, [number, number]>();
      group.set(up * (N_STEPS + 1) + across, [across, up]);
      groups.set(paint, group);
    }
  const from = { x: x + INSET_PX + radius, y: y + LABEL_PX + INSET_PX + radius };
  const marks = [...groups].map(([paint, cells]): Marks => ({
    ...{ type: "marks", kind: "square", color: paint, opacity: 0.85 },
    at: [...cells.values()].flatMap(([across, up]) => [
      from.x + (across / N_STEPS) * room,
      from.y + (1 - up / N_STEPS) * room,
      radius,
    ]),
  }));
  const stroke = { color: colors.line, widthPx: 0.7, cap: "butt", join: "miter" } as const;
  const box = { type: "rect", x, y: y + LABEL_PX, width: size, height: size, opacity: 1 } as const;
  const label = { text: head.name, x, y: y + LABEL_PX - 3.5, font: FONT, color: colors.inkSoft } as const;
  return [
    { ...box, fill: isTransparent ? null : colors.ground, stroke },
    { type: "text", ...label, opacity: 1, halo: null },
    ...marks,
  ];
}

/** Where each head opens in a color of its own, there is no legend of all. */
function legendOf(data: HeadsData, { isSafe }: FigureOptions): LegendItem[] {
  const first = data.rows[0]?.heads[0];
  if (first === undefined || data.view.color === AUTO_COLOR) return [];
  const { entries = [], ramp } = coloringOf(first, data, isSafe);
  const ramps = ROLES.flatMap((role): LegendItem[] => {
    const colors = ramp?.colors[role];
    const label = role === "query" ? "queries" : "keys";
    return ramp && colors
      ? [{ marks: [], label, ramp: { low: ramp.low, high: ramp.high, colors }, isFaint: false }]
      : [];
  });
  return [
    ...ramps,
    ...entries.map(({ label, color }) => ({
      marks: [{ kind: "square" as const, color }],
      label,
      isFaint: false,
    })),
  ];
}

function captionOf({ manifest, view, projection, rows }: HeadsData, { address, digest }: Captioned): Caption {
  const { title, note } = citationOf({ manifest, head: null, digest, url: address }, NO_WORDS);
  const nHeads = rows.reduce((sum, { heads }) => sum + heads.length, 0);
  const color =
    view.color === AUTO_COLOR ? "each in the color that says most about it" : `colored by ${view.color}`;
  return {
    title: `${title}.`,
    text: `${methodTitle(manifest, projection.method)} maps of ${counted(nHeads, "head")}, a row per layer, ${color}.`,
    source: `${note}.`,
    address,
  };
}
