/** All families that are known. To add one, write its file in `families/` and name it here. */
import { albert } from "./families/albert.ts";
import { bert } from "./families/bert.ts";
import { distilbert } from "./families/distilbert.ts";
import { electra } from "./families/electra.ts";
import { gptNeo } from "./families/gpt-neo.ts";
import { gptNeox } from "./families/gpt-neox.ts";
import { gpt2 } from "./families/gpt2.ts";
import { mpnet } from "./families/mpnet.ts";
import { roberta } from "./families/roberta.ts";
import { vit } from "./families/vit.ts";
import type { Family } from "./family.ts";

const FAMILIES: readonly Family[] = [
  bert,
  roberta,
  distilbert,
  electra,
  albert,
  mpnet,
  gpt2,
  gptNeo,
  gptNeox,
  vit,
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
