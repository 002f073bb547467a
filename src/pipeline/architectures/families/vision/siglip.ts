/** SigLIP (Zhai et al. 2023) and SigLIP 2 of fixed size: encoders for texts and pictures without a class token. */
import type { Building } from "../../building.ts";
import { norm } from "../../parts/layers.ts";
import { textTower, visionTower, type TextTower, type VisionTower } from "../../parts/vision/twin-config.ts";
import { twinFamilies } from "../../parts/vision/twin-families.ts";
import { outputStates, textStates, visionStates, type TowerPlace } from "../../parts/vision/twin-towers.ts";

const COMMON = {
  hidden_size: 768,
  intermediate_size: 3072,
  num_hidden_layers: 12,
  num_attention_heads: 12,
  hidden_act: "gelu_pytorch_tanh",
  layer_norm_eps: 1e-6,
} as const;
const TEXT = textTower({ ...COMMON, vocab_size: 32000, max_position_embeddings: 64 });
const VISION = visionTower({ ...COMMON, num_channels: 3, image_size: 224, patch_size: 16 });

const SPARE = [
  /embeddings\.position_ids$/,
  // One vector for a text, and attention of one learned query to a picture.
  /^((text|vision)_model\.)?head\./,
  /^(logit_scale|logit_bias|classifier\.(weight|bias))$/,
];

export const [siglip, siglipText, siglipVision] = twinFamilies({
  modelType: "siglip",
  text: TEXT,
  vision: VISION,
  visionAnchor: "embeddings.patch_embedding.weight",
  spare: SPARE,
  buildText,
  buildVision,
});

function buildText(building: Building, config: TextTower, place: TowerPlace): void {
  const states = textStates(building, config, place, { isCausal: false });
  outputStates(building, place, states);
}

function buildVision(building: Building, config: VisionTower, place: TowerPlace): void {
  const states = visionStates(building, config, place, { hasClass: false });
  const normed = norm(building, `${place.at}post_layernorm`, states, config.layer_norm_eps);
  outputStates(building, place, normed);
}
