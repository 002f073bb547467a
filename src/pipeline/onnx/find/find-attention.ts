/** Finds attention by pattern. Names of tensors and models do not matter, so any export works. */
import type { GraphIndex } from "../file/graph-index.ts";
import type { OnnxNode } from "../file/onnx-graph.ts";
import { isFusedAttention, readFusedAttention } from "../fused/fused-attention.ts";
import type { Finding, FoundBlock, ReadBlock, Rejection } from "./attention-block.ts";
import { classifyAttention } from "./classify-attention.ts";
import { nameTowers } from "./name-towers.ts";
import { outlineOf } from "./outline.ts";
import { readPlainAttention } from "./plain-attention.ts";

/** Examines every softmax and every attention operator of a flat graph, in order of computation. */
export function findAttention(graph: GraphIndex): Finding {
  const read: ReadBlock[] = [];
  const rejections: Rejection[] = [];
  for (const node of graph.model.nodes) {
    const block = readFusedAttention(graph, node) ?? readPlainAttention(graph, node);
    if (block === undefined) continue;
    if (typeof block === "string")
      rejections.push({ node: node.name || (node.outputs[0] ?? node.opType), why: block });
    else read.push(block);
  }
  const whole = withoutPieces(read);
  const classified = classifyAttention(graph, whole.blocks);
  return {
    blocks: nameTowers(graph, joinHeads(classified.blocks)),
    rejections: [...rejections, ...whole.rejections, ...classified.rejections],
  };
}

/** If a Concat joins the results of blocks along positions, each block runs over a piece of the sequence. */
function withoutPieces(read: readonly ReadBlock[]): {
  readonly blocks: readonly ReadBlock[];
  readonly rejections: readonly Rejection[];
} {
  const counts = new Map<string, number>();
  const pieceOf = (block: ReadBlock): string => {
    const { join } = outlineOf(block.source);
    return join === undefined || join.isOfHeads ? "" : join.tensor;
  };
  for (const block of read) counts.set(pieceOf(block), (counts.get(pieceOf(block)) ?? 0) + 1);
  const isPiece = (block: ReadBlock): boolean => pieceOf(block) !== "" && counts.get(pieceOf(block)) !== 1;
  const why = "it runs over a piece of the sequence only, beside others: attention over blocks";
  return {
    blocks: read.filter((block) => !isPiece(block)),
    rejections: read.filter(isPiece).map((block) => ({ node: outlineOf(block.source).name, why })),
  };
}

/** If a Concat joins the results of blocks along channels, they are the heads of one layer, in its order. */
function joinHeads(found: readonly FoundBlock[]): FoundBlock[] {
  const layers: FoundBlock[] = [];
  for (const block of found) {
    const before = layers[layers.length - 1];
    const { join } = outlineOf(block.source);
    const last = before && outlineOf(before.source).join;
    const isJoined = join?.isOfHeads === true && join.tensor === last?.tensor;
    if (before !== undefined && isJoined && before.kind === block.kind) {
      const parts = [before, block].flatMap(({ source }) => outlineOf(source).parts);
      const inOrder = parts.toSorted((a, b) => (a.join?.place ?? 0) - (b.join?.place ?? 0));
      layers[layers.length - 1] = { ...before, source: { type: "joined", parts: inOrder } };
    } else layers.push(block);
  }
  return layers;
}

/** Whether a node alone may be attention; decides which branches are worth opening. */
export function mayBeAttention(node: OnnxNode): boolean {
  return node.opType === "Softmax" || node.opType === "BiasSoftmax" || isFusedAttention(node);
}
