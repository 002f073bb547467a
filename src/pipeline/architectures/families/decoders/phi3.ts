/** Phi-3 (Abdin et al. 2024): LLaMA with queries, keys and values in one map, and gate and content in another. */
import { add } from "../../../graph/arithmetic.ts";
import type { Value } from "../../../graph/graph.ts";
import { splitAt } from "../../../graph/layout.ts";
import type { Building } from "../../building.ts";
import { splitHeads } from "../../parts/attention.ts";
import { epsilon, size } from "../../parts/config-fields.ts";
import { attendRotated, type Place } from "../../parts/decoder/attention.ts";
import { decoderKeys, plainDecoder, type Decoder } from "../../parts/decoder/config.ts";
import { gatedDown } from "../../parts/decoder/gated-mlp.ts";
import { normalize } from "../../parts/decoder/norm.ts";
import { decoderFamily, type Block } from "../../parts/decoder/stack.ts";
import { dense } from "../../parts/layers.ts";
import { configOf } from "../../parts/refusals.ts";

const block: Block = (building, decoder, place, x) => {
  const norm = (name: string, value: Value): Value =>
    normalize(building, decoder.norm, `${place.at}.${name}`, value);
  const read = attention(building, decoder, place, norm("input_layernorm", x));
  const between = add(building.graph, x, read);
  const normed = norm("post_attention_layernorm", between);
  return add(building.graph, between, feedForward(building, decoder, `${place.at}.mlp`, normed));
};

function attention(building: Building, decoder: Decoder, place: Place, x: Value): Value {
  const { graph } = building;
  const { nHeads, nKvHeads, dHead } = decoder;
  const counts = [nHeads, nKvHeads, nKvHeads];
  const widths = counts.map((n) => n * dHead);
  const all = widths.reduce((sum, width) => sum + width, 0);
  const packed = dense(building, `${place.at}.self_attn.qkv_proj`, x, all, { bias: false });
  const [q, k, v] = splitAt(graph, packed, 2, widths).map((part, i) => splitHeads(graph, part, counts[i]!));
  return attendRotated(building, decoder, place, { q: q!, k: k!, v: v! });
}

function feedForward(building: Building, decoder: Decoder, at: string, x: Value): Value {
  const { nInner, width } = decoder;
  const packed = dense(building, `${at}.gate_up_proj`, x, 2 * nInner, { bias: false });
  const [gate, up] = splitAt(building.graph, packed, 2, [nInner, nInner]);
  return gatedDown(building, decoder, at, { gate: gate!, up: up!, width });
}

/** Also Phi-4 and Phi-4-mini. */
export const phi3 = decoderFamily({
  modelTypes: ["phi3"],
  config: configOf(
    { ...decoderKeys, rms_norm_eps: epsilon.default(1e-5), sliding_window: size.nullish() },
    (config, refuse) => {
      const { sliding_window: window, num_hidden_layers: nLayers } = config;
      const kinds = Array.from({ length: nLayers }, () => "sliding_attention" as const);
      const rope = config.rope_scaling ?? config.rope_parameters;
      const trained = config.original_max_position_embeddings ?? rope?.original_max_position_embeddings;
      // The class has a default for the length of the training.
      const lengths = { original_max_position_embeddings: trained ?? 4096 };
      return plainDecoder({ ...config, ...lengths }, refuse, { kinds, window });
    },
  ),
  block,
});
