/** Reads the weights of a model whose ONNX files are not understood. */
import type { AtlasConfig } from "../config/load-content.ts";
import { fromWeights } from "../config/model-entry.ts";
import { GraphError } from "../errors.ts";

/** @param build Called again for the weights if ONNX files are not understood. @returns With a warning if so. */
export async function orFromWeights<Result extends { readonly warnings: readonly string[] }>(
  atlas: AtlasConfig,
  build: (atlas: AtlasConfig) => Promise<Result>,
): Promise<Result> {
  try {
    return await build(atlas);
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    const result = await build(fromWeights(atlas));
    return { ...result, warnings: [weightsWarning(error), ...result.warnings] };
  }
}

export function weightsWarning({ message }: Error): string {
  return `The weights are read (as with \`weights: safetensors\`), because the ONNX files are not understood: ${message}`;
}
