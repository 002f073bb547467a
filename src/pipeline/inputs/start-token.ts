/** What a decoder reads first. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** `decoder_start_token_id`; undefined where nothing says. */
export async function readStartId(modelFolder: string): Promise<number | undefined> {
  for (const file of ["config.json", "generation_config.json"]) {
    const text = await readFile(join(modelFolder, file), "utf8").catch(() => "{}");
    const id = idIn(text);
    if (id !== undefined) return id;
  }
  return undefined;
}

function idIn(text: string): number | undefined {
  try {
    const config = JSON.parse(text) as { decoder_start_token_id?: unknown } | null;
    const id = config?.decoder_start_token_id;
    return typeof id === "number" && Number.isInteger(id) && id >= 0 ? id : undefined;
  } catch (error) {
    // A damaged config.json says nothing.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
