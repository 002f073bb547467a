import type { TowerReads } from "#atlas/files/manifest.ts";
import { meanColors } from "#color/mean-colors.ts";

/**
 * Mean color of every patch, [3 · nTokens]; special tokens have none, and every mode shows them gray.
 *
 * @param pictures RGBA of each token's patch, null for special tokens.
 * @returns Null for text.
 */
export function patchColors(
  { patches }: Pick<TowerReads, "patches">,
  pictures: readonly (Uint8Array | null)[] | null,
): Uint8Array | null {
  if (patches === null || pictures === null) return null;
  return Uint8Array.from(
    pictures.flatMap((rgba) => (rgba ? [...meanColors(rgba, 1, patches.cellPx)] : [0, 0, 0])),
  );
}
