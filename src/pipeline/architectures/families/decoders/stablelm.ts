/** StableLM 2 (Bellagente et al. 2024): LLaMA with norms by mean and variance, part of each head rotated; some with both steps side by side. */
import { z } from "zod";
import { add } from "../../../graph/arithmetic.ts";
import { epsilon } from "../../parts/config-fields.ts";
import { groupedAttention } from "../../parts/decoder/attention.ts";
import { decoderKeys, plainDecoder } from "../../parts/decoder/config.ts";
import { gatedMlp } from "../../parts/decoder/gated-mlp.ts";
import { normalize } from "../../parts/decoder/norm.ts";
import { normOfEachHead } from "../../parts/decoder/qk-norm.ts";
import { decoderFamily, type Block } from "../../parts/decoder/stack.ts";
import { configOf } from "../../parts/refusals.ts";
import { llamaBlock } from "./llama.ts";

/** Attention and feed-forward layer read the same normalized states. */
export const parallelBlock: Block = (building, decoder, place, x) => {
  const { graph } = building;
  const normed = normalize(building, decoder.norm, `${place.at}.input_layernorm`, x);
  const read = groupedAttention(building, decoder, place, normed);
  const fed = gatedMlp(building, decoder, `${place.at}.mlp`, normed);
  return add(graph, add(graph, x, read), fed);
};

const qkNorm = normOfEachHead((building, name, [heads, dHead]) => {
  const { graph, weights } = building;
  const rows = Array.from({ length: heads }, (_, head) => {
    const row = weights.tensor(`${name}_layernorm.norms.${head}.weight`, [dHead]);
    return graph.node("Unsqueeze", [row, graph.longs([0])], [1, dHead]);
  });
  return graph.node("Concat", rows, [heads, dHead], { axis: 0 });
});

export const stablelm = decoderFamily({
  modelTypes: ["stablelm"],
  config: configOf(
    {
      ...decoderKeys,
      layer_norm_eps: epsilon.default(1e-5),
      partial_rotary_factor: decoderKeys.partial_rotary_factor.default(0.25),
      use_qkv_bias: z.boolean().default(false),
      qk_layernorm: z.boolean().default(false),
      use_parallel_residual: z.boolean().default(false),
    },
    (config, refuse) => ({
      ...plainDecoder(config, refuse),
      norm: { kind: "layer", epsilon: config.layer_norm_eps, hasWeight: true, hasBias: true } as const,
      biases: { qkv: config.use_qkv_bias, output: false, mlp: false },
      ...(config.qk_layernorm ? { qkNorm } : {}),
      isParallel: config.use_parallel_residual,
    }),
  ),
  block: (building, decoder, place, x) =>
    (decoder.isParallel === true ? parallelBlock : llamaBlock)(building, decoder, place, x),
});
