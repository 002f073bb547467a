/** Arrays of a layer: the numbers of its heads, one head after the other. */
import type { HeadId } from "#atlas/head/head-id.ts";
import type { ArrayGroup } from "./array-file.ts";

interface LayerOf<Head> {
  readonly layer: number;
  readonly heads: readonly Head[];
}

/** @param idOf The head that something belongs to. */
export function byLayer<Head>(all: readonly Head[], idOf: (head: Head) => HeadId): LayerOf<Head>[] {
  const layers = new Map<number, Head[]>();
  for (const head of all) {
    const { layer } = idOf(head);
    layers.set(layer, [...(layers.get(layer) ?? []), head]);
  }
  return [...layers].map(([layer, heads]) => ({ layer, heads }));
}

/** An array of real numbers for each head. */
export interface HeadArray {
  readonly name: string;
  /** Of one head. */
  readonly shape: readonly number[];
}

/**
 * One group per layer: arrays `name.layer` [heads, …shape].
 *
 * @param arrays What each head has, in the order in which `read` gives it; heads of one layer have the same.
 */
export function layerGroups<Head>(
  layers: readonly LayerOf<Head>[],
  arrays: (head: Head) => readonly HeadArray[],
  read: (head: Head) => Promise<readonly Float32Array[]>,
): ArrayGroup[] {
  return layers.flatMap(({ layer, heads }): ArrayGroup[] => {
    const [first] = heads;
    if (first === undefined) return [];
    const own = arrays(first);
    return [
      {
        arrays: own.map(({ name, shape }) => ({
          name: `${name}.${layer}`,
          type: "f4",
          shape: [heads.length, ...shape],
        })),
        read: async () => {
          const sizes = own.map(({ shape }) => shape.reduce((n, size) => n * size, 1));
          const whole = sizes.map((size) => new Float32Array(size * heads.length));
          for (const [h, head] of heads.entries())
            (await read(head)).forEach((values, i) => whole[i]!.set(values, h * sizes[i]!));
          return whole;
        },
      },
    ];
  });
}
