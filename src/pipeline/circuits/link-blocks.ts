/** Links between the heads of two blocks: composition, and how far their spaces overlap. */
import type { CircuitKind } from "#atlas/files/circuits.ts";
import { composition, sharedSpace } from "#measures/weights/head-factors.ts";
import type { BlockFactors, Stack } from "./block-factors.ts";
import type { Products } from "./products.ts";

/** Numbers of one kind between the heads of two blocks: [earlier heads, later heads]. */
export interface BlockLinks {
  readonly kind: CircuitKind;
  readonly nFrom: number;
  readonly nTo: number;
  readonly values: Float64Array;
}

interface Pairing {
  readonly kind: CircuitKind;
  readonly part: "map" | "space";
  readonly side: "key" | "query" | "value" | "writes";
}

const PAIRINGS: readonly Pairing[] = [
  { kind: "kComposition", part: "map", side: "key" },
  { kind: "qComposition", part: "map", side: "query" },
  { kind: "vComposition", part: "map", side: "value" },
  { kind: "outputToKey", part: "space", side: "key" },
  { kind: "outputToQuery", part: "space", side: "query" },
  { kind: "outputToValue", part: "space", side: "value" },
  { kind: "outputToOutput", part: "space", side: "writes" },
];

/** Whether what the earlier block writes reaches the later one on this side. */
function reaches(from: BlockFactors, to: BlockFactors, side: Pairing["side"]): boolean {
  const read = side === "query" || side === "writes" ? to.stream : to.readFrom;
  return from.stream === read;
}

export async function linkBlocks(
  from: BlockFactors,
  to: BlockFactors,
  products: Products,
): Promise<BlockLinks[]> {
  const links: BlockLinks[] = [];
  const { writes } = from;
  if (writes === undefined) return links;
  for (const { kind, part, side } of PAIRINGS) {
    const other = to[side]?.[part];
    const own = writes[part];
    if (other === undefined || !reaches(from, to, side) || widthOf(own) !== widthOf(other)) continue;
    const product = await products.rowsTimesRows(own.rows, other.rows, widthOf(own));
    links.push({ kind, ...between(product, own, other, part === "map" ? composition : sharedSpace) });
  }
  return links;
}

function widthOf({ rows, d, heads }: Stack): number {
  return rows.length / (d * heads.length);
}

/** Squares summed head by head. @param product [heads · d, heads · d] */
function between(
  product: Float32Array,
  from: Stack,
  to: Stack,
  measure: typeof composition,
): Omit<BlockLinks, "kind"> {
  const [nFrom, nTo] = [from.heads.length, to.heads.length];
  const squares = new Float64Array(nFrom * nTo);
  const width = nTo * to.d;
  for (let row = 0; row < nFrom * from.d; row++) {
    const head = Math.floor(row / from.d);
    for (let other = 0; other < nTo; other++) {
      let sum = 0;
      const start = row * width + other * to.d;
      for (let i = start; i < start + to.d; i++) sum += product[i]! ** 2;
      squares[head * nTo + other]! += sum;
    }
  }
  const values = squares.map((square, at) =>
    measure(square, from.heads[Math.floor(at / nTo)]!, to.heads[at % nTo]!),
  );
  return { nFrom, nTo, values };
}
