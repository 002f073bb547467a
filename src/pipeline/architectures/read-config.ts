/** The config.json beside weights, which tells what they are. */
import { companionPath, readCompanion } from "../config/companions.ts";
import { ModelError, UserError } from "../errors.ts";
import { HEAD_BYTES, standIn } from "../problems/stand-in.ts";
import { excerpt } from "../shown-value.ts";
import { quantizedProblem, readArchitecture } from "./check-config.ts";

/**
 * Asked before gigabytes of weights are fetched.
 *
 * @param names Files of the model.
 * @throws {ModelError} naming what is missing, unknown, or quantized.
 */
export async function expectKnownConfig(folder: string, names: readonly string[]): Promise<void> {
  readArchitecture(await readConfig(folder), companionPath(folder, "config.json"));
  const tool = QUANTIZERS.find((name) => names.includes(name));
  if (tool !== undefined) throw new ModelError(quantizedProblem(folder, tool));
}

/** Files of GPTQ and AWQ from before config.json said it. */
const QUANTIZERS = ["quantize_config.json", "quant_config.json"];

/** The same as a question. */
export async function isKnownConfig(folder: string, names: readonly string[]): Promise<boolean> {
  try {
    await expectKnownConfig(folder, names);
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** @throws {ModelError} if there is none, or it is no JSON. */
export async function readConfig(folder: string): Promise<unknown> {
  const path = companionPath(folder, "config.json");
  const text = await readCompanion(folder, "config.json");
  const expected = "config.json of transformers, beside the weights";
  if (text === undefined)
    throw new ModelError({
      what: "the weights have no configuration",
      where: path,
      expected,
      received: "no file",
      cure: "Put the model's config.json there: it tells which architecture the weights belong to.",
    });
  const other = standIn(Buffer.from(text.slice(0, HEAD_BYTES)));
  if (other !== undefined) throw new ModelError({ ...other, where: path, expected });
  try {
    return JSON.parse(text);
  } catch (cause) {
    // The message of the parser shows the place.
    throw new ModelError({
      what: "the configuration is no JSON",
      where: path,
      expected,
      received: text === "" ? "an empty file" : `${excerpt(text)} (${(cause as SyntaxError).message})`,
    });
  }
}
