/** Opens a variable font of the site in one weight. */
import { create, type Font, type GlyphPoint, type StoredGlyph } from "fontkit";

/**
 * fontkit varies TrueType glyphs, but not those that WOFF2 has transformed. So the points are moved here, with fontkit's own
 * reader of the variations, and advances follow by themselves.
 *
 * @param bytes A WOFF2 file with TrueType outlines and one axis, the weight.
 */
export function openFont(bytes: Uint8Array, weight: number): Font {
  const plain = create(bytes);
  plain.getGlyph(0);
  const stored = plain._transformedGlyphs ?? [];
  const font = create(bytes);
  font.variationCoords = [weight];
  const anyPoint = stored.find(({ points }) => points !== undefined)?.points?.[0];
  if (anyPoint) font._transformedGlyphs = stored.map((glyph, id) => varied(font, plain, glyph, id, anyPoint));
  return font;
}

function varied(font: Font, plain: Font, glyph: StoredGlyph, id: number, anyPoint: GlyphPoint): StoredGlyph {
  const { points, components } = glyph;
  if (!points && !components) return glyph;
  const at = (x: number, y: number): GlyphPoint => Object.assign(anyPoint.copy(), { endContour: true, x, y });
  const { metrics } = plain.hmtx;
  const { advance } = metrics.get(Math.min(id, metrics.length - 1));
  const own = points ? points.map((point) => point.copy()) : components!.map(({ dx, dy }) => at(dx, dy));
  // Variations also move four points that stand for the advances.
  const moved = [...own, at(0, 0), at(advance, 0), at(0, 0), at(0, 0)];
  font._variationProcessor?.transformPoints(id, moved);
  if (points) return { ...glyph, points: moved.slice(0, -4) };
  return {
    ...glyph,
    components: components!.map((part, i) => ({ ...part, dx: moved[i]!.x, dy: moved[i]!.y })),
  };
}
