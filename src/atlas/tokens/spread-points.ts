/** In cross-attention, a token has a query or a key. The map reserves a point for both, so that points are numbered the same everywhere. */
import type { MapCoordinates } from "../files/coordinates.ts";
import type { PointNumbers } from "../files/points.ts";
import { hasRole, type TokenTable } from "./tokens.ts";

/** Points of a head as its files hold them. */
export function storedPoints({ nTokens, split }: TokenTable): number {
  return split === null ? nTokens * 2 : nTokens;
}

/** Missing points have the coordinates NaN. */
export function spreadCoordinates(coordinates: MapCoordinates, table: TokenTable): MapCoordinates {
  if (table.split === null) return coordinates;
  const { x, y, z } = coordinates;
  const spread = (axis: Float32Array): Float32Array => spreadPoints(axis, table, NaN);
  const flat = { n: table.nTokens * 2, x: spread(x), y: spread(y) };
  return z === undefined ? flat : { ...flat, z: spread(z) };
}

/** Points that are not there are as long as the first that is: the range stays what it is. */
export function spreadNorms(norms: Float32Array, table: TokenTable): Float32Array {
  return table.split === null ? norms : spreadPoints(norms, table, norms[0]!);
}

/** Points that are not there have the numbers of the first that is: ranges stay what they are. */
export function spreadNumbers({ norms, distortion }: PointNumbers, table: TokenTable): PointNumbers {
  if (table.split === null) return { norms, distortion };
  return {
    norms: spreadNorms(norms, table),
    distortion: new Map(
      [...distortion].map(([name, values]) => [name, spreadPoints(values, table, values[0]!)]),
    ),
  };
}

/** [queries + keys] → [2 · nTokens] */
function spreadPoints(values: Float32Array, table: TokenTable, absent: number): Float32Array {
  const { nTokens } = table;
  const all = new Float32Array(nTokens * 2).fill(absent);
  let at = 0;
  for (const [role, offset] of [
    ["query", 0],
    ["key", nTokens],
  ] as const) {
    for (let token = 0; token < nTokens; token++) {
      if (hasRole(table, token, role)) all[offset + token] = values[at++]!;
    }
  }
  return all;
}
