/** GPT-J (Wang & Komatsuzaki 2021) and Phi 1 to 2 (Microsoft 2023): one norm, and attention and feed-forward layer behind it side by side. */
import { z } from "zod";
import { add } from "../../../graph/arithmetic.ts";
import type { Value } from "../../../graph/graph.ts";
import type { Building } from "../../building.ts";
import { family } from "../../family.ts";
import { activate, ACTIVATION_NAMES, type ActivationName } from "../../parts/activations.ts";
import { attend, splitHeads } from "../../parts/attention.ts";
import { epsilon, heads, layers, size } from "../../parts/config-fields.ts";
import type { RotatedPlace } from "../../parts/decoder/attention.ts";
import { textInputs } from "../../parts/inputs.ts";
import { dense, norm, stack } from "../../parts/layers.ts";
import { causalMask, paddingMask } from "../../parts/masks.ts";
import { configOf } from "../../parts/refusals.ts";
import { ropeKeys, ropeOfHeads } from "../../parts/rope/config.ts";
import { plainFrequencies } from "../../parts/rope/frequencies.ts";
import { rotate, rotateNeighbors, rotationOf, type Rope } from "../../parts/rope/rotation.ts";

interface Names {
  readonly words: string;
  readonly layers: string;
  readonly norm: string;
  readonly attention: string;
  readonly output: string;
  readonly up: string;
  readonly down: string;
  readonly lastNorm: string;
}

const GPT_J: Names = {
  words: "wte",
  layers: "h",
  norm: "ln_1",
  attention: "attn",
  output: "out_proj",
  up: "mlp.fc_in",
  down: "mlp.fc_out",
  lastNorm: "ln_f",
};

const PHI: Names = {
  words: "embed_tokens",
  layers: "layers",
  norm: "input_layernorm",
  attention: "self_attn",
  output: "dense",
  up: "mlp.fc1",
  down: "mlp.fc2",
  lastNorm: "final_layernorm",
};

/** What the builder needs of either configuration. */
interface Parallel {
  readonly names: Names;
  readonly nWords: number;
  readonly width: number;
  readonly nLayers: number;
  readonly nHeads: number;
  readonly nKvHeads: number;
  readonly nInner: number;
  readonly activation: ActivationName;
  readonly epsilon: number;
  readonly rope: Rope;
  readonly arePairsNeighbors: boolean;
  /** Whether the attention's maps have biases. */
  readonly bias: boolean;
  /** Whether each head's queries and keys are normalized before they turn. */
  readonly hasHeadNorms: boolean;
}

const gptJConfig = configOf(
  {
    vocab_size: size.default(50400),
    n_embd: size.default(4096),
    n_layer: layers.default(28),
    n_head: heads.default(16),
    n_inner: size.nullish(),
    rotary_dim: z
      .int()
      .min(2)
      .max(1 << 14)
      .multipleOf(2)
      .default(64),
    activation_function: z.enum(ACTIVATION_NAMES).default("gelu_new"),
    layer_norm_epsilon: epsilon.default(1e-5),
  },
  (config, refuse): Parallel => {
    const { n_embd: width, n_head: nHeads, rotary_dim: nRotated } = config;
    if (width % nHeads !== 0) refuse(["n_head"], "a divisor of n_embd");
    else if (nRotated > width / nHeads) refuse(["rotary_dim"], "no more than the width of a head");
    const perPosition = plainFrequencies(10_000, nRotated);
    return {
      ...{ names: GPT_J, nWords: config.vocab_size, width, nHeads, nKvHeads: nHeads },
      ...{ nLayers: config.n_layer, nInner: config.n_inner ?? 4 * width },
      ...{ activation: config.activation_function, epsilon: config.layer_norm_epsilon },
      rope: { nRotated, frequencies: { kind: "fixed", perPosition }, factor: 1 },
      ...{ arePairsNeighbors: true, bias: false, hasHeadNorms: false },
    };
  },
);

