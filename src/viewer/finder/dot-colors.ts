/** The colors of the dots of the scatter. */
import { PLACE_COLUMN, findColumn, extentOf, type FinderTable, type Words } from "#finder/finder-table.ts";
import { shownNumber, tickText } from "#finder/shown-number.ts";
import { KINDS, NEUTRAL } from "#color/palette.ts";
import { ramp } from "#color/ramps.ts";

export interface DotColors {
  /** A place in the palette for every head. */
  readonly of: Uint16Array;
  readonly palette: readonly string[];
  readonly legend:
    | {
        readonly type: "kinds";
        readonly kinds: readonly { readonly color: string; readonly title: string }[];
      }
    | {
        readonly type: "ramp";
        readonly low: string;
        readonly high: string;
        readonly colors: readonly string[];
      };
}

/** What colors dots beside the columns. */
export const SORTED = "sorted";
export const TOWER = "tower";

/** By what sorts the maps if they differ in it, or else by layer. */
export function colorOf(table: FinderTable, chosen: string): string {
  if (chosen !== "") return chosen;
  return table.sorted.texts.length > 1 ? SORTED : PLACE_COLUMN;
}

export function dotColors(table: FinderTable, chosen: string, isSafe: boolean): DotColors {
  const color = colorOf(table, chosen);
  if (color === SORTED) return byKinds(table.sorted);
  if (color === TOWER && table.towers.length > 0)
    return byKinds({ texts: table.towers, of: Uint16Array.from(table.tower) });
  const values = findColumn(table, color)?.values ?? new Float64Array(table.names.length).fill(NaN);
  const [least, most] = extentOf(values) ?? [0, 1];
  const colors = ramp("query", isSafe);
  const scale = most > least ? (colors.length - 1) / (most - least) : 0;
  // Gray for heads without the number.
  const of = Uint16Array.from(values, (value) =>
    Number.isNaN(value) ? colors.length : Math.round((value - least) * scale),
  );
  return {
    of,
    palette: [...colors, NEUTRAL],
    legend: { type: "ramp", low: rangeEnd(least), high: rangeEnd(most), colors },
  };
}

/** Whole numbers are counts, such as those of layers. */
function rangeEnd(value: number): string {
  return Number.isInteger(value) ? tickText(value) : shownNumber(value);
}

/** The most frequent kinds have colors of their own; the others are gray. */
function byKinds({ texts, of }: Words): DotColors {
  const counts = new Uint32Array(texts.length);
  for (const place of of) counts[place]!++;
  const ranked = [...texts.keys()].sort((a, b) => counts[b]! - counts[a]! || a - b);
  const palette = [...KINDS, NEUTRAL];
  const colors = Uint16Array.from(texts, (_, place) => Math.min(KINDS.length, ranked.indexOf(place)));
  const named = ranked.slice(0, KINDS.length).map((place, i) => ({ color: KINDS[i]!, title: texts[place]! }));
  const others = ranked.length > KINDS.length ? [{ color: NEUTRAL, title: "others" }] : [];
  return {
    of: Uint16Array.from(of, (place) => colors[place]!),
    palette,
    legend: { type: "kinds", kinds: [...named, ...others] },
  };
}
