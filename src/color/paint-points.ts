/** Colors of all points as WebGL takes them. */
import { rgbOf } from "#atlas/role-colors.ts";
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
  // Few colors are shared by many points.
  const bytes = new Map<string, number>();
  for (const [role, offset] of [
    ["query", 0],
    ["key", nTokens],
  ] as const) {
    for (let token = 0; token < nTokens; token++) {
      const name = color(token, role);
      let bgr = bytes.get(name);
      if (bgr === undefined) {
        const [r, g, b] = rgbOf(name);
        bytes.set(name, (bgr = (b << 16) | (g << 8) | r));
      }
      painted[offset + token] = ((shown ? shown[offset + token]! : 255) << 24) | bgr;
    }
  }
  return painted;
}
