/** What figures use of fontkit, which has no types of its own. */
declare module "fontkit" {
  export interface GlyphPoint {
    x: number;
    y: number;
    endContour: boolean;
    copy(): GlyphPoint;
  }
  export interface Component {
    dx: number;
    dy: number;
  }
  /** A glyph as WOFF2 stores it. */
  export interface StoredGlyph {
    readonly points?: readonly GlyphPoint[];
    readonly components?: readonly Component[];
  }
  export interface Glyph {
    readonly id: number;
    readonly path: { toSVG(): string };
  }
  export interface GlyphPosition {
    readonly xAdvance: number;
    readonly xOffset: number;
    readonly yOffset: number;
  }
  export interface Font {
    readonly unitsPerEm: number;
    readonly numGlyphs: number;
    readonly "OS/2": { readonly typoAscender: number; readonly typoDescender: number };
    readonly hmtx: {
      readonly metrics: { get(at: number): { readonly advance: number }; readonly length: number };
    };
    getGlyph(id: number): Glyph;
    hasGlyphForCodePoint(codePoint: number): boolean;
    layout(text: string): { readonly glyphs: readonly Glyph[]; readonly positions: readonly GlyphPosition[] };
    variationCoords: readonly number[] | null;
    readonly _variationProcessor: { transformPoints(glyph: number, points: GlyphPoint[]): void } | null;
    _transformedGlyphs?: readonly StoredGlyph[];
  }
  export function create(bytes: Uint8Array): Font;
}
