/** Layers of large random models: what BERT, GPT-2 and ViT have in common, and the order in which each has it. */
import { floats, longs, node } from "./onnx-writer.ts";
import type { Drawn, LargeShape } from "./large-model.ts";

/** How a kind of transformer differs from the others. */
export interface LayerStyle {
  /** Norms stand after each addition (BERT), or before each part (GPT-2, ViT). */
  readonly norm: "after" | "before";
  /** One matrix for queries, keys and values, split in three (GPT-2). */
  readonly isFused: boolean;
  readonly activation: "erf" | "tanh";
  /** Nodes from scaled scores to the softmax's input. */
  readonly mask: (scaled: string, output: string) => readonly Buffer[];
}

/** A graph as it grows: its nodes, and the weights they take. */
export class GrowingGraph {
  readonly nodes: Buffer[] = [];
  readonly drawn: Drawn[] = [];
  readonly small: Buffer[];
  readonly #shape: LargeShape;

  constructor(shape: LargeShape) {
    const { width, nHeads } = shape;
    this.#shape = shape;
    this.small = [
      longs("split", [0, 0, nHeads, width / nHeads]),
      longs("joined", [0, 0, width]),
      floats("root", [], [Math.sqrt(width / nHeads)]),
      floats("one", [], [1]),
      floats("half", [], [0.5]),
      floats("cubed", [], [0.044715]),
      floats("rootTwoOverPi", [], [Math.sqrt(2 / Math.PI)]),
      floats("rootTwo", [], [Math.SQRT2]),
      floats("lowest", [], [-1e9]),
      floats("gain", [width], new Float32Array(width).fill(1)),
      floats("shift", [width], new Float32Array(width)),
    ];
  }

  draw(name: string, dims: readonly number[]): string {
    this.drawn.push({ name, dims });
    return name;
  }

  norm(input: string, output: string): void {
    this.nodes.push(node("LayerNormalization", [input, "gain", "shift"], [output], { axis: -1 }));
  }

  /** All layers. @returns The last one's output. */
  layers(input: string, style: LayerStyle): string {
    let x = input;
    for (let layer = 0; layer < this.#shape.nLayers; layer++) x = this.#layer(`l${layer}`, x, style);
    return x;
  }

  #layer(name: string, input: string, style: LayerStyle): string {
    const n = (part: string): string => `${name}.${part}`;
    const isBefore = style.norm === "before";
    if (isBefore) this.norm(input, n("n1"));
    this.#attention(n, isBefore ? n("n1") : input, style);
    this.nodes.push(node("Add", [n("o"), input], [n("y.sum")]));
    const middle = isBefore ? n("y.sum") : n("y");
    this.norm(n("y.sum"), isBefore ? n("n2") : n("y"));
    this.#perceptron(n, isBefore ? n("n2") : middle, style);
    this.nodes.push(node("Add", [n("down"), middle], [n("z.sum")]));
    if (!isBefore) this.norm(n("z.sum"), n("z"));
    return isBefore ? n("z.sum") : n("z");
  }

  #attention(n: (part: string) => string, input: string, style: LayerStyle): void {
    const { width } = this.#shape;
    if (style.isFused) {
      this.#linear(input, n("qkv"), width, 3 * width);
      this.nodes.push(node("Split", [n("qkv")], [n("q"), n("k"), n("v")], { axis: -1 }));
    } else for (const part of ["q", "k", "v"]) this.#linear(input, n(part), width, width);
    for (const part of ["q", "k", "v"]) {
      const perm = part === "k" ? [0, 2, 3, 1] : [0, 2, 1, 3];
      this.nodes.push(
        node("Reshape", [n(part), "split"], [n(`${part}.s`)]),
        node("Transpose", [n(`${part}.s`)], [n(`${part}.h`)], { perm }),
      );
    }
    this.nodes.push(
      node("MatMul", [n("q.h"), n("k.h")], [n("product")]),
      node("Div", [n("product"), "root"], [n("scaled")]),
      ...style.mask(n("scaled"), n("scores")),
      node("Softmax", [n("scores")], [n("weights")], { axis: -1 }),
      node("MatMul", [n("weights"), n("v.h")], [n("mixed")]),
      node("Transpose", [n("mixed")], [n("turned")], { perm: [0, 2, 1, 3] }),
      node("Reshape", [n("turned"), "joined"], [n("merged")]),
    );
    this.#linear(n("merged"), n("o"), width, width);
  }

  #perceptron(n: (part: string) => string, input: string, { activation }: LayerStyle): void {
    const { width } = this.#shape;
    this.#linear(input, n("up"), width, 4 * width);
    if (activation === "erf") {
      this.nodes.push(
        node("Div", [n("up"), "rootTwo"], [n("erf.in")]),
        node("Erf", [n("erf.in")], [n("curve")]),
      );
    } else {
      this.nodes.push(
        node("Mul", [n("up"), n("up")], [n("up2")]),
        node("Mul", [n("up2"), n("up")], [n("up3")]),
        node("Mul", [n("up3"), "cubed"], [n("bent")]),
        node("Add", [n("up"), n("bent")], [n("inner")]),
        node("Mul", [n("inner"), "rootTwoOverPi"], [n("tanh.in")]),
        node("Tanh", [n("tanh.in")], [n("curve")]),
      );
    }
    this.nodes.push(
      node("Add", [n("curve"), "one"], [n("gate")]),
      node("Mul", [n("up"), n("gate")], [n("gated")]),
      node("Mul", [n("gated"), "half"], [n("gelu")]),
    );
    this.#linear(n("gelu"), n("down"), 4 * width, width);
  }

  #linear(input: string, output: string, rows: number, columns: number): void {
    this.draw(`${output}.w`, [rows, columns]);
    this.draw(`${output}.b`, [columns]);
    this.nodes.push(
      node("MatMul", [input, `${output}.w`], [`${output}.p`]),
      node("Add", [`${output}.p`, `${output}.b`], [output]),
    );
  }
}
