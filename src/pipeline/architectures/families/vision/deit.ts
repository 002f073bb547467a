/** DeiT (Touvron et al. 2020): ViT with a second token that learns from a teacher. */
import { family } from "../../family.ts";
import { buildVit, vitConfig } from "./vit.ts";

export const deit = family({
  modelTypes: ["deit"],
  config: vitConfig,
  prefixes: ["deit.", ""],
  anchor: "embeddings.distillation_token",
  spare: [
    /^(deit\.)?pooler\.dense\./,
    /^(cls_|distillation_)?classifier\./,
    /(^|\.)embeddings\.mask_token$/,
    /^decoder\./,
  ],
  build: (building, config) => buildVit(building, config, ["cls_token", "distillation_token"]),
});
