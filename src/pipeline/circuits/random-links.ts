/**
 * What links of heads would be if their matrices were random: matrices of the same shapes with independent entries, uniform
 * around 0, from a seed. Their directions and those of the scores' and values' spectra then carry no message.
 */
import type { CircuitKind } from "#atlas/files/circuits.ts";
import { seededRandom, seedFrom } from "#math/random.ts";
import { blockFactors, type BlockFactors } from "./block-factors.ts";
import { linkBlocks } from "./link-blocks.ts";
import type { Products } from "./products.ts";

export interface RandomLinks {
  readonly mean: number;
  readonly greatest: number;
}

/** Heads of each of the two random blocks: 16 pairs of every kind. */
const N_HEADS = 4;

/** By kind, for the shapes of a pair of blocks. */
export async function randomLinks(
  from: BlockFactors,
  to: BlockFactors,
  products: Products,
): Promise<ReadonlyMap<CircuitKind, RandomLinks>> {
  const [earlier, later] = [randomBlock(from, 0), randomBlock(to, 1)];
  const links = await linkBlocks(earlier, later, products);
  return new Map(
    links.map(({ kind, values }) => [
      kind,
      { mean: values.reduce((a, b) => a + b, 0) / values.length, greatest: Math.max(...values) },
    ]),
  );
}

/** What decides the shapes of a block's matrices. */
export function shapeOf({ width, writes, query, key, value }: BlockFactors): string {
  return [width, writes?.map.d, query?.map.d, key?.map.d, value?.map.d].join();
}

function randomBlock(like: BlockFactors, place: number): BlockFactors {
  const { width } = like;
  const random = seededRandom(seedFrom("random links", shapeOf(like), place));
  const draw = (
    nRows: number,
    nColumns: number,
  ): { nHeads: number; nRows: number; nColumns: number; data: Float32Array } => {
    const data = new Float32Array(N_HEADS * nRows * nColumns);
    for (let i = 0; i < data.length; i++) data[i] = random() * 2 - 1;
    return { nHeads: N_HEADS, nRows, nColumns, data };
  };
  const missing = { why: "" };
  const side = (d: number | undefined): ReturnType<typeof draw> | typeof missing =>
    d === undefined ? missing : draw(width, d);
  const d = like.writes?.map.d;
  return blockFactors(
    {
      nHeads: N_HEADS,
      stream: "",
      readFrom: "",
      matrices: {
        query: side(like.query?.map.d),
        key: side(like.key?.map.d),
        value: side(d),
        output: d === undefined ? missing : draw(d, width),
        stream: undefined,
      },
    },
    place,
  );
}
