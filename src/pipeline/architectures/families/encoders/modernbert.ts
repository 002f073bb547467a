/**
 * ModernBERT (Warner et al. 2024): norms before each step, rotary positions, gated feed-forward layers, and layers that
 * see only what is near between those that see everything.
 */
import { z } from "zod";
import { add } from "../../../graph/arithmetic.ts";
import type { Value } from "../../../graph/graph.ts";
import { split } from "../../../graph/layout.ts";
import type { Building } from "../../building.ts";
import { family } from "../../family.ts";
import { activate, ACTIVATION_NAMES } from "../../parts/activations.ts";
import { attend, splitHeads } from "../../parts/attention.ts";
import { epsilon, heads, layers, size } from "../../parts/config-fields.ts";
import { kindsOf, layerKindKeys } from "../../parts/decoder/config.ts";
import { normalize, type DecoderNorm } from "../../parts/decoder/norm.ts";
import { textInputs } from "../../parts/inputs.ts";
import { dense, stack } from "../../parts/layers.ts";
import { bandMask, LOWEST, paddingMask } from "../../parts/masks.ts";
import { once } from "../../parts/once.ts";
import { configOf } from "../../parts/refusals.ts";
import { ropeBase, ropeKeys, ropeOfHeads, type LayerKind } from "../../parts/rope/config.ts";
import { rotate, rotationOf, type Rotation } from "../../parts/rope/rotation.ts";

const modernbertConfig = configOf(
  {
    vocab_size: size.default(50368),
    hidden_size: size.default(768),
    intermediate_size: size.default(1152),
    num_hidden_layers: layers.default(22),
    num_attention_heads: heads.default(12),
    hidden_activation: z.enum(ACTIVATION_NAMES).default("gelu"),
    norm_eps: epsilon.default(1e-5),
    norm_bias: z.boolean().default(false),
    attention_bias: z.boolean().default(false),
    mlp_bias: z.boolean().default(false),
    classifier_bias: z.boolean().default(false),
    classifier_activation: z.enum(ACTIVATION_NAMES).default("gelu"),
    ...ropeKeys,
    global_rope_theta: ropeBase.nullish(),
    local_rope_theta: ropeBase.nullish(),
    layer_types: layerKindKeys.layer_types,
    global_attn_every_n_layers: layers.default(3),
    local_attention: size.default(128),
  },
  (config, refuse) => {
    const { global_attn_every_n_layers: every, local_attention: window } = config;
    const everywhere = config.global_rope_theta ?? 160_000;
    // A file that says null wants the same for all layers; one that says nothing wants the default.
    const nearby = config.local_rope_theta === null ? everywhere : (config.local_rope_theta ?? 10_000);
    const rope = (of: LayerKind, base: number) => ropeOfHeads(config, config, refuse, { of, base });
    return {
      ...config,
      kinds: kindsOf(
        { ...config, sliding_window: window },
        (layer) => (layer % every === 0 ? "full_attention" : "sliding_attention"),
        refuse,
      ),
      ropes: {
        full_attention: rope("full_attention", everywhere),
        sliding_attention: rope("sliding_attention", nearby),
      },
    };
  },
);
type ModernbertConfig = z.infer<typeof modernbertConfig>;

export const modernbert = family({
  modelTypes: ["modernbert"],
  config: modernbertConfig,
  prefixes: ["model.", ""],
  anchor: "embeddings.tok_embeddings.weight",
  spare: [/^(head|decoder|classifier)\./],
  build: (building, config) => {
    const { graph, weights } = building;
    const { ids, mask } = textInputs(graph);
    const padding = paddingMask(graph, mask, LOWEST);
    const kinds = once((kind: LayerKind) => ({
      rotation: rotationOf(graph, config.ropes[kind], { ids, mask }),
      masks:
        kind === "full_attention"
          ? [padding]
          : [padding, bandMask(graph, ids, Math.floor(config.local_attention / 2) + 1)],
    }));
    const normed = (name: string, x: Value): Value => normalize(building, normOf(config), name, x);
    const words = weights.rows(
      "embeddings.tok_embeddings.weight",
      [config.vocab_size, config.hidden_size],
      ids,
    );
    const start = normed("embeddings.norm", words);
    const states = stack(building, config.num_hidden_layers, start, (x, layer) => {
      const at = `layers.${layer}`;
      // What the first layer reads has just been normalized.
      const seen = layer === 0 ? x : normed(`${at}.attn_norm`, x);
      const place = { at: `${at}.attn`, layer, ...kinds(config.kinds[layer]!) };
      const between = add(graph, x, attention(building, config, place, seen));
      return add(
        graph,
        between,
        feedForward(building, config, `${at}.mlp`, normed(`${at}.mlp_norm`, between)),
      );
    });
    graph.output("last_hidden_state", normed("final_norm", states));
  },
  answer: (config) => ({
    words: "embeddings.tok_embeddings.weight",
    table: "decoder.weight",
    isTied: true,
    transform: {
      anchor: "head.dense.weight",
      build: (building, state) => {
        const { classifier_bias: bias, classifier_activation: activation } = config;
        const inner = dense(building, "head.dense", state, config.hidden_size, { bias });
        return normalize(building, normOf(config), "head.norm", activate(building.graph, activation, inner));
      },
    },
  }),
});

function normOf({ norm_eps: epsilon, norm_bias: hasBias }: ModernbertConfig): DecoderNorm {
  return { kind: "layer", epsilon, hasWeight: true, hasBias };
}

interface Place {
  readonly at: string;
  readonly layer: number;
  readonly masks: readonly Value[];
  readonly rotation: Rotation;
}

function attention(
  building: Building,
  { hidden_size: width, num_attention_heads: nHeads, attention_bias: bias }: ModernbertConfig,
  { at, layer, masks, rotation }: Place,
  x: Value,
): Value {
  const { graph } = building;
  const packed = dense(building, `${at}.Wqkv`, x, 3 * width, { bias });
  const [q, k, v] = split(graph, packed, 2, 3).map((part) => splitHeads(graph, part, nHeads));
  const parts = { q: rotate(graph, q!, rotation), k: rotate(graph, k!, rotation), v: v! };
  return dense(building, `${at}.Wo`, attend(building, parts, { layer, masks }), width, { bias });
}

function feedForward(building: Building, config: ModernbertConfig, at: string, x: Value): Value {
  const { graph } = building;
  const { intermediate_size: nInner, mlp_bias: bias } = config;
  const [inner, gate] = split(graph, dense(building, `${at}.Wi`, x, 2 * nInner, { bias }), 2, 2);
  const active = activate(graph, config.hidden_activation, inner!);
  const gated = graph.node("Mul", [active, gate!], active.shape);
  return dense(building, `${at}.Wo`, gated, config.hidden_size, { bias });
}
