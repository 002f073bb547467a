import { describe, expect, it } from "vitest";
import {
  HEADS,
  merge,
  openBytes,
  projections,
  split,
  splitShape,
  WEIGHTS,
  WIDTH,
  xFeed,
} from "../../../helpers/hand-attention.ts";
import { floats, longs, node, onnxModel, tensor, TYPE, value } from "../../../helpers/onnx-writer.ts";

const BFLOAT16 = 16;

/** The upper half of each float32. */
const truncated = (values: Float32Array): Uint16Array =>
  Uint16Array.from(new Uint32Array(values.slice().buffer), (bits) => bits >>> 16);
const widened = (values: Uint16Array): Float32Array =>
  new Float32Array(Uint32Array.from(values, (bits) => bits << 16).buffer);

const attention = [
  node("Transpose", ["k"], ["kt"], { perm: [0, 1, 3, 2] }),
  node("MatMul", ["q", "kt"], ["product"]),
  node("Mul", ["product", "scale"], ["scores"]),
  node("Softmax", ["scores"], ["weights"], { axis: -1 }),
  node("MatMul", ["weights", "v"], ["mixed"]),
];

function layer(weights: readonly Buffer[], scale: readonly Buffer[], type: number): Buffer {
  const cast =
    type === TYPE.float ? node("Identity", ["fed"], ["x"]) : node("Cast", ["fed"], ["x"], { to: type });
  return onnxModel({
    nodes: [cast, ...scale, ...projections, ...split, ...attention, ...merge],
    initializers: [...weights, longs("split", splitShape), longs("joined", [0, 0, WIDTH]), longs("one", [1])],
    inputs: [value("fed", TYPE.float, ["batch", "length", WIDTH])],
    outputs: ["out"],
  });
}

describe("openModel on bfloat16", () => {
  it("computes as in float32 with the same weights", async () => {
    const names = Object.entries(WEIGHTS);
    const half = layer(
      [
        ...names.map(([name, data]) =>
          tensor(name, [WIDTH, WIDTH], BFLOAT16, new Uint8Array(truncated(data).buffer)),
        ),
        tensor("quarter", [1], BFLOAT16, new Uint8Array(truncated(Float32Array.of(0.25)).buffer)),
      ],
      [node("Expand", ["quarter", "one"], ["scale"])],
      BFLOAT16,
    );
    const single = layer(
      [
        ...names.map(([name, data]) => floats(name, [WIDTH, WIDTH], widened(truncated(data)))),
        floats("quarter", [1], [0.25]),
      ],
      [node("Identity", ["quarter"], ["scale"])],
      TYPE.float,
    );
    const [narrow, wide] = [await openBytes(half), await openBytes(single)];
    const [a] = await narrow.run({ fed: xFeed() }, 2);
    const [b] = await wide.run({ fed: xFeed() }, 2);
    const { isWithin } = await narrow.replay({ fed: xFeed() }, 2);
    await narrow.release();
    await wide.release();
    expect(a?.nHeads).toBe(HEADS);
    expect(a?.q.data).toEqual(b?.q.data);
    expect(a?.weights.data).toEqual(b?.weights.data);
    expect(isWithin).toBe(true);
  });
});
