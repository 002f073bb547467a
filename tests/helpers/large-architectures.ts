/** Random models of the shape of BERT, GPT-2 and ViT, of any size. */
import { longs, node, TYPE, value } from "./onnx-writer.ts";
import { GrowingGraph } from "./large-layers.ts";
import type { LargeGraph, LargeShape } from "./large-model.ts";

export interface TextShape extends LargeShape {
  readonly vocabulary: number;
  readonly nPositions: number;
}

export interface PictureShape extends LargeShape {
  /** Sides in pixels. */
  readonly picture: number;
  readonly patch: number;
}

/** 12 layers of 12 heads, d_head 64. */
const BASE: LargeShape = { nLayers: 12, width: 768, nHeads: 12 };
export const BERT_BASE: TextShape = { ...BASE, vocabulary: 30_522, nPositions: 512 };
/** The same with more words, about 650 MB. */
export const BERT_650: TextShape = { ...BERT_BASE, vocabulary: 105_000 };
export const GPT2: TextShape = { ...BASE, vocabulary: 50_257, nPositions: 1024 };
export const VIT_BASE: PictureShape = { ...BASE, picture: 224, patch: 16 };

const TEXT_INPUTS = ["input_ids", "attention_mask"].map((name) =>
  value(name, TYPE.int64, ["batch", "length"]),
);

/** Words and positions, normed; `range` holds 0 … length − 1, `mask` what is added to scores. */
function embedText(graph: GrowingGraph, { vocabulary, nPositions, width }: TextShape): void {
  graph.small.push(
    longs("axes", [1, 2]),
    longs("second", [1]),
    longs("none", []),
    longs("zero", [0]),
    longs("step", [1]),
  );
  graph.draw("words", [vocabulary, width]);
  graph.draw("places", [nPositions, width]);
  graph.nodes.push(
    node("Gather", ["words", "input_ids"], ["word"]),
    node("Shape", ["input_ids"], ["shape"]),
    node("Gather", ["shape", "second"], ["lengths"]),
    node("Squeeze", ["zero"], ["from"]),
    node("Squeeze", ["lengths"], ["length"]),
    node("Squeeze", ["step"], ["by"]),
    node("Range", ["from", "length", "by"], ["range"]),
    node("Gather", ["places", "range"], ["place"]),
    node("Add", ["word", "place"], ["embedded"]),
    node("Cast", ["attention_mask"], ["seen"], { to: TYPE.float }),
    node("Sub", ["one", "seen"], ["hidden"]),
    node("Mul", ["hidden", "lowest"], ["low"]),
    node("Unsqueeze", ["low", "axes"], ["mask"]),
  );
}

export function bertGraph(shape: TextShape): LargeGraph {
  const graph = new GrowingGraph(shape);
  embedText(graph, shape);
  graph.norm("embedded", "x");
  const output = graph.layers("x", {
    norm: "after",
    isFused: false,
    activation: "erf",
    mask: (scaled, scores) => [node("Add", [scaled, "mask"], [scores])],
  });
  return { ...parts(graph), inputs: TEXT_INPUTS, output };
}

export function gptGraph(shape: TextShape): LargeGraph {
  const graph = new GrowingGraph(shape);
  embedText(graph, shape);
  graph.nodes.push(
    node("Unsqueeze", ["range", "zero"], ["columns"]),
    node("Unsqueeze", ["range", "second"], ["rows"]),
    node("LessOrEqual", ["columns", "rows"], ["causal"]),
  );
  const last = graph.layers("embedded", {
    norm: "before",
    isFused: true,
    activation: "tanh",
    mask: (scaled, scores) => [
      node("Where", ["causal", scaled, "lowest"], [`${scores}.causal`]),
      node("Add", [`${scores}.causal`, "mask"], [scores]),
    ],
  });
  graph.norm(last, "out");
  return { ...parts(graph), inputs: TEXT_INPUTS, output: "out" };
}

export function vitGraph(shape: PictureShape): LargeGraph {
  const { width, picture, patch } = shape;
  const nPatches = (picture / patch) ** 2;
  const graph = new GrowingGraph(shape);
  graph.small.push(longs("flat", [0, width, -1]), longs("first", [0]), longs("rest", [1, width]));
  graph.draw("patch.w", [width, 3, patch, patch]);
  graph.draw("cls", [1, 1, width]);
  graph.draw("places", [1, nPatches + 1, width]);
  graph.nodes.push(
    node("Conv", ["pixel_values", "patch.w"], ["patches"], { strides: [patch, patch] }),
    node("Reshape", ["patches", "flat"], ["rows"]),
    node("Transpose", ["rows"], ["patch.tokens"], { perm: [0, 2, 1] }),
    node("Shape", ["pixel_values"], ["shape"]),
    node("Gather", ["shape", "first"], ["batch"]),
    node("Concat", ["batch", "rest"], ["cls.shape"], { axis: 0 }),
    node("Expand", ["cls", "cls.shape"], ["cls.tokens"]),
    node("Concat", ["cls.tokens", "patch.tokens"], ["tokens"], { axis: 1 }),
    node("Add", ["tokens", "places"], ["embedded"]),
  );
  const last = graph.layers("embedded", {
    norm: "before",
    isFused: false,
    activation: "erf",
    mask: (scaled, scores) => [node("Identity", [scaled], [scores])],
  });
  graph.norm(last, "out");
  const inputs = [value("pixel_values", TYPE.float, ["batch", 3, picture, picture])];
  return { ...parts(graph), inputs, output: "out" };
}

function parts({ nodes, drawn, small }: GrowingGraph): Pick<LargeGraph, "nodes" | "drawn" | "small"> {
  return { nodes, drawn, small };
}
