/** CLIP (Radford et al. 2021): a causal encoder for texts and a ViT for pictures, together or alone. */
import type { Building } from "../../building.ts";
import { textTower, visionTower, type TextTower, type VisionTower } from "../../parts/vision/twin-config.ts";
import { twinFamilies } from "../../parts/vision/twin-families.ts";
import { outputStates, textStates, visionStates, type TowerPlace } from "../../parts/vision/twin-towers.ts";

const COMMON = { num_hidden_layers: 12, hidden_act: "quick_gelu", layer_norm_eps: 1e-5 } as const;
const TEXT = textTower({
  ...COMMON,
  ...{ vocab_size: 49408, max_position_embeddings: 77 },
  ...{ hidden_size: 512, intermediate_size: 2048, num_attention_heads: 8 },
});
const VISION = visionTower({
  ...COMMON,
  ...{ num_channels: 3, image_size: 224, patch_size: 32 },
  ...{ hidden_size: 768, intermediate_size: 3072, num_attention_heads: 12 },
});

const SPARE = [
  /embeddings\.position_ids$/,
  // Only the token of the whole picture passes it, behind the last attention.
  /^(vision_model\.)?post_layernorm\./,
  /^(text|visual)_projection\.weight$/,
  /^(logit_scale|classifier\.(weight|bias))$/,
];

export const [clip, clipText, clipVision] = twinFamilies({
  modelType: "clip",
  text: TEXT,
  vision: VISION,
  visionAnchor: "embeddings.class_embedding",
  spare: SPARE,
  buildText,
  buildVision,
});

function buildText(building: Building, config: TextTower, place: TowerPlace): void {
  const states = textStates(building, config, place, { isCausal: true });
  outputStates(building, place, states);
}

function buildVision(building: Building, config: VisionTower, place: TowerPlace): void {
  const states = visionStates(building, config, place, { hasClass: true });
  outputStates(building, place, states);
}
