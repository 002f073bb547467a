/** The color in which two heads open side by side. Pure. */
import type { Manifest } from "#atlas/files/manifest.ts";
import type { ExplainedShare } from "#atlas/head/head-numbers.ts";
import { firstProjection, projectionName, type Maps } from "#atlas/method.ts";
import { openingColor } from "#color/opening-color.ts";

/** What chooses the color of a side. */
export interface ColoredSide {
  readonly manifest: Pick<Manifest, "color">;
  /** How far colors explain the first map of the head; none where that was not measured. */
  readonly explained: readonly ExplainedShare[];
}

/**
 * The color that explains both maps best, by the rule of a head's page: it must be clear, and say more than query and key.
 * A color that the authors of the atlases have chosen comes first, unless they have chosen two.
 *
 * @param maps That both sides have.
 */
export function pairColor(maps: Maps, a: ColoredSide, b: ColoredSide): string {
  const chosen = [...new Set([a, b].flatMap(({ manifest }) => manifest.color ?? []))];
  const explained = { [projectionName(firstProjection(maps))]: pairShares(a.explained, b.explained) };
  const { methods, dims } = maps;
  const [color] = chosen.length === 1 ? chosen : [];
  return openingColor({ methods, dims, ...(color === undefined ? {} : { color }) }, explained);
}

/** How far the colors that both have explain the two maps on average, strongest first. */
export function pairShares(
  a: readonly ExplainedShare[],
  b: readonly ExplainedShare[],
): readonly ExplainedShare[] {
  const others = new Map(b.map((each) => [each.color, each]));
  return a
    .flatMap((own): ExplainedShare[] => {
      const other = others.get(own.color);
      if (other === undefined) return [];
      const isPartial = own.isPartial === true || other.isPartial === true;
      const share = (own.share + other.share) / 2;
      return [{ color: own.color, share, ...(isPartial ? { isPartial } : {}) }];
    })
    .sort((x, y) => y.share - x.share);
}
