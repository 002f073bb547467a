/** Makes the tensor that feeds an input. */
import type { OnnxInput } from "../file/onnx-graph.ts";
import type { Tensor } from "../runtime.ts";
import { fedType } from "./fed-types.ts";

/** onnxruntime as a parameter, so that this file does not load it. */
export interface Runtime {
  readonly Tensor: typeof Tensor;
}

/**
 * @param values Row-major; rounded for integer inputs.
 * @returns undefined for an input that does not hold numbers.
 */
export function feedTensor(
  runtime: Runtime,
  input: Pick<OnnxInput, "dataType">,
  dims: readonly number[],
  values: ArrayLike<number>,
): Tensor | undefined {
  switch (fedType(input.dataType)) {
    case "float32":
      return new runtime.Tensor("float32", Float32Array.from(values), dims);
    case "int32":
      return new runtime.Tensor("int32", Int32Array.from(values, Math.round), dims);
    case "int64": {
      const whole = BigInt64Array.from({ length: values.length }, (_, i) => BigInt(Math.round(values[i]!)));
      return new runtime.Tensor("int64", whole, dims);
    }
    case "bool":
      return new runtime.Tensor(
        "bool",
        Uint8Array.from(values, (value) => (value === 0 ? 0 : 1)),
        dims,
      );
    case undefined:
      return undefined;
  }
}
