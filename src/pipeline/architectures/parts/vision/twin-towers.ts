/** The two encoders of CLIP (Radford et al. 2021) and SigLIP (Zhai et al. 2023): one for texts, one for pictures. */
import { add } from "../../../graph/arithmetic.ts";
import type { Value } from "../../../graph/graph.ts";
import { prepend, rawReshape } from "../../../graph/layout.ts";
import { firstRows } from "../../../graph/lookup.ts";
import type { Building } from "../../building.ts";
import { encoderLayer, type EncoderNames } from "../encoder-layer.ts";
import { pictureInput, textInputs } from "../inputs.ts";
import { norm, stack } from "../layers.ts";
import { causalMask, paddingMask } from "../masks.ts";
import { patchRows } from "./patches.ts";
import type { TextTower, Tower, VisionTower } from "./twin-config.ts";

/** Where a tower's weights are, and how it is called where there are two. */
export interface TowerPlace {
  /** What its names begin with. */
  readonly at: string;
  readonly tower?: string;
}

const NAMES: EncoderNames = {
  query: "self_attn.q_proj",
  key: "self_attn.k_proj",
  value: "self_attn.v_proj",
  output: "self_attn.out_proj",
  norms: ["layer_norm1", "layer_norm2"],
  feedForward: ["mlp.fc1", "mlp.fc2"],
};

/** @returns Normalized states, [batch, length, hidden_size]. */
export function textStates(
  building: Building,
  config: TextTower,
  { at, ...place }: TowerPlace,
  { isCausal }: { readonly isCausal: boolean },
): Value {
  const { graph, weights } = building;
  const { hidden_size: width } = config;
  const { ids, mask } = textInputs(graph);
  const masks = [paddingMask(graph, mask), ...(isCausal ? [causalMask(graph, ids)] : [])];
  const words = weights.rows(`${at}embeddings.token_embedding.weight`, [config.vocab_size, width], ids);
  const table = weights.tensor(`${at}embeddings.position_embedding.weight`, [
    config.max_position_embeddings,
    width,
  ]);
  const start = add(graph, words, firstRows(graph, table, ids));
  const states = towerLayers(building, config, { at, ...place }, start, masks);
  return norm(building, `${at}final_layer_norm`, states, config.layer_norm_eps);
}

/**
 * @param options.hasClass Whether a token for the whole picture stands in front of the patches; a norm follows then, and
 *   patches are projected without a bias.
 * @returns States of all tokens, [batch, n, hidden_size].
 */
export function visionStates(
  building: Building,
  config: VisionTower,
  { at, ...place }: TowerPlace,
  { hasClass }: { readonly hasClass: boolean },
): Value {
  const { graph, weights } = building;
  const { hidden_size: width, image_size: image, patch_size: patch } = config;
  const pixels = pictureInput(graph, config.num_channels, [image, image]);
  const patches = patchRows(building, `${at}embeddings.patch_embedding`, pixels, {
    ...{ width, sides: [patch, patch] },
    bias: !hasClass,
  });
  const withClass = (): Value =>
    prepend(
      graph,
      rawReshape(graph, weights.tensor(`${at}embeddings.class_embedding`, [width]), [1, 1, width]),
      patches,
    );
  const tokens = hasClass ? withClass() : patches;
  const table = weights.tensor(`${at}embeddings.position_embedding.weight`, [Number(tokens.shape[1]), width]);
  const sum = add(graph, tokens, table);
  // The name is spelled like this in every checkpoint.
  const start = hasClass ? norm(building, `${at}pre_layrnorm`, sum, config.layer_norm_eps) : sum;
  return towerLayers(building, config, { at, ...place }, start, []);
}

export function outputStates({ graph }: Building, { tower }: TowerPlace, states: Value): void {
  graph.output(tower === undefined ? "last_hidden_state" : `${tower}_last_hidden_state`, states);
}

function towerLayers(
  building: Building,
  config: Tower,
  { at, ...place }: TowerPlace,
  start: Value,
  masks: readonly Value[],
): Value {
  const options = {
    ...{ names: NAMES, isNormFirst: true, epsilon: config.layer_norm_eps },
    nHeads: config.num_attention_heads,
    nInner: config.intermediate_size,
    activation: config.hidden_act,
  };
  return stack(building, config.num_hidden_layers, start, (x, layer) =>
    encoderLayer(building, options, `${at}encoder.layers.${layer}`, x, { ...place, layer, masks }),
  );
}
