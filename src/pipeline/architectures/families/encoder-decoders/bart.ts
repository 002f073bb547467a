/** BART (Lewis et al. 2019) and its relatives: mBART, Marian and M2M-100 for other languages, Pegasus for summaries. */
import { z } from "zod";
import { add, scale } from "../../../graph/arithmetic.ts";
import type { Value } from "../../../graph/graph.ts";
import { firstRows, lookUp } from "../../../graph/lookup.ts";
import type { Building } from "../../building.ts";
import { family } from "../../family.ts";
import { ACTIVATION_NAMES } from "../../parts/activations.ts";
import { equalHeads, index, layers, size } from "../../parts/config-fields.ts";
import { stack } from "../../parts/layers.ts";
import { positionsOf } from "../../parts/masks.ts";
import { buildPair, type Tower } from "../../parts/pair.ts";
import { sequenceLayer, sequenceNorm } from "../../parts/sequence-layer.ts";
import { sharedWords } from "../../parts/shared-words.ts";
import { MOST_OF_SINUSOID, sinusoid } from "../../parts/sinusoid.ts";
import { positionsBehindPadding } from "../../parts/text-embeddings.ts";

/** In what the relatives differ. */
interface Kind {
  readonly isNormFirst: boolean;
  /** Whether words and positions are normalized once they are added. */
  readonly isStartNormed: boolean;
  /**
   * Positions are learned, and begin in the third row of their table; or waves, which may be left out of a checkpoint; or
   * waves that count tokens behind the padding's id.
   */
  readonly positions: "learned" | "waves" | "counted waves";
  /** Whether words are multiplied by the root of the width if the configuration does not say. */
  readonly isScaled?: boolean;
}

const KINDS = {
  bart: { isNormFirst: false, isStartNormed: true, positions: "learned" },
  mbart: { isNormFirst: true, isStartNormed: true, positions: "learned" },
  marian: { isNormFirst: false, isStartNormed: false, positions: "waves" },
  pegasus: { isNormFirst: true, isStartNormed: false, positions: "waves" },
  // Also NLLB.
  m2m_100: { isNormFirst: true, isStartNormed: false, positions: "counted waves", isScaled: true },
} as const satisfies Readonly<Record<string, Kind>>;
const TYPES = Object.keys(KINDS) as (keyof typeof KINDS)[];
const kindOf = (config: { readonly model_type: keyof typeof KINDS }): Kind => KINDS[config.model_type];

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
  scale_embedding: z.boolean().optional(),
  pad_token_id: index.nullish(),
});
type BartConfig = z.infer<typeof fields>;

const bartConfig = fields
  .refine(...equalHeads("encoder_attention_heads", "d_model"))
  .refine(...equalHeads("decoder_attention_heads", "d_model"))
  .refine((config) => !hasWaves(config) || (config.d_model % 2 === 0 && config.d_model > 2), {
    path: ["d_model"],
    error: "expected an even width above 2",
  })
  .refine((config) => !hasWaves(config) || config.d_model * nRows(config) <= MOST_OF_SINUSOID, {
    path: ["max_position_embeddings"],
    error: "expected fewer positions, because they may have to be computed",
  });

function hasWaves(config: BartConfig): boolean {
  return kindOf(config).positions !== "learned";
}

/** Rows of the table of positions. */
function nRows(config: BartConfig): number {
  const { max_position_embeddings: n } = config;
  return n + { learned: 2, waves: 0, "counted waves": paddingOf(config) + 1 }[kindOf(config).positions];
}

function paddingOf({ pad_token_id: padding }: BartConfig): number {
  return padding ?? 1;
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
    // The waves of M2M-100, as its first versions kept them.
    /(^|\.)(encoder|decoder)\.embed_positions\.weights$/,
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
  const { isNormFirst, isStartNormed, isScaled = false } = kindOf(config);
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
  const scaled =
    (config.scale_embedding ?? isScaled) ? scale(graph, words, Math.sqrt(config.d_model)) : words;
  const sum = add(graph, scaled, places(building, config, name, ids));
  const start = isStartNormed ? sequenceNorm(building, `${name}.layernorm_embedding`, sum) : sum;
  const states = stack(building, config[`${name}_layers`], start, (x, layer) =>
    sequenceLayer(building, options, `${name}.layers.${layer}`, x, { ...named, layer, masks }, encoded),
  );
  return isNormFirst ? sequenceNorm(building, `${name}.layer_norm`, states) : states;
}

/** @returns [length, d_model], or as many rows for each text. */
function places({ graph, weights }: Building, config: BartConfig, tower: string, ids: Value): Value {
  const name = `${tower}.embed_positions.weight`;
  const width = config.d_model;
  const shape = [nRows(config), width] as const;
  switch (kindOf(config).positions) {
    case "learned": {
      const positions = positionsOf(graph, ids);
      const rows = graph.node("Add", [positions, graph.longs([2], [])], positions.shape);
      return weights.rows(name, shape, rows);
    }
    case "waves": {
      const table = weights.has(name) ? weights.tensor(name, shape) : sinusoid(graph, name, shape);
      return firstRows(graph, table, ids);
    }
    case "counted waves": {
      const positions = positionsBehindPadding(graph, ids, paddingOf(config));
      return lookUp(graph, sinusoid(graph, name, shape, width / 2 - 1), positions);
    }
  }
}
