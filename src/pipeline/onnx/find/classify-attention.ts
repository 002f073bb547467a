/** Distinguishes self-attention, cross-attention and pooling by what queries and keys are computed from. */
import type { GraphIndex } from "../file/graph-index.ts";
import type { FoundBlock, ReadBlock, Rejection } from "./attention-block.ts";
import { bitOf, originsOf, type Origins } from "./attention-order.ts";
import { outlineOf } from "./outline.ts";

const MAX_STEPS = 64;
/** Operators that project hidden states to keys, in any number format. */
const PROJECTIONS = /MatMul|Gemm|Einsum|Conv|Attention/;

export interface Classified {
  readonly blocks: readonly FoundBlock[];
  readonly rejections: readonly Rejection[];
}

/** @param read In the order of computation. */
export function classifyAttention(graph: GraphIndex, read: readonly ReadBlock[]): Classified {
  const outlines = read.map(({ source }) => outlineOf(source));
  const origins = originsOf(graph, outlines);
  const used = origins.reduce((bits, { query, key }) => bits | query | key, 0n);
  const ownKeys = new Set<string>();
  const blocks: FoundBlock[] = [];
  const rejections: Rejection[] = [];
  read.forEach((block, i) => {
    const { name, query, key } = outlines[i]!;
    const why = whyPooling(graph, query, key, origins[i]!, (used & bitOf(i)) !== 0n);
    if (why !== undefined) return rejections.push({ node: name, why });
    const root = rootOf(graph, key);
    const isCross = isOfTwo(graph, query, key, origins[i]!) && !ownKeys.has(root);
    if (!isCross) ownKeys.add(root);
    return blocks.push({ ...block, kind: isCross ? "cross" : "self" });
  });
  return { blocks, rejections };
}

/** Learned queries (objects of a decoder, latents of a resampler) count as a sequence if later blocks build on them. */
function whyPooling(
  graph: GraphIndex,
  query: string,
  key: string,
  origins: Origins,
  isUsed: boolean,
): string | undefined {
  if (isUsed || graph.dataOf(query) !== 0n || origins.query !== 0n) return undefined;
  if (graph.dataOf(key) === 0n) return "its queries and keys are learned constants";
  return "its queries are learned constants: pooling, not attention of tokens";
}

function isOfTwo(graph: GraphIndex, query: string, key: string, origins: Origins): boolean {
  if (graph.hasOwnContent(query, key)) return true;
  if (graph.dataOf(query) === 0n && graph.dataOf(key) !== 0n) return true;
  return origins.query !== origins.key;
}

/** The projection of the keys. A layer that reuses the keys of an earlier layer still attends to its own sequence. */
function rootOf(graph: GraphIndex, tensor: string): string {
  let at = tensor;
  for (let step = 0; step < MAX_STEPS; step++) {
    const node = graph.producer(at);
    if (node === undefined || PROJECTIONS.test(node.opType)) break;
    const next = node.inputs.find((input) => graph.hasContent(input));
    if (next === undefined) break;
    at = next;
  }
  return at;
}
