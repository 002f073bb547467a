/** What outlined text consists of. */
export interface PlacedGlyph {
  readonly id: number;
  /** In units of the face. */
  readonly x: number;
  readonly y: number;
}

/** A family in one weight and slant. */
export interface Face {
  /** E.g. `serif560i`. */
  readonly name: string;
  readonly unitsPerEm: number;
  /** The outline of a glyph as an SVG path, y upward. */
  outline(glyph: number): string;
}
