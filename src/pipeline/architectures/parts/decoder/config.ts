/** What the decoders of the LLaMA family have in common, as their configurations give it. */
import { z } from "zod";
import { ACTIVATION_NAMES, type ActivationName } from "../activations.ts";
import { epsilon, headWidth, heads, layers, size } from "../config-fields.ts";
import { once } from "../once.ts";
import type { Refuse } from "../refusals.ts";
import { hasRopePerKind, ropeKeys, ropeOf, type LayerKind } from "../rope/config.ts";
import type { Rope } from "../rope/rotation.ts";
import type { DecoderNorm } from "./norm.ts";
import type { QkNorm } from "./qk-norm.ts";

/** How a layer differs from the others. */
export interface DecoderLayer {
  /** Tokens see only what is less than this far away; all that they may see if left out. */
  readonly window?: number;
  /** If left out, queries and keys do not know positions. */
  readonly rope?: Rope | undefined;
}

export interface Decoder {
  readonly nWords: number;
  readonly width: number;
  readonly nHeads: number;
  /** Key heads; each is shared by nHeads / nKvHeads heads. */
  readonly nKvHeads: number;
  readonly dHead: number;
  readonly nInner: number;
  readonly activation: ActivationName;
  readonly norm: DecoderNorm;
  readonly biases: { readonly qkv: boolean; readonly output: boolean; readonly mlp: boolean };
  readonly qkNorm?: QkNorm;
  /** Queries, keys and values stay within ± this number. */
  readonly clip?: number;
  /** Which numbers of a head turn together: those of both halves, or neighbors; the halves if left out. */
  readonly pairs?: "halves" | "neighbors";
  readonly layers: readonly DecoderLayer[];
  /** Whether tokens also see later ones: the decoder was made an encoder of texts. */
  readonly isBidirectional?: boolean;
  /** Whether attention and feed-forward layer read the same states, rather than one after the other. */
  readonly isParallel?: boolean;
  /** What words are multiplied by. */
  readonly wordScale?: number;
  /** What scores are multiplied by; 1 / √dHead if left out. */
  readonly scoreScale?: number;
  /** Scores stay within ± this number. */
  readonly softcap?: number;
  /** What attention and feed-forward layer add is multiplied by. */
  readonly residualScale?: number;
}

const layerKind = z.enum(["full_attention", "sliding_attention"]);

/** Keys that all of them have. */
export const decoderKeys = {
  vocab_size: size,
  hidden_size: size,
  intermediate_size: size,
  num_hidden_layers: layers,
  num_attention_heads: heads,
  num_key_value_heads: heads.nullish(),
  head_dim: headWidth.nullish(),
  hidden_act: z.enum(ACTIVATION_NAMES).default("silu"),
  rms_norm_eps: epsilon.default(1e-6),
  // False in models that were trained further to embed texts.
  is_causal: z.boolean().nullish(),
  ...ropeKeys,
};
export type DecoderKeys = z.infer<z.ZodObject<typeof decoderKeys>>;

/** Keys of models whose layers differ in what they see. */
export const layerKindKeys = {
  sliding_window: size.nullish(),
  layer_types: z.array(layerKind).nullish(),
};
export type LayerKindKeys = z.infer<z.ZodObject<typeof layerKindKeys>>;

export interface DecoderOptions {
  /** Of the rotary positions, if the configuration gives none. */
  readonly base?: number;
  /** Layers that are `sliding_attention` turn by this base, and are not scaled; as the others if left out. */
  readonly localBase?: number;
  /** The kind of every layer; all see all earlier tokens if left out. */
  readonly kinds?: readonly LayerKind[];
  /** Of layers that are `sliding_attention`. */
  readonly window?: number | null | undefined;
}

/** Sizes, norms, activation, windows and rotary positions; no biases. */
export function plainDecoder(
  config: DecoderKeys,
  refuse: Refuse,
  { base, localBase, kinds, window }: DecoderOptions = {},
): Decoder {
  const { hidden_size: width, num_attention_heads: nHeads, num_hidden_layers: nLayers } = config;
  const nKvHeads = config.num_key_value_heads ?? nHeads;
  if (nHeads % nKvHeads !== 0) refuse(["num_key_value_heads"], "a divisor of num_attention_heads");
  const isDivided = width % nHeads === 0;
  if (!config.head_dim && !isDivided)
    refuse(["num_attention_heads"], "a divisor of hidden_size, because there is no head_dim");
  const dHead = config.head_dim ?? (isDivided ? width / nHeads : 2);
  const isPerKind = hasRopePerKind(config);
  const areAlike = !isPerKind && localBase === undefined;
  const ropes = once((of: LayerKind) => {
    const isLocal = of === "sliding_attention" && localBase !== undefined;
    const scalings = isPerKind ? {} : { rope_scaling: null, rope_parameters: null };
    const keys = isLocal ? { ...config, rope_theta: localBase, ...scalings } : config;
    return ropeOf(keys, { dHead, of, base }, refuse);
  });
  const layerOf = (kind: LayerKind): DecoderLayer => {
    const rope = ropes(areAlike ? "full_attention" : kind);
    return kind === "sliding_attention" && window ? { rope, window } : { rope };
  };
  return {
    ...{ nWords: config.vocab_size, width, nHeads, nKvHeads, dHead },
    nInner: config.intermediate_size,
    activation: config.hidden_act,
    norm: { kind: "rms", epsilon: config.rms_norm_eps },
    biases: { qkv: false, output: false, mlp: false },
    isBidirectional: config.is_causal === false,
    layers: Array.from({ length: nLayers }, (_, layer) => layerOf(kinds?.[layer] ?? "full_attention")),
  };
}

/** @param otherwise The kind of a layer if the configuration has no `layer_types`. */
export function kindsOf(
  config: LayerKindKeys & Pick<DecoderKeys, "num_hidden_layers">,
  otherwise: (layer: number) => LayerKind,
  refuse: Refuse,
): LayerKind[] {
  const { layer_types: given, sliding_window: window, num_hidden_layers: nLayers } = config;
  if (given && given.length !== nLayers) refuse(["layer_types"], `${nLayers} kinds, one per layer`);
  const kinds = Array.from({ length: nLayers }, (_, layer) => given?.[layer] ?? otherwise(layer));
  if (kinds.includes("sliding_attention") && !window)
    refuse(["sliding_window"], "a number of tokens, because some layers are sliding_attention");
  return kinds;
}
