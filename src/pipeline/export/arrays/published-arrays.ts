/** What an atlas holds of its heads, as arrays: maps, lengths, numbers and weights. */
import type { Attention } from "#atlas/files/attention.ts";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { formatHead, type HeadId } from "#atlas/head/head-id.ts";
import { projectionName } from "#atlas/method.ts";
import type { Atlas } from "#atlas/read-atlas.ts";
import { spanOf, type TokenTable } from "#atlas/tokens/tokens.ts";
import { tableOfHeads } from "../export-tables.ts";
import { ready, type ArrayFile } from "./array-file.ts";
import { byLayer, layerGroups, type HeadArray } from "./layers.ts";
import { publishedTokens } from "./token-arrays.ts";

/** @param heads Of one tower. */
export async function publishedArrays(
  atlas: Atlas,
  heads: readonly HeadId[],
  onHead: () => void,
): Promise<ArrayFile> {
  const [first] = heads;
  const tokens = await atlas.tokens(first?.tower);
  const { texts, groups } = publishedTokens(tokens);
  const { columns } = await tableOfHeads(atlas, heads);
  const numbers = columns.flatMap(({ name, type, values }) =>
    type === "float64" ? [ready(`number:${name}`, "f8", values as Float64Array)] : [],
  );
  const shape = await shapeOf(atlas, tokens, first);
  const read = async (head: HeadId): Promise<readonly Float32Array[]> => {
    const found = await readHead(atlas, tokens, head);
    onHead();
    return shape.map(({ name }) => found.get(name) ?? new Float32Array(0));
  };
  return {
    name: "arrays",
    texts: [{ name: "heads", values: heads.map(formatHead) }, ...texts],
    groups: [
      ...groups,
      ...numbers,
      ...layerGroups(
        byLayer(heads, (head) => head),
        () => shape,
        read,
      ),
    ],
  };
}

/** All heads of a tower have the same arrays. */
async function shapeOf(atlas: Atlas, tokens: TokenTable, head: HeadId | undefined): Promise<HeadArray[]> {
  if (head === undefined) return [];
  const nPoints = tokens.nTokens * 2;
  const nValues = (await atlas.attention(head)).valueNorms === null ? 0 : tokens.nTokens;
  const distorted = (await atlas.points(head)).distortion;
  const nPairs = Array.from(
    { length: tokens.nSequences },
    (_, s) => spanOf(tokens, s, "query").n * spanOf(tokens, s, "key").n,
  ).reduce((a, b) => a + b, 0);
  return [
    { name: "norms", shape: [nPoints] },
    ...(nValues === 0 ? [] : [{ name: "value_norms", shape: [nValues] }]),
    ...atlas.projections.flatMap((projection) => {
      const name = projectionName(projection);
      const map = { name: `map:${name}`, shape: [nPoints, projection.dim] };
      return distorted.has(name) ? [map, { name: `distortion:${name}`, shape: [nPoints] }] : [map];
    }),
    { name: "shown_weights", shape: [nPairs] },
  ];
}

async function readHead(
  atlas: Atlas,
  tokens: TokenTable,
  head: HeadId,
): Promise<ReadonlyMap<string, Float32Array>> {
  const { norms, distortion } = await atlas.points(head);
  const attention = await atlas.attention(head);
  const found = new Map([
    ["norms", norms],
    ["shown_weights", weightsOf(tokens, attention)],
  ]);
  if (attention.valueNorms !== null) found.set("value_norms", attention.valueNorms);
  for (const projection of atlas.projections)
    found.set(`map:${projectionName(projection)}`, rowsOf(await atlas.coordinates(head, projection)));
  for (const [name, values] of distortion) found.set(`distortion:${name}`, values);
  return found;
}

/** Row-major [points, axes]. */
function rowsOf({ n, x, y, z }: MapCoordinates): Float32Array {
  const axes = z === undefined ? [x, y] : [x, y, z];
  const rows = new Float32Array(n * axes.length);
  axes.forEach((values, axis) => values.forEach((value, i) => (rows[i * axes.length + axis] = value)));
  return rows;
}

/** [queries, keys] of every sequence, one after the other. */
function weightsOf(tokens: TokenTable, attention: Attention): Float32Array {
  const all: Float32Array[] = [];
  for (let s = 0; s < tokens.nSequences; s++) {
    const [nQueries, nKeys] = [spanOf(tokens, s, "query").n, spanOf(tokens, s, "key").n];
    const own = new Float32Array(nQueries * nKeys);
    for (let query = 0; query < nQueries; query++)
      for (let key = 0; key < nKeys; key++) own[query * nKeys + key] = attention.weight(s, query, key);
    all.push(own);
  }
  const whole = new Float32Array(all.reduce((n, { length }) => n + length, 0));
  let at = 0;
  for (const own of all) {
    whole.set(own, at);
    at += own.length;
  }
  return whole;
}
