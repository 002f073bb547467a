/** A model of two blocks, built by hand: heads whose matrices are known have exact numbers. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { modelNumbers, withoutModel, type ModelNumbers } from "#pipeline/circuits/model-numbers.ts";
import { openModel } from "#pipeline/onnx/open-model.ts";
import { floats, longs, node, onnxModel, TYPE, value } from "../../../helpers/onnx-writer.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

/** As many words as axes: word t is axis t of the stream. Two heads of half the width in each block. */
const [WIDTH, HEADS, D] = [12, 2, 6];

/** Unit vectors in the columns of a head's half: axis `from + i` of the stream, times a factor. */
function matrix(entries: (row: number, column: number) => number): Float32Array {
  return Float32Array.from({ length: WIDTH * WIDTH }, (_, at) => entries(Math.floor(at / WIDTH), at % WIDTH));
}
const unit = matrix((row, column) => (row === column ? 1 : 0));
const none = new Float32Array(WIDTH * WIDTH);

type Planted = Readonly<Record<"wq" | "wk" | "wv" | "wo", Float32Array>>;

function block(layer: number, stream: string, out: string): Buffer[] {
  const n = (name: string): string => `${name}${layer}`;
  return [
    ...["q", "k", "v"].flatMap((side) => [
      node("MatMul", [stream, n(`w${side}`)], [n(`${side}f`)]),
      node("Reshape", [n(`${side}f`), "split"], [n(`${side}s`)]),
      node("Transpose", [n(`${side}s`)], [n(side)], { perm: side === "k" ? [0, 2, 3, 1] : [0, 2, 1, 3] }),
    ]),
    node("MatMul", [n("q"), n("k")], [n("scores")]),
    node("Softmax", [n("scores")], [n("weights")], { axis: -1 }),
    node("MatMul", [n("weights"), n("v")], [n("mixed")]),
    node("Transpose", [n("mixed")], [n("turned")], { perm: [0, 2, 1, 3] }),
    node("Reshape", [n("turned"), "joined"], [n("merged")]),
    node("MatMul", [n("merged"), n("wo")], [n("made")]),
    node("Add", [stream, n("made")], [out]),
  ];
}

async function numbersOf(blocks: readonly [Planted, Planted]): Promise<ModelNumbers> {
  const bytes = onnxModel({
    nodes: [
      node("Gather", ["table", "input_ids"], ["r0"]),
      ...block(0, "r0", "r1"),
      ...block(1, "r1", "r2"),
      node("MatMul", ["r2", "unembed"], ["logits"]),
    ],
    initializers: [
      longs("split", [0, 0, HEADS, D]),
      longs("joined", [0, 0, WIDTH]),
      floats("table", [WIDTH, WIDTH], unit),
      floats("unembed", [WIDTH, WIDTH], unit),
      ...blocks.flatMap((planted, layer) =>
        Object.entries<Float32Array>(planted).map(([name, data]) =>
          floats(`${name}${layer}`, [WIDTH, WIDTH], data),
        ),
      ),
    ],
    inputs: [value("input_ids", TYPE.int64, ["batch", "length"])],
    outputs: ["logits"],
  });
  const path = join(await tempFolder(), "model.onnx");
  writeFileSync(path, bytes);
  const model = await openModel(path);
  try {
    const heads = [0, 1].flatMap((layer) => [0, 1].map((head) => ({ id: { layer, head } })));
    return await modelNumbers({
      model,
      heads,
      lengthOf: () => Promise.resolve(undefined),
      tell: () => undefined,
    });
  } finally {
    await model.release();
  }
}

const quiet: Planted = { wq: unit, wk: unit, wv: none, wo: none };

describe("planted heads", () => {
  it("have exact copy scores, suppression and eigenvalues: one copies its half of the words, one suppresses its own", async () => {
    // Head 0 moves words 0–5 as they are, head 1 words 6–11 with the sign turned.
    const copying = {
      wq: unit,
      wk: unit,
      wv: unit,
      wo: matrix((row, column) => (row === column ? (row < D ? 1 : -1) : 0)),
    };
    const { weights } = await numbersOf([quiet, copying]);
    expect(weights["L1H0"]!.head).toMatchObject({
      "copy-score": 0.5,
      "copy-score.first": 0.5,
      // Seeing any of the other words, it says each of its own 1/12 less than on average: the word itself is first.
      "copy-score.centred": 1,
      "copy-score.centred-first": 1,
      suppression: 0,
      "suppression.centred": 0,
      "copying-eigenvalue": 1,
    });
    expect(weights["L1H1"]!.head).toMatchObject({
      "copy-score": 0,
      "copy-score.first": 0,
      "copy-score.centred": 0,
      "copy-score.centred-first": 0,
      suppression: 0.5,
      "suppression.centred": 1,
      "copying-eigenvalue": -1,
    });
    expect(weights["L1H0"]!.chance).toMatchObject({ "copy-score": 0.4167, "copy-score.first": 0.0833 });
    expect(weights["L0H0"]!.head["copying-eigenvalue"]).toBeNull();
  });

  it("have exact ranks and composition: what a head writes is what one later head reads, and the other reads nothing of", async () => {
    // Head 0 of the first block writes axes 0–5; of the second block, head 0 reads its keys there, head 1 at 6–11.
    const writer = { ...quiet, wv: unit, wo: matrix((row, column) => (row === column && row < D ? 1 : 0)) };
    const reader = { ...quiet, wv: none };
    const { circuits, weights } = await numbersOf([writer, reader]);
    expect(weights["L1H0"]!.head).toMatchObject({ "score-rank.effective": 6, "score-rank.stable": 6 });
    const { nPairs, links } = circuits.kinds.kComposition!;
    expect(nPairs).toBe(4);
    // ‖I·I‖ / (‖I‖·‖I‖) in six dimensions.
    expect(links).toEqual([[0, 2, Number((1 / Math.sqrt(6)).toFixed(4))]]);
    expect(circuits.kinds.outputToKey!.links).toEqual([[0, 2, 1]]);
    expect(circuits.kinds.vComposition!.links).toEqual([]);
    expect(circuits.unread).toEqual({});
  });
});

describe("an atlas without its model", () => {
  it("says so of every number, and has no links", () => {
    const heads = [{ id: { layer: 0, head: 0 } }];
    const { weights, circuits } = withoutModel(heads, "the weights are not at hand");
    expect(new Set(Object.values(weights["L0H0"]!.head).map((score) => JSON.stringify(score)))).toEqual(
      new Set(['{"why":"Not readable: the weights are not at hand."}']),
    );
    expect(circuits).toMatchObject({ kinds: {}, unread: { L0H0: "the weights are not at hand" } });
  });
});
