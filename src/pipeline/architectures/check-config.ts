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
  const { model_type: type, quantization_config: quantized } = (config ?? {}) as Readonly<
    Record<string, unknown>
  >;
  const problems: Problem[] = [];
  if (quantized !== undefined && quantized !== null) problems.push(quantizedWeights(quantized, where));
  const family = typeof type === "string" ? familyOf(type) : undefined;
  if (family === undefined) {
    problems.push({
      what: "weights of this architecture cannot be opened without an ONNX file",
      where: `${where}, model_type`,
      expected: `one of ${knownModelTypes().join(", ")}`,
      received: shownValue(type),
      cure: "Give the model as an ONNX file: look for one under onnx-community or Xenova, or export it with optimum.",
    });
    throw modelMistakes(problems);
  }
  const configured = family.configure(config);
  if (!("build" in configured)) problems.push(...problemsOf(configured, config, where, family.config));
  if (problems.length > 0 || !("build" in configured)) throw modelMistakes(problems);
  return { family, configured };
}

/** GPTQ, AWQ and bitsandbytes keep weights as packed integers, each in its own way. */
function quantizedWeights(quantized: unknown, where: string): Problem {
  const { quant_method: method } = quantized as { quant_method?: unknown };
  return {
    what: "the weights are quantized",
    where: `${where}, quantization_config`,
    expected: "weights in float32, float16 or bfloat16",
    received: typeof method === "string" ? method : shownValue(quantized),
    cure: "Name the repository that it was quantized from, or give the model as an ONNX file.",
  };
}
