/** Whether the weights of a model can be opened, by its config.json alone: known before they are fetched. */
import { problemsOf } from "../config/schema-problems.ts";
import { modelMistakes, type Problem } from "../errors.ts";
import { shownValue } from "../shown-value.ts";
import { familyOf, knownModelTypes } from "./families.ts";
import type { Configured, Family } from "./family.ts";

/**
 * @param config The parsed config.json. @param where Its path, or how else it is called in messages.
 * @throws {ModelError} with every mistake if the weights are quantized, the architecture is not known, or it is known but
 *   the configuration asks for something that is not.
 */
export function readArchitecture(config: unknown, where: string): { family: Family; configured: Configured } {
  const fields = (config ?? {}) as Readonly<Record<string, unknown>>;
  const { model_type: type } = fields;
  const problems = QUANTIZED.flatMap((key) => quantizedWeights(fields[key], `${where}, ${key}`));
  const family = typeof type === "string" ? familyOf(type) : undefined;
  if (family === undefined) {
    const isSaid = type !== undefined && type !== null;
    problems.push({
      what: isSaid
        ? "weights of this architecture cannot be opened without an ONNX file"
        : "the configuration does not say which architecture the weights belong to",
      where: `${where}, model_type`,
      expected: `one of ${knownModelTypes().join(", ")}`,
      received: shownValue(type),
      cure: isSaid
        ? "Give the model as an ONNX file: look for one under onnx-community or Xenova, or export it with optimum."
        : "Add model_type, if the model is one of these; otherwise give it as an ONNX file.",
    });
    throw modelMistakes(problems);
  }
  const configured = family.configure(config);
  if (!("build" in configured)) problems.push(...problemsOf(configured, config, where, family.config));
  if (problems.length > 0 || !("build" in configured)) throw modelMistakes(problems);
  return { family, configured };
}

/** Where transformers, compressed-tensors and MLX say that weights are packed integers, each in its own way. */
const QUANTIZED = ["quantization_config", "compression_config", "quantization"];

function quantizedWeights(quantized: unknown, where: string): Problem[] {
  if (quantized === undefined || quantized === null) return [];
  const { quant_method: method } = quantized as { quant_method?: unknown };
  return [quantizedProblem(where, shownValue(typeof method === "string" ? method : quantized))];
}

export const CURE_OF_QUANTIZED =
  "Name the repository that it was quantized from, or give the model as an ONNX file.";

/** @param received What shows that they are. */
export function quantizedProblem(where: string, received: string): Problem {
  return {
    what: "the weights are quantized",
    where,
    expected: "weights in float32, float16 or bfloat16",
    received,
    cure: CURE_OF_QUANTIZED,
  };
}
