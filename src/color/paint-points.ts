/** Colors of all points as WebGL takes them. */
import type { Coloring } from "./color-mode.ts";

/**
 * @param shown 0 … 255 per point: how strongly it is drawn, queries first; null for all alike.
 * @returns [2 · nTokens], queries first; bytes r, g, b, alpha from the lowest.
 */
export function paintPoints(
  { color }: Pick<Coloring, "color">,
  nTokens: number,
  shown: Uint8Array | null,
): Uint32Array {
  const painted = new Uint32Array(nTokens * 2);
  for (const [role, offset] of [
    ["query", 0],
    ["key", nTokens],
  ] as const) {
    for (let token = 0; token < nTokens; token++) {
      const rgb = Number.parseInt(color(token, role).slice(1), 16);
      const alpha = shown ? shown[offset + token]! : 255;
      const [r, g, b] = [rgb >>> 16, (rgb >>> 8) & 255, rgb & 255];
      painted[offset + token] = (alpha << 24) | (b << 16) | (g << 8) | r;
    }
  }
  return painted;
}
