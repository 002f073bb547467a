/** Which image processor of transformers a file means, and what is to be said about it. */
import type { Problem } from "../../../errors.ts";
import { isObject, type JsonObject } from "../../json-object.ts";
import { CLASS_OF_MODEL } from "./model-classes.ts";
import { PROCESSOR_CLASSES, type ProcessorClass } from "./processor-classes.ts";
import { REFUSED } from "./refused-processors.ts";

export interface FoundClass {
  readonly known: ProcessorClass;
  /** Warnings for the page. */
  readonly warnings: readonly string[];
  /** Why it cannot be followed. */
  readonly mistake?: Omit<Problem, "where">;
}

/** What is taken where nothing else is known. */
const USUAL = "ViT";

/**
 * @param file What preprocessor_config.json holds. @param config What config.json holds: files of old models name no class,
 * and transformers goes by the kind of model then.
 */
export function findProcessorClass(file: JsonObject, config: JsonObject | undefined): FoundClass {
  const named = [file["image_processor_type"], file["feature_extractor_type"]].find(
    (name) => typeof name === "string",
  );
  return typeof named === "string" ? byName(named) : byModel(config);
}

function byName(named: string): FoundClass {
  const name = named.replace(/(ImageProcessor|FeatureExtractor)(Fast|Pil)?$/, "");
  const refused = own(REFUSED, name);
  const known = own(PROCESSOR_CLASSES, name);
  if (refused !== undefined) {
    const mistake = {
      what: `this image processor ${refused}, and that is not done here`,
      expected: "one that resizes, crops and scales a picture",
      received: named,
    };
    return { known: usual(), warnings: [], mistake };
  }
  if (known) return { known, warnings: [] };
  const warning = `The image processor ${named} is not known here: pictures are prepared as the keys in its file say, and as a ${USUAL}ImageProcessor does where they say nothing.`;
  return { known: usual(), warnings: [warning] };
}

function byModel(config: JsonObject | undefined): FoundClass {
  const vision = config?.["vision_config"];
  const types = [config?.["model_type"], isObject(vision) ? vision["model_type"] : undefined];
  const names = types.flatMap((type) => (typeof type === "string" ? (own(CLASS_OF_MODEL, type) ?? []) : []));
  const known = names[0] === undefined ? undefined : own(PROCESSOR_CLASSES, names[0]);
  if (known) return { known, warnings: [] };
  const warning = `The model's files name no image processor: where they leave something open, pictures are prepared as a ${USUAL}ImageProcessor does.`;
  return { known: usual(), warnings: [warning] };
}

function usual(): ProcessorClass {
  return PROCESSOR_CLASSES[USUAL]!;
}

/** Files may name anything, `constructor` too. */
function own<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
