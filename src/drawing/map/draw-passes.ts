/**
 * In which order points are drawn. Where colors say the role and nothing else, no order would be right: a query over a key would
 * hide it, and the other way round. So where both lie, the map has a third color, and the order does not matter.
 */

/** Points drawn one after the other. */
export interface DrawPass {
  /** Numbers in drawing order. */
  readonly from: number;
  readonly to: number;
  /** A color in place of those of the points. */
  readonly color: string | null;
  /** How they meet what is drawn already. */
  readonly composite: "source-over" | "source-atop" | "destination-over";
}

/**
 * Queries; then keys in the third color, where there are queries; then keys in their own color, where there are none.
 *
 * @param overlap The color of what both cover; null draws queries and keys in turn.
 */
export function drawPasses(nTokens: number, overlap: string | null): DrawPass[] {
  const [n, all] = [nTokens, nTokens * 2];
  if (overlap === null) return [{ from: 0, to: all, color: null, composite: "source-over" }];
  return [
    { from: 0, to: n, color: null, composite: "source-over" },
    { from: n, to: all, color: overlap, composite: "source-atop" },
    { from: n, to: all, color: null, composite: "destination-over" },
  ];
}