const phiConfig = configOf(
  {
    vocab_size: size.default(51200),
    hidden_size: size.default(2048),
    num_hidden_layers: layers.default(24),
    num_attention_heads: heads.default(32),
    num_key_value_heads: heads.nullish(),
    intermediate_size: size.default(8192),
    hidden_act: z.enum(ACTIVATION_NAMES).default("gelu_new"),
    layer_norm_eps: epsilon.default(1e-5),
    qk_layernorm: z.boolean().default(false),
    ...ropeKeys,
    max_position_embeddings: size.default(2048),
    partial_rotary_factor: ropeKeys.partial_rotary_factor.default(0.5),
  },
  (config, refuse): Parallel => {
    const { hidden_size: width, num_attention_heads: nHeads } = config;
    const nKvHeads = config.num_key_value_heads ?? nHeads;
    if (nHeads % nKvHeads !== 0) refuse(["num_key_value_heads"], "a divisor of num_attention_heads");
    return {
      ...{ names: PHI, nWords: config.vocab_size, width, nHeads, nKvHeads },
      ...{ nLayers: config.num_hidden_layers, nInner: config.intermediate_size },
      ...{ activation: config.hidden_act, epsilon: config.layer_norm_eps },
      rope: ropeOfHeads(config, config, refuse),
      ...{ arePairsNeighbors: false, bias: true, hasHeadNorms: config.qk_layernorm },
    };
  },
);

export const gptJ = family({
  modelTypes: ["gptj"],
  config: gptJConfig,
  renamed: { hidden_size: "n_embd", num_hidden_layers: "n_layer", num_attention_heads: "n_head" },
  prefixes: ["transformer.", ""],
  anchor: "wte.weight",
  spare: [/(^|\.)h\.\d+\.attn\.(masked_)?bias$/, /^(lm_head|score|qa_outputs)\./],
  build,
  answer: () => ({ words: "wte.weight", table: "lm_head.weight", isTied: false }),
});

export const phi = family({
  modelTypes: ["phi"],
  config: phiConfig,
  prefixes: ["model.", ""],
  anchor: "embed_tokens.weight",
  spare: [/(^|\.)rotary_emb\.inv_freq$/, /^(lm_head|score|classifier)\./],
  build,
  answer: () => ({ words: "embed_tokens.weight", table: "lm_head.weight", isTied: false }),
});

function build(building: Building, config: Parallel): void {
  const { graph, weights } = building;
  const { names, nWords, width, nLayers, epsilon } = config;
  const { ids, mask } = textInputs(graph);
  const masks = [paddingMask(graph, mask), causalMask(graph, ids)];
  const rotation = rotationOf(graph, config.rope, { ids, mask });
  const start = weights.rows(`${names.words}.weight`, [nWords, width], ids);
  const states = stack(building, nLayers, start, (x, layer) => {
    const at = `${names.layers}.${layer}`;
    const seen = norm(building, `${at}.${names.norm}`, x, epsilon);
    const attended = attention(building, config, { at, layer, masks, rotation }, seen);
    return add(graph, add(graph, attended, feedForward(building, config, at, seen)), x);
  });
  graph.output("last_hidden_state", norm(building, names.lastNorm, states, epsilon));
}

function attention(
  building: Building,
  config: Parallel,
  { at, layer, masks, rotation }: RotatedPlace,
  x: Value,
): Value {
  const { graph } = building;
  const { names, width, nHeads, nKvHeads, bias, epsilon } = config;
  const name = (part: string): string => `${at}.${names.attention}.${part}`;
  const project = (part: string, n: number): Value => {
    const all = dense(building, name(`${part}_proj`), x, (n * width) / nHeads, { bias });
    return splitHeads(graph, all, n);
  };
  const turned = (part: "q" | "k", n: number): Value => {
    const plain = project(part, n);
    const normed = config.hasHeadNorms ? norm(building, name(`${part}_layernorm`), plain, epsilon) : plain;
    return (config.arePairsNeighbors ? rotateNeighbors : rotate)(graph, normed, rotation);
  };
  const parts = { q: turned("q", nHeads), k: turned("k", nKvHeads), v: project("v", nKvHeads) };
  return dense(building, name(names.output), attend(building, parts, { layer, masks }), width, { bias });
}

function feedForward(building: Building, config: Parallel, at: string, x: Value): Value {
  const { names, width, nInner, activation } = config;
  const inner = activate(building.graph, activation, dense(building, `${at}.${names.up}`, x, nInner));
  return dense(building, `${at}.${names.down}`, inner, width);
}
