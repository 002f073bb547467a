/** Finds attention by pattern: names of tensors and models play no part, so any export will do. */
import type { Finding, FoundBlock, ReadBlock, Rejection } from "./attention-block.ts";
import { isFusedAttention, readFusedAttention } from "./fused-attention.ts";
import type { GraphIndex } from "./graph-index.ts";
import { nameTowers } from "./name-towers.ts";
import type { OnnxNode } from "./onnx-graph.ts";
import { readPlainAttention } from "./plain-attention.ts";
import { tellKinds } from "./tell-kind.ts";

/** Looks at every softmax and every attention operator of a flat graph, in the order of computation. */
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
  const told = tellKinds(graph, read);
  return {
    blocks: nameTowers(graph, joinHeads(told.blocks)),
    rejections: [...rejections, ...told.rejections],
  };
}

/** Blocks whose results one Concat puts side by side are the heads of one layer. */
function joinHeads(found: readonly FoundBlock[]): FoundBlock[] {
  const layers: FoundBlock[] = [];
  for (const block of found) {
    const before = layers[layers.length - 1];
    const join = joinOf(block);
    if (before !== undefined && join !== undefined && join === joinOf(before) && before.kind === block.kind) {
      const parts = [before, block].flatMap(({ source }) =>
        source.type === "joined" ? source.parts : source.type === "plain" ? [source] : [],
      );
      layers[layers.length - 1] = { ...before, source: { type: "joined", parts } };
    } else layers.push(block);
  }
  return layers;
}

function joinOf({ source }: FoundBlock): string | undefined {
  if (source.type === "plain") return source.joinedBy;
  return source.type === "joined" ? source.parts[0]?.joinedBy : undefined;
}

/** Whether a node may be attention, judged without its surroundings: which branches are worth opening. */
export function mayBeAttention(node: OnnxNode): boolean {
  return node.opType === "Softmax" || node.opType === "BiasSoftmax" || isFusedAttention(node);
}
