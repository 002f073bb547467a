/** What config.json says of a picture's tokens. */
import { readCompanionObject } from "../../config/companions.ts";
import { isObject, type JsonObject } from "../json-object.ts";
import { toSize, type Size } from "./patch-grid.ts";

export interface VisionConfig {
  /** Size of a patch in pixels. */
  readonly patch: Size | undefined;
  readonly nRegisters: number;
  /** Whether a token learns from a teacher, behind CLS. */
  readonly isDistilled: boolean;
}

/** Of models with several towers, that of the one that sees. A model without config.json is known by its graph alone. */
export async function readVisionConfig(modelFolder: string): Promise<VisionConfig> {
  const config = (await readCompanionObject(modelFolder, "config.json")) ?? {};
  const nested = config["vision_config"] ?? config["encoder"];
  const vision: JsonObject = isObject(nested) ? { ...config, ...nested } : config;
  const architecture = typeof vision["architecture"] === "string" ? vision["architecture"] : "";
  const stated = vision["num_register_tokens"] ?? Number(/_reg(\d+)/.exec(architecture)?.[1] ?? 0);
  return {
    patch: toSize(vision["patch_size"]),
    nRegisters: typeof stated === "number" && Number.isInteger(stated) && stated > 0 ? stated : 0,
    isDistilled: vision["model_type"] === "deit" || architecture.includes("distilled"),
  };
}

/** What special tokens in front of patches are called: CLS where it stands alone, others only where the configuration tells. */
export function specialNames(
  nSpecial: number,
  { nRegisters, isDistilled }: Omit<VisionConfig, "patch">,
): string[] {
  const numbered = (name: string, length: number): string[] =>
    Array.from({ length }, (_, i) => `[${name}${i + 1}]`);
  if (nSpecial === nRegisters) return numbered("REG", nRegisters);
  if (nSpecial === nRegisters + 1) return ["[CLS]", ...numbered("REG", nRegisters)];
  return nSpecial === 2 && isDistilled ? ["[CLS]", "[DIST]"] : numbered("special ", nSpecial);
}
