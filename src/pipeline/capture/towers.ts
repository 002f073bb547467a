/** Heads per layer, tower by tower, in the order of the graph. */
import type { Tower } from "#atlas/files/manifest.ts";
import type { HeadId } from "#atlas/head/head-id.ts";

/** `keyHeads` is there where heads of some layer share their keys. */
export function towersOf(heads: readonly { readonly id: HeadId; readonly keyHead: number }[]): Tower[] {
  const towers = new Map<string | undefined, { heads: number[]; keyHeads: number[] }>();
  for (const { id, keyHead } of heads) {
    const layers = towers.get(id.tower) ?? { heads: [], keyHeads: [] };
    layers.heads[id.layer] = Math.max(layers.heads[id.layer] ?? 0, id.head + 1);
    layers.keyHeads[id.layer] = Math.max(layers.keyHeads[id.layer] ?? 0, keyHead + 1);
    towers.set(id.tower, layers);
  }
  return [...towers].map(([name, { heads: counts, keyHeads }]) => ({
    ...(name === undefined ? {} : { name }),
    heads: counts,
    ...(counts.some((count, layer) => keyHeads[layer] !== count) ? { keyHeads } : {}),
  }));
}
