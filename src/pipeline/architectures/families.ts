/** All families that are known. To add one, write its file in `families/` and name it here. */
import { bloom } from "./families/decoders/bloom.ts";
import { cohere, cohere2 } from "./families/decoders/cohere.ts";
import { falcon } from "./families/decoders/falcon.ts";
import { gemma, gemma2, gemma3, gemma3Text } from "./families/decoders/gemma.ts";
import { gptBigcode } from "./families/decoders/gpt-bigcode.ts";
import { gptJ, phi } from "./families/decoders/gpt-j.ts";
import { gptNeo } from "./families/decoders/gpt-neo.ts";
import { gptNeox } from "./families/decoders/gpt-neox.ts";
import { gpt } from "./families/decoders/gpt.ts";
import { gpt2 } from "./families/decoders/gpt2.ts";
import { granite, llama, mistral, smollm3 } from "./families/decoders/llama.ts";
import { olmo, olmo2, olmo3 } from "./families/decoders/olmo.ts";
import { opt } from "./families/decoders/opt.ts";
import { phi3 } from "./families/decoders/phi3.ts";
import { qwen2, qwen3 } from "./families/decoders/qwen.ts";
import { stablelm } from "./families/decoders/stablelm.ts";
import { starcoder2 } from "./families/decoders/starcoder2.ts";
import { bart } from "./families/encoder-decoders/bart.ts";
import { t5 } from "./families/encoder-decoders/t5.ts";
import { whisper } from "./families/encoder-decoders/whisper.ts";
import { albert } from "./families/encoders/albert.ts";
import { bert } from "./families/encoders/bert.ts";
import { distilbert } from "./families/encoders/distilbert.ts";
import { electra } from "./families/encoders/electra.ts";
import { modernbert } from "./families/encoders/modernbert.ts";
import { mpnet } from "./families/encoders/mpnet.ts";
import { roberta } from "./families/encoders/roberta.ts";
import { beit } from "./families/vision/beit.ts";
import { clip, clipText, clipVision } from "./families/vision/clip.ts";
import { deit } from "./families/vision/deit.ts";
import { dinov2, dinov2WithRegisters } from "./families/vision/dinov2.ts";
import { siglip, siglipText, siglipVision } from "./families/vision/siglip.ts";
import { vit } from "./families/vision/vit.ts";
import type { Family } from "./family.ts";

const FAMILIES: readonly Family[] = [
  bert,
  roberta,
  distilbert,
  electra,
  albert,
  mpnet,
  modernbert,
  gpt,
  gpt2,
  gptNeo,
  gptNeox,
  gptBigcode,
  falcon,
  gptJ,
  phi,
  opt,
  bloom,
  llama,
  mistral,
  granite,
  smollm3,
  qwen2,
  qwen3,
  phi3,
  olmo,
  olmo2,
  olmo3,
  stablelm,
  cohere,
  cohere2,
  starcoder2,
  gemma,
  gemma2,
  gemma3Text,
  gemma3,
  t5,
  bart,
  whisper,
  vit,
  deit,
  beit,
  dinov2,
  dinov2WithRegisters,
  clip,
  clipText,
  clipVision,
  siglip,
  siglipText,
  siglipVision,
];

/** By `model_type`. */
const BY_TYPE: ReadonlyMap<string, Family> = new Map(
  FAMILIES.flatMap((family) => family.modelTypes.map((type) => [type, family] as const)),
);

export function familyOf(modelType: string): Family | undefined {
  return BY_TYPE.get(modelType);
}

/** Every `model_type` whose weights can be opened, sorted. */
export function knownModelTypes(): string[] {
  return [...BY_TYPE.keys()].sort();
}
