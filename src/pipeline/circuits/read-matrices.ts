/** Reads the matrices of all blocks of a model, and says which of them share a residual stream. */
import { GraphIndex } from "../onnx/file/graph-index.ts";
import { readBlock, type BlockMatrices } from "../onnx/matrices/read-block.ts";
import { graphsOf } from "../onnx/model-graphs.ts";
import type { AttentionBlock, AttentionModel } from "../onnx/open-model.ts";

export interface ReadBlockOf {
  readonly block: AttentionBlock;
  /** Heads of its layer. */
  readonly nHeads: number;
  readonly matrices: BlockMatrices;
  /** The stream that its queries read and that it writes into, by the name of the tower. */
  readonly stream: string;
  /** The stream that its keys and values read. */
  readonly readFrom: string;
}

export interface ReadOptions {
  /** Heads of a layer. */
  readonly nHeadsOf: (block: AttentionBlock) => number;
  /** Length of the sequences of a block, found by a run of the model, for graphs with a fixed length. */
  readonly lengthOf: (block: AttentionBlock) => Promise<number | undefined>;
  readonly tell: (doing: string) => void;
}

/** Blocks in the order of computation. */
export async function* readMatrices(
  model: AttentionModel,
  { nHeadsOf, lengthOf, tell }: ReadOptions,
): AsyncGenerator<ReadBlockOf> {
  for (const graph of graphsOf(model)) {
    const index = new GraphIndex(graph.model);
    for (const block of graph.blocks) {
      const { tower = "", layer, kind } = block;
      tell(`reading the weights of layer ${layer}${tower === "" ? "" : ` (${tower})`}`);
      const stream = tower === "cross" ? "decoder" : tower;
      const matrices = await readBlock(graph, index, block, () => lengthOf(block));
      yield {
        block,
        nHeads: nHeadsOf(block),
        matrices,
        stream,
        readFrom: kind === "cross" ? "encoder" : stream,
      };
    }
  }
}
