/** What a decoder reads first. */
import { readCompanionObject } from "../../config/companions.ts";

/** `decoder_start_token_id`; undefined where nothing says, which a damaged file does not. */
export async function readStartId(modelFolder: string): Promise<number | undefined> {
  for (const file of ["config.json", "generation_config.json"] as const) {
    const id = (await readCompanionObject(modelFolder, file))?.["decoder_start_token_id"];
    if (typeof id === "number" && Number.isInteger(id) && id >= 0) return id;
  }
  return undefined;
}
