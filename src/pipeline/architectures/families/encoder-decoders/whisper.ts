/** Whisper (Radford et al. 2022): an encoder of spectrograms, and a decoder that writes what is said. */
import { z } from "zod";
import { geluErf } from "../../../graph/activation.ts";
import { add } from "../../../graph/arithmetic.ts";
import type { Value } from "../../../graph/graph.ts";
import { transpose } from "../../../graph/layout.ts";
import { firstRows } from "../../../graph/lookup.ts";
import type { Building } from "../../building.ts";
import { family } from "../../family.ts";
import { ACTIVATION_NAMES } from "../../parts/activations.ts";
import { equalHeads, layers, size } from "../../parts/config-fields.ts";
import { decoderIds, soundInput } from "../../parts/inputs.ts";
import { stack } from "../../parts/layers.ts";
import { causalMask } from "../../parts/masks.ts";
import { sequenceLayer, sequenceNorm } from "../../parts/sequence-layer.ts";

const fields = z.object({
  vocab_size: size.default(51865),
  num_mel_bins: size.default(80),
  d_model: size.default(384),
  encoder_layers: layers.default(4),
  encoder_attention_heads: size.default(6),
  encoder_ffn_dim: size.default(1536),
  decoder_layers: layers.default(4),
  decoder_attention_heads: size.default(6),
  decoder_ffn_dim: size.default(1536),
  max_source_positions: size.default(1500),
  max_target_positions: size.default(448),
  activation_function: z.enum(ACTIVATION_NAMES).default("gelu"),
});
type WhisperConfig = z.infer<typeof fields>;

export const whisper = family({
  modelTypes: ["whisper"],
  config: fields
    .refine(...equalHeads("encoder_attention_heads", "d_model"))
    .refine(...equalHeads("decoder_attention_heads", "d_model")),
  renamed: { num_attention_heads: "encoder_attention_heads", hidden_size: "d_model" },
  prefixes: ["model.", ""],
  anchor: "encoder.conv1.weight",
  spare: [/^(proj_out|projector|classifier)\./, /^layer_weights$/],
  build: (building, config) => {
    const { graph, weights, marks } = building;
    const isPair = weights.has("decoder.layer_norm.weight");
    const states = encoderStates(building, config, isPair ? { tower: "encoder" } : {});
    if (!isPair) {
      graph.output("last_hidden_state", states);
      return;
    }
    marks.cut(states);
    graph.output("last_hidden_state", decoderStates(building, config, states));
  },
});

/** @returns [batch, max_source_positions, d_model] */
function encoderStates(building: Building, config: WhisperConfig, named: { readonly tower?: string }): Value {
  const { graph, weights } = building;
  const { d_model: width, max_source_positions: nPlaces } = config;
  const sound = soundInput(graph, config.num_mel_bins, 2 * nPlaces);
  const heard = convolved(building, "encoder.conv1", sound, { width, stride: 1 });
  const halved = convolved(building, "encoder.conv2", heard, { width, stride: 2 });
  const places = weights.tensor("encoder.embed_positions.weight", [nPlaces, width]);
  const start = add(graph, transpose(graph, halved, [0, 2, 1]), places);
  const options = {
    ...{ isNormFirst: true, keyBias: false },
    nHeads: config.encoder_attention_heads,
    nInner: config.encoder_ffn_dim,
    activation: config.activation_function,
  };
  const states = stack(building, config.encoder_layers, start, (x, layer) =>
    sequenceLayer(building, options, `encoder.layers.${layer}`, x, { ...named, layer }),
  );
  return sequenceNorm(building, "encoder.layer_norm", states);
}

/** A convolution over time, three frames wide, and GELU: [batch, channels, frames] → [batch, width, frames / stride]. */
function convolved(
  { graph, weights }: Building,
  name: string,
  x: Value,
  { width, stride }: { readonly width: number; readonly stride: number },
): Value {
  const [batch, nChannels, nFrames] = x.shape;
  const kernel = weights.tensor(`${name}.weight`, [width, Number(nChannels), 3]);
  const bias = weights.tensor(`${name}.bias`, [width]);
  const shape = [batch!, width, Number(nFrames) / stride];
  const attributes = { kernel_shape: [3], pads: [1, 1], strides: [stride] };
  return geluErf(graph, graph.node("Conv", [x, kernel, bias], shape, attributes));
}

/** @param encoded The encoder's states. @returns [batch, length, d_model] */
function decoderStates(building: Building, config: WhisperConfig, encoded: Value): Value {
  const { graph, weights } = building;
  const { d_model: width } = config;
  const ids = decoderIds(graph);
  const words = weights.rows("decoder.embed_tokens.weight", [config.vocab_size, width], ids);
  const table = weights.tensor("decoder.embed_positions.weight", [config.max_target_positions, width]);
  const masks = [causalMask(graph, ids)];
  const options = {
    ...{ isNormFirst: true, keyBias: false },
    nHeads: config.decoder_attention_heads,
    nInner: config.decoder_ffn_dim,
    activation: config.activation_function,
  };
  const start = add(graph, words, firstRows(graph, table, ids));
  const states = stack(building, config.decoder_layers, start, (x, layer) => {
    const own = { tower: "decoder", layer, masks };
    return sequenceLayer(building, options, `decoder.layers.${layer}`, x, own, { states: encoded });
  });
  return sequenceNorm(building, "decoder.layer_norm", states);
}
