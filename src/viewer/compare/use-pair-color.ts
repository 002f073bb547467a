import { useMemo } from "react";
import { formatHead } from "#atlas/head/head-id.ts";
import { firstProjection, projectionName, type Maps, type Projection } from "#atlas/method.ts";
import { AUTO_COLOR } from "#atlas/view/view.ts";
import { shareOf } from "#color/explained-words.ts";
import { pairColor, type ColoredSide } from "../../compare/pair-color.ts";
import { useLoaded } from "../data/use-loaded.ts";
import { openExplained } from "./side/open-side.ts";
import type { ComparedHead } from "./side/use-side.ts";

interface PairColorInput {
  readonly base: string;
  readonly a: ComparedHead;
  readonly b: ComparedHead;
  readonly maps: Maps;
  /** As in the view: the name of a color, or `auto`. */
  readonly color: string;
}

/** The color of both maps, and what chose it. */
export interface PairColor {
  /** Null until it is known. */
  readonly color: string | null;
  /** In which the two open. */
  readonly opening: string | null;
  /** What is known of the two. */
  readonly sides: readonly [ColoredSide, ColoredSide] | null;
}

/** The color that the reader has chosen, or else the one that explains the two first maps best. */
export function usePairColor({ base, a, b, maps, color }: PairColorInput): PairColor {
  const { value } = useLoaded("explained", () =>
    Promise.all([openExplained(base, a.atlas), openExplained(base, b.atlas)]),
  );
  return useMemo(() => {
    const side = ({ manifest, id }: ComparedHead, at: 0 | 1): ColoredSide => ({
      manifest,
      explained: value?.[at].get(formatHead(id)) ?? [],
    });
    const sides = value && ([side(a, 0), side(b, 1)] as const);
    const opening = sides && pairColor(maps, ...sides);
    return { color: color === AUTO_COLOR ? opening : color, opening, sides };
  }, [value, a, b, maps, color]);
}

/** How far the color explains the two maps; null where that is not known of the maps that are shown. */
export function explainedPair(
  { sides }: PairColor,
  color: string,
  projection: Projection,
  heads: readonly ComparedHead[],
): readonly [a: number, b: number] | null {
  const shown = projectionName(projection);
  // Of other maps than the first, nothing was loaded.
  if (sides === null || heads.some(({ manifest }) => projectionName(firstProjection(manifest)) !== shown))
    return null;
  const [a, b] = sides.map(({ explained }) => shareOf(explained, color));
  return a === undefined || b === undefined ? null : [a, b];
}
