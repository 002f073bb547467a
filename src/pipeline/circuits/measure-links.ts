/** All links between the heads of a model, and those that exceed what random matrices have. */
import {
  CIRCUIT_KINDS,
  type CircuitKind,
  type CircuitLink,
  type CircuitsFile,
} from "#atlas/files/circuits.ts";
import { median } from "#math/median.ts";
import type { BlockFactors } from "./block-factors.ts";
import { linkBlocks } from "./link-blocks.ts";
import type { Products } from "./products.ts";
import { randomLinks, shapeOf, type RandomLinks } from "./random-links.ts";

/** Multiplications of all pairs: some minutes at most. */
const MOST_WORK = 4e12;
/** Links of a kind that are kept: the strongest of all, and the strongest into and out of every head. */
const [MOST_LINKS, LINKS_PER_HEAD] = [2000, 4];

export interface LinkInput {
  readonly blocks: readonly BlockFactors[];
  /** Place of the first head of each block in the list of heads. */
  readonly firstHeads: readonly number[];
  readonly products: Products;
  readonly tell: (doing: string) => void;
}

interface Found {
  readonly links: CircuitLink[];
  readonly values: number[];
  mean: number;
  greatest: number;
}

export async function measureLinks(input: LinkInput): Promise<Pick<CircuitsFile, "kinds" | "mostApart">> {
  const { blocks, firstHeads, products, tell } = input;
  const reach = mostApart(blocks);
  const found = new Map<CircuitKind, Found>();
  const random = new Map<string, ReadonlyMap<CircuitKind, RandomLinks>>();
  for (const [i, from] of blocks.entries()) {
    tell(`comparing what layer ${i + 1} of ${blocks.length} writes with what later ones read`);
    for (const [j, to] of blocks.entries()) {
      if (j <= i || (reach !== null && j - i > reach)) continue;
      const shapes = `${shapeOf(from)} ${shapeOf(to)}`;
      for (const { kind, nTo, values } of await linkBlocks(from, to, products)) {
        let own = random.get(shapes);
        if (own === undefined) random.set(shapes, (own = await randomLinks(from, to, products)));
        const chance = own.get(kind);
        if (chance === undefined) continue;
        const all = found.get(kind) ?? { links: [], values: [], mean: 0, greatest: 0 };
        found.set(kind, all);
        all.mean = Math.max(all.mean, chance.mean);
        all.greatest = Math.max(all.greatest, chance.greatest);
        values.forEach((value, at) => {
          all.values.push(value);
          if (value > chance.greatest)
            all.links.push([firstHeads[i]! + Math.floor(at / nTo), firstHeads[j]! + (at % nTo), value]);
        });
      }
    }
  }
  const kinds = CIRCUIT_KINDS.flatMap((kind) => {
    const all = found.get(kind);
    return all === undefined ? [] : [[kind, written(all)] as const];
  });
  return { mostApart: reach, kinds: Object.fromEntries(kinds) };
}

function written({ links, values, mean, greatest }: Found): NonNullable<CircuitsFile["kinds"][CircuitKind]> {
  return {
    nPairs: values.length,
    nAbove: links.length,
    median: rounded(median(values) ?? 0),
    baseline: rounded(mean),
    threshold: rounded(greatest),
    links: strongest(links).map(([from, to, value]) => [from, to, rounded(value)]),
  };
}

/** Strongest first; equal ones in the order of their heads. */
export function strongest(links: readonly CircuitLink[]): CircuitLink[] {
  const sorted = links.toSorted((a, b) => b[2] - a[2] || a[0] - b[0] || a[1] - b[1]);
  const [out, into] = [new Map<number, number>(), new Map<number, number>()];
  return sorted.filter(([from, to], i) => {
    const [nOut, nInto] = [out.get(from) ?? 0, into.get(to) ?? 0];
    out.set(from, nOut + 1);
    into.set(to, nInto + 1);
    return i < MOST_LINKS || nOut < LINKS_PER_HEAD || nInto < LINKS_PER_HEAD;
  });
}

/** How far apart blocks may be so that the work stays bounded; null if all pairs are computed. */
export function mostApart(
  blocks: readonly Pick<BlockFactors, "width" | "writes" | "query">[],
): number | null {
  const size = (block: (typeof blocks)[number]): number => {
    const stack = block.writes?.map ?? block.query?.map;
    return stack === undefined ? 0 : stack.d * stack.heads.length;
  };
  let work = 0;
  for (let apart = 1; apart < blocks.length; apart++) {
    for (let i = 0; i + apart < blocks.length; i++)
      work += 7 * size(blocks[i]!) * size(blocks[i + apart]!) * blocks[i]!.width;
    // Neighbors are always compared.
    if (work > MOST_WORK && apart > 1) return apart - 1;
  }
  return null;
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}
