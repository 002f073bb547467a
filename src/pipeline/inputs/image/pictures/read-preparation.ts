/** Reads from a model's files how its pictures are prepared. */
import {
  companionPath,
  parseObject,
  readCompanion,
  readCompanionObject,
} from "../../../config/companions.ts";
import { problemsOf } from "../../../config/schema-problems.ts";
import { describeProblem, ModelError, type Problem } from "../../../errors.ts";
import { excerpt, shownValue } from "../../../shown-value.ts";
import { isObject, withoutNulls, type JsonObject } from "../../json-object.ts";
import { parseJson } from "../../parse-json.ts";
import { findProcessorClass } from "./find-processor-class.ts";
import { NOT_DONE, OLDER_KEYS, pictureConfigSchema, type PictureConfig } from "./picture-config.ts";
import { PlanError } from "./plan-error.ts";
import { planPreparation } from "./plan-preparation.ts";
import { planTimm } from "./plan-timm.ts";
import type { Preparation } from "./preparation.ts";
import type { ProcessorClass } from "./processor-classes.ts";

export interface ReadPreparation {
  readonly preparation: Preparation;
  /** Warnings for the page. */
  readonly warnings: readonly string[];
}

const CURE =
  "Correct the file, or specify the preparation in the model's YAML: inputs.image takes precedence over the file.";

/** @throws {ModelError} naming every mistake, or saying that nothing says how the model sees pictures. */
export async function readPreparation(modelFolder: string): Promise<ReadPreparation> {
  const config = await readCompanionObject(modelFolder, "config.json");
  // As in transformers, one file for all of a model's processors goes before.
  const joined = await readCompanionObject(modelFolder, "processor_config.json");
  const nested = joined?.["image_processor"];
  if (isObject(nested)) return planFile(nested, companionPath(modelFolder, "processor_config.json"), config);
  const where = companionPath(modelFolder, "preprocessor_config.json");
  const text = await readCompanion(modelFolder, "preprocessor_config.json");
  const own = text === undefined ? undefined : parseObject(text);
  if (isObject(own)) {
    if (takesSound(own)) throw soundError(modelFolder);
    return planFile(own, where, config);
  }
  const mistake = text === undefined ? null : parseJson(text).problem;
  if (mistake !== null)
    throw problem([{ what: "this is not JSON", where, expected: "what JSON allows", ...mistake }]);
  const timm = config?.["pretrained_cfg"];
  if (isObject(timm))
    return { preparation: planTimm(timm, companionPath(modelFolder, "config.json")), warnings: [] };
  throw new ModelError({
    what: "the model does not specify how to prepare pictures",
    where,
    expected: "preprocessor_config.json beside the model, or inputs.image in its YAML",
    received: text === undefined ? "no file" : excerpt(text, 40),
    cure: "Copy it from the model's original source.",
  });
}

function planFile(file: JsonObject, where: string, config: JsonObject | undefined): ReadPreparation {
  const keys = withOlderKeys(withoutNulls(file));
  const found = findProcessorClass(keys, config);
  const parsed = pictureConfigSchema.safeParse(keys);
  if (found.mistake) throw problem([{ ...found.mistake, where: `${where}, image_processor_type` }]);
  const mistakes: Problem[] = [
    ...notDone(keys, where),
    ...(parsed.success ? [] : problemsOf(parsed.error, keys, where, pictureConfigSchema)),
  ];
  if (!parsed.success || mistakes.length > 0) throw problem(mistakes);
  try {
    const preparation = planPreparation(parsed.data, found.known);
    return { preparation, warnings: [...found.warnings, ...warningsOn(parsed.data, found.known)] };
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    const { key, ...mistake } = error.mistake;
    throw problem([{ ...mistake, where: `${where}, ${key}` }]);
  }
}

function withOlderKeys(file: JsonObject): JsonObject {
  const older = Object.entries(OLDER_KEYS).filter(([now, then]) => !(now in file) && then in file);
  return { ...file, ...Object.fromEntries(older.map(([now, then]) => [now, file[then]])) };
}

function notDone(file: JsonObject, where: string): Problem[] {
  return NOT_DONE.filter((key) => Boolean(file[key])).map((key) => ({
    what: "the file asks for a step that Headland does not support",
    where: `${where}, ${key}`,
    expected: "a picture that is resized, cropped and scaled",
    received: shownValue(file[key]),
  }));
}

function warningsOn(file: PictureConfig, { ignores, disputed }: ProcessorClass): string[] {
  const passed = ignores.filter((key) => file[key] === true);
  const open = Object.entries(disputed).filter(([key]) => file[key] === undefined);
  return [
    ...passed.map((key) => `The model's image processor ignores ${key}, although its file sets it.`),
    ...open.map(
      ([key, value]) =>
        `The model's file leaves ${key} open: it is taken as transformers 4 does; later versions take ${value}.`,
    ),
  ];
}

function problem(mistakes: readonly Problem[]): ModelError {
  // One cure for all of them.
  const last = mistakes.length - 1;
  const told = mistakes.map((mistake, i) =>
    describeProblem(i === last ? { cure: CURE, ...mistake } : mistake),
  );
  return new ModelError(told.join("\n"));
}

function takesSound(file: JsonObject): boolean {
  return file["sampling_rate"] !== undefined && file["image_processor_type"] === undefined;
}

function soundError(modelFolder: string): ModelError {
  return new ModelError({
    what: "the model takes sound",
    where: modelFolder,
    expected: "a dataset of kind audio",
    received: "pictures",
  });
}
