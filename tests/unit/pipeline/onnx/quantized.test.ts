import { describe, expect, it } from "vitest";
import {
  D_HEAD,
  expectAttention,
  expectedAttention,
  handModel,
  HEADS,
  merge,
  projections,
  split,
  splitShape,
  type Check,
} from "../../../helpers/hand-attention.ts";
import { floats, longs, node, tensor, TYPE } from "../../../helpers/onnx-writer.ts";

interface Spelling extends Check {
  readonly nodes: readonly Buffer[];
  readonly initializers?: readonly Buffer[];
}

const CONSTANTS = [
  longs("split", splitShape),
  longs("joined", [0, 0, HEADS * D_HEAD]),
  floats("root", [], [Math.sqrt(D_HEAD)]),
];
const turnKeys = node("Transpose", ["k"], ["kt"], { perm: [0, 1, 3, 2] });
const softmax = node("Softmax", ["scores"], ["weights"], { axis: -1 });
const mix = node("MatMul", ["weights", "v"], ["mixed"]);
const end = [softmax, mix, ...merge];

/** Products in integers are close to the plain ones only. */
const loose = { tolerance: 0.1, replay: 1e-2 };
const quantize = (name: string): Buffer[] => [
  node("DynamicQuantizeLinear", [name], [`${name}8`, `${name}Scale`, `${name}Zero`]),
];
const QUANTIZED: Readonly<Record<string, Spelling>> = {
  MatMulInteger: {
    nodes: [
      ...split,
      turnKeys,
      ...quantize("q"),
      ...quantize("kt"),
      node("MatMulInteger", ["q8", "kt8", "qZero", "ktZero"], ["integers"]),
      node("Cast", ["integers"], ["real"], { to: TYPE.float }),
      node("Mul", ["qScale", "ktScale"], ["scales"]),
      node("Mul", ["real", "scales"], ["product"]),
      node("Div", ["product", "root"], ["scores"]),
      ...end,
    ],
    ...loose,
  },
  "MatMulInteger of integers turned behind their quantizer": {
    nodes: [
      ...split,
      ...quantize("q"),
      ...quantize("k"),
      node("Transpose", ["k8"], ["kt8"], { perm: [0, 1, 3, 2] }),
      node("MatMulInteger", ["q8", "kt8", "qZero", "kZero"], ["integers"]),
      node("Cast", ["integers"], ["real"], { to: TYPE.float }),
      node("Mul", ["qScale", "kScale"], ["scales"]),
      node("Mul", ["real", "scales"], ["product"]),
      node("Div", ["product", "root"], ["scores"]),
      ...end,
    ],
    ...loose,
  },
  MatMulIntegerToFloat: {
    nodes: [
      ...split,
      turnKeys,
      ...quantize("q"),
      ...quantize("kt"),
      node(
        "MatMulIntegerToFloat",
        ["q8", "kt8", "qScale", "ktScale", "qZero", "ktZero"],
        ["product"],
        {},
        "com.microsoft",
      ),
      node("Div", ["product", "root"], ["scores"]),
      ...end,
    ],
    ...loose,
  },
  DynamicQuantizeMatMul: {
    nodes: [
      ...split,
      turnKeys,
      ...quantize("kt"),
      node("DynamicQuantizeMatMul", ["q", "kt8", "ktScale", "ktZero"], ["product"], {}, "com.microsoft"),
      node("Div", ["product", "root"], ["scores"]),
      ...end,
    ],
    ...loose,
    replay: 2e-2,
  },
  QLinearMatMul: {
    nodes: [
      ...split,
      turnKeys,
      ...quantize("q"),
      ...quantize("kt"),
      node(
        "QLinearMatMul",
        ["q8", "qScale", "qZero", "kt8", "ktScale", "ktZero", "outScale", "outZero"],
        ["product8"],
      ),
      node("DequantizeLinear", ["product8", "outScale", "outZero"], ["product"]),
      node("Div", ["product", "root"], ["scores"]),
      ...end,
    ],
    initializers: [floats("outScale", [], [0.2]), byte("outZero", 128)],
    tolerance: 0.1,
    replay: 0.05,
  },
  "quantizing and back around a plain product": {
    nodes: [
      ...split,
      turnKeys,
      node("QuantizeLinear", ["q", "inScale", "inZero"], ["q8"]),
      node("DequantizeLinear", ["q8", "inScale", "inZero"], ["qq"]),
      node("QuantizeLinear", ["kt", "inScale", "inZero"], ["kt8"]),
      node("DequantizeLinear", ["kt8", "inScale", "inZero"], ["ktq"]),
      node("MatMul", ["qq", "ktq"], ["product"]),
      node("Div", ["product", "root"], ["scores"]),
      ...end,
    ],
    initializers: [floats("inScale", [], [0.06]), byte("inZero", 128)],
    ...loose,
  },
};

function byte(name: string, number: number): Buffer {
  return tensor(name, [], TYPE.uint8, Uint8Array.of(number));
}

describe("openModel on products of integers", () => {
  it.each(Object.entries(QUANTIZED))(
    "reads a product by %s, its operands scaled back",
    async (_, spelling) => {
      const { nodes, initializers = [], ...check } = spelling;
      const bytes = handModel({
        nodes: [...projections, ...nodes],
        initializers: [...CONSTANTS, ...initializers],
      });
      const block = await expectAttention(bytes, expectedAttention(), check);
      expect(block.block.precision).toBe("quantized");
    },
  );
});
