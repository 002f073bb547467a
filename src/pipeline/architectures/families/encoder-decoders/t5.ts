/** T5 (Raffel et al. 2020): an encoder and a decoder that know positions by a bias on their scores, which are not scaled. */
import { z } from "zod";
import { add, multiply } from "../../../graph/arithmetic.ts";
import type { Value } from "../../../graph/graph.ts";
import type { Building } from "../../building.ts";
import { family } from "../../family.ts";
import { activate, ACTIVATION_NAMES, type ActivationName } from "../../parts/activations.ts";
import { attend, splitHeads, type AttentionOptions } from "../../parts/attention.ts";
import { epsilon, layers, size } from "../../parts/config-fields.ts";
import { dense, stack } from "../../parts/layers.ts";
import { buildPair, type Tower } from "../../parts/pair.ts";
import { relativeBias } from "../../parts/relative-bias.ts";
import { rmsNorm } from "../../parts/rms-norm.ts";
import { sharedWords } from "../../parts/shared-words.ts";

const GATED = "gated-";
const MOST_DISTANCE = 1 << 16;

const fields = z.object({
  model_type: z.enum(["t5", "mt5", "umt5"]),
  vocab_size: size.default(32128),
  d_model: size.default(512),
  d_kv: size.default(64),
  d_ff: size.default(2048),
  num_layers: layers.default(6),
  num_decoder_layers: layers.nullish(),
  num_heads: size.default(8),
  relative_attention_num_buckets: z.int().min(4).max(MOST_DISTANCE).multipleOf(2).default(32),
  relative_attention_max_distance: z.int().max(MOST_DISTANCE).default(128),
  layer_norm_epsilon: epsilon.default(1e-6),
  feed_forward_proj: z.enum(ACTIVATION_NAMES.flatMap((name) => [name, GATED + name])).optional(),
  /** What `feed_forward_proj` says, once more; transformers reads these in its place. */
  dense_act_fn: z.enum(ACTIVATION_NAMES).optional(),
  is_gated_act: z.boolean().optional(),
});
type T5Config = z.infer<typeof fields>;

const t5Config = fields.refine(
  ({ relative_attention_max_distance: most, relative_attention_num_buckets: n }) => most > n / 2,
  {
    path: ["relative_attention_max_distance"],
    error: "expected more than half of relative_attention_num_buckets",
  },
);

export const t5 = family({
  modelTypes: ["t5", "mt5", "umt5"],
  config: t5Config,
  renamed: {
    hidden_size: "d_model",
    head_dim: "d_kv",
    num_attention_heads: "num_heads",
    num_hidden_layers: "num_layers",
  },
  prefixes: ["transformer.", ""],
  anchor: "encoder.final_layer_norm.weight",
  spare: [
    /^(transformer\.)?((encoder|decoder)\.embed_tokens|shared)\.weight$/,
    /^(lm_head|classification_head|classifier|qa_outputs)\./,
    // Cross-attention has no bias, but the first checkpoints have a table for it.
    /(^|\.)decoder\.block\.0\.layer\.1\.EncDecAttention\.relative_attention_bias\.weight$/,
  ],
  build: (building, config) => {
    const hasDecoder = building.weights.has("decoder.final_layer_norm.weight");
    buildPair(building, hasDecoder, (tower) => towerStates(building, config, tower));
  },
});

/** @returns Normalized states, [batch, length, d_model]. */
function towerStates(building: Building, config: T5Config, tower: Tower): Value {
  const { name, ids } = tower;
  const isDecoder = name === "decoder";
  const nLayers = isDecoder ? (config.num_decoder_layers ?? config.num_layers) : config.num_layers;
  const start = sharedWords(building, name, [config.vocab_size, config.d_model], ids);
  const bias = (layer: number): Value =>
    relativeBias(building, `${name}.block.${layer}.layer.0.SelfAttention.relative_attention_bias`, ids, {
      nBuckets: config.relative_attention_num_buckets,
      maxDistance: config.relative_attention_max_distance,
      nHeads: config.num_heads,
      isCausal: isDecoder,
    });
  const shared = config.model_type === "umt5" ? undefined : bias(0);
  const states = stack(building, nLayers, start, (x, layer) =>
    towerLayer(building, config, { ...tower, layer, bias: shared ?? bias(layer) }, x),
  );
  return normed(building, config, `${name}.final_layer_norm`, states);
}

function normed(building: Building, { layer_norm_epsilon: epsilon }: T5Config, at: string, x: Value): Value {
  return rmsNorm(building, at, x, { epsilon });
}

/** Attention to itself, in a decoder attention to the encoder, and the feed-forward layer. */
function towerLayer(
  building: Building,
  config: T5Config,
  { name, tower, masks, encoded, layer, bias }: Tower & { readonly layer: number; readonly bias: Value },
  x: Value,
): Value {
  const at = (part: number): string => `${name}.block.${layer}.layer.${part}`;
  const step = (before: Value, part: number, compute: (seen: Value) => Value): Value =>
    add(building.graph, before, compute(normed(building, config, `${at(part)}.layer_norm`, before)));
  const attended = step(x, 0, (seen) => {
    const own = { ...(tower === undefined ? {} : { tower }), layer, masks: [bias, ...masks] };
    return attention(building, config, `${at(0)}.SelfAttention`, { x: seen, from: seen }, own);
  });
  if (encoded === undefined)
    return step(attended, 1, (seen) => feedForward(building, config, `${at(1)}.DenseReluDense`, seen));
  const read = step(attended, 1, (seen) => {
    const cross = { tower: "cross", kind: "cross", layer, masks: encoded.masks } as const;
    return attention(building, config, `${at(1)}.EncDecAttention`, { x: seen, from: encoded.states }, cross);
  });
  return step(read, 2, (seen) => feedForward(building, config, `${at(2)}.DenseReluDense`, seen));
}

/** @param sides Queries come of x, keys and values from the other. */
function attention(
  building: Building,
  config: T5Config,
  at: string,
  { x, from }: { readonly x: Value; readonly from: Value },
  options: AttentionOptions,
): Value {
  const { num_heads: nHeads, d_kv: dHead, d_model: width } = config;
  const bias = false;
  const project = (name: string, of: Value): Value =>
    splitHeads(building.graph, dense(building, `${at}.${name}`, of, nHeads * dHead, { bias }), nHeads);
  const parts = { q: project("q", x), k: project("k", from), v: project("v", from) };
  return dense(building, `${at}.o`, attend(building, parts, { ...options, scale: 1 }), width, { bias });
}

function feedForward(building: Building, config: T5Config, at: string, x: Value): Value {
  const { graph } = building;
  const { activation, isGated } = gateOf(config);
  const map = (name: string, of: Value, width: number): Value =>
    dense(building, `${at}.${name}`, of, width, { bias: false });
  const inner = isGated
    ? multiply(graph, activate(graph, activation, map("wi_0", x, config.d_ff)), map("wi_1", x, config.d_ff))
    : activate(graph, activation, map("wi", x, config.d_ff));
  return map("wo", inner, config.d_model);
}

/** `gated-gelu` means GELU by its tanh approximation; `relu` is T5's own, and its successors are gated. */
function gateOf(config: T5Config): { readonly activation: ActivationName; readonly isGated: boolean } {
  const said = config.feed_forward_proj ?? (config.model_type === "t5" ? "relu" : "gated-gelu");
  const isGated = config.is_gated_act ?? said.startsWith(GATED);
  const plain = said.replace(GATED, "") as ActivationName;
  return { activation: config.dense_act_fn ?? (said === "gated-gelu" ? "gelu_new" : plain), isGated };
}
