/** The precision in which a file stores its weights, because a model with rounded weights differs from the original. */
import { DATA_TYPE } from "../feeds/fed-types.ts";
import type { Precision } from "../find/attention-block.ts";
import type { OnnxModel } from "./onnx-graph.ts";

/** Operators that compute with integers or convert them back to floats. */
const COUNTS_IN_STEPS = /quant|Integer|^QLinear|^QAttention|^QGemm|NBits|Bnb4|^QMoE/i;
/** A tensor with fewer numbers is a scale or a constant, not a learned weight. */
const LEAST_NUMBERS = 256;

export function storedPrecision({ nodes, initializers }: OnnxModel): Precision {
  if (nodes.some(({ opType }) => COUNTS_IN_STEPS.test(opType))) return "quantized";
  const halves: readonly number[] = [DATA_TYPE.float16, DATA_TYPE.bfloat16];
  const isHalf = [...initializers.values()].some(
    ({ dataType, dims }) => halves.includes(dataType) && dims.reduce((a, b) => a * b, 1) >= LEAST_NUMBERS,
  );
  return isHalf ? "float16" : "float32";
}

const COARSEST: readonly Precision[] = ["quantized", "float16", "float32"];

export function coarsestOf(precisions: readonly Precision[]): Precision {
  return COARSEST.find((precision) => precisions.includes(precision)) ?? "float32";
}
