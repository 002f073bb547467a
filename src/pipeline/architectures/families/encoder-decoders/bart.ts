/** BART (Lewis et al. 2019) and its relatives for other languages: mBART, Marian and Pegasus. */
import { z } from "zod";
import { add, scale } from "../../../graph/arithmetic.ts";
import type { Value } from "../../../graph/graph.ts";
import { firstRows } from "../../../graph/lookup.ts";
import type { Building } from "../../building.ts";
import { family } from "../../family.ts";
import { ACTIVATION_NAMES } from "../../parts/activations.ts";
import { equalHeads, layers, size } from "../../parts/config-fields.ts";
import { stack } from "../../parts/layers.ts";
import { positionsOf } from "../../parts/masks.ts";
import { buildPair, type Tower } from "../../parts/pair.ts";
import { sequenceLayer, sequenceNorm } from "../../parts/sequence-layer.ts";
import { sharedWords } from "../../parts/shared-words.ts";
import { MOST_OF_SINUSOID, sinusoid } from "../../parts/sinusoid.ts";

/** In what the relatives differ. */
interface Kind {
  readonly isNormFirst: boolean;
  /** Whether words and positions are normalized once they are added. */
  readonly isStartNormed: boolean;
  /** Positions are learned, and begin in the third row of their table; or waves, which may be left out of a checkpoint. */
  readonly positions: "learned" | "waves";
}

const KINDS = {
  bart: { isNormFirst: false, isStartNormed: true, positions: "learned" },
  mbart: { isNormFirst: true, isStartNormed: true, positions: "learned" },
  marian: { isNormFirst: false, isStartNormed: false, positions: "waves" },
  pegasus: { isNormFirst: true, isStartNormed: false, positions: "waves" },
} as const satisfies Readonly<Record<string, Kind>>;
const TYPES = Object.keys(KINDS) as (keyof typeof KINDS)[];

const fields = z.object({
  model_type: z.enum(TYPES),
  vocab_size: size.default(50265),
  /** Marian's, if its languages have words of their own. */
  decoder_vocab_size: size.nullish(),
  d_model: size.default(1024),
  max_position_embeddings: size.default(1024),
  encoder_layers: layers.default(12),
  encoder_attention_heads: size.default(16),
  encoder_ffn_dim: size.default(4096),
  decoder_layers: layers.default(12),
  decoder_attention_heads: size.default(16),
  decoder_ffn_dim: size.default(4096),
  activation_function: z.enum(ACTIVATION_NAMES).default("gelu"),
  scale_embedding: z.boolean().default(false),
});
type BartConfig = z.infer<typeof fields>;

const bartConfig = fields
  .refine(...equalHeads("encoder_attention_heads", "d_model"))
  .refine(...equalHeads("decoder_attention_heads", "d_model"))
  .refine((config) => !hasWaves(config) || config.d_model % 2 === 0, {
    path: ["d_model"],
    error: "expected an even width",
  })
  .refine(
    (config) => !hasWaves(config) || config.d_model * config.max_position_embeddings <= MOST_OF_SINUSOID,
    {
      path: ["max_position_embeddings"],
      error: "expected fewer positions, because they may have to be computed",
    },
  );

function hasWaves({ model_type: type }: Pick<BartConfig, "model_type">): boolean {
  return KINDS[type].positions === "waves";
}

export const bart = family({
  modelTypes: TYPES,
  config: bartConfig,
  renamed: { num_attention_heads: "encoder_attention_heads", hidden_size: "d_model" },
  prefixes: ["model.", ""],
  anchor: "encoder.layers.0.self_attn.q_proj.weight",
  spare: [
    /^(model\.)?((encoder|decoder)\.embed_tokens|shared)\.weight$/,
    /^(lm_head|classification_head|qa_outputs)\.|^final_logits_bias$/,
    // A number that fairseq stored.
    /(^|\.)(encoder|decoder)\.version$/,
  ],
  build: (building, config) => {
    const hasDecoder = building.weights.has("decoder.layers.0.self_attn.q_proj.weight");
    buildPair(building, hasDecoder, (tower) => towerStates(building, config, tower));
  },
});

/** @returns [batch, length, d_model] */
function towerStates(
  building: Building,
  config: BartConfig,
  { name, ids, masks, encoded, ...named }: Tower,
): Value {
  const { isNormFirst, isStartNormed } = KINDS[config.model_type];
  const isDecoder = name === "decoder";
  const options = {
    isNormFirst,
    nHeads: config[`${name}_attention_heads`],
    nInner: config[`${name}_ffn_dim`],
    activation: config.activation_function,
  };
  const { graph } = building;
  const nWords = (isDecoder ? config.decoder_vocab_size : undefined) ?? config.vocab_size;
  const words = sharedWords(building, name, [nWords, config.d_model], ids);
  const scaled = config.scale_embedding ? scale(graph, words, Math.sqrt(config.d_model)) : words;
  const sum = add(graph, scaled, places(building, config, name, ids));
  const start = isStartNormed ? sequenceNorm(building, `${name}.layernorm_embedding`, sum) : sum;
  const states = stack(building, config[`${name}_layers`], start, (x, layer) =>
    sequenceLayer(building, options, `${name}.layers.${layer}`, x, { ...named, layer, masks }, encoded),
  );
  return isNormFirst ? sequenceNorm(building, `${name}.layer_norm`, states) : states;
}

/** @returns [length, d_model] */
function places({ graph, weights }: Building, config: BartConfig, tower: string, ids: Value): Value {
  const name = `${tower}.embed_positions.weight`;
  const { d_model: width, max_position_embeddings: n } = config;
  if (!hasWaves(config)) {
    const positions = positionsOf(graph, ids);
    const rows = graph.node("Add", [positions, graph.longs([2], [])], positions.shape);
    return weights.rows(name, [n + 2, width], rows);
  }
  const table = weights.has(name) ? weights.tensor(name, [n, width]) : sinusoid(graph, n, width);
  return firstRows(graph, table, ids);
}
