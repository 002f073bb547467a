/** The schema of files in `content/models` and `content/datasets`. Used at build time only: the browser never loads a schema library. */
import { z } from "zod";
import {
  enginesOf,
  methodsOf,
  optionFields,
  PROJECTION_OPTIONS,
  PROJECTORS,
  type MethodOptions,
} from "../projections/projections.ts";
import type { Projector } from "../projections/projector.ts";
import { INPUT_NAMES, type InputName } from "./input-name.ts";
import { expectedModelSlug, expectedSlug } from "./slug.ts";
import {
  HEADVIS,
  bringsDataset,
  expectedDatasetSource,
  expectedModelSource,
  expectedRevision,
} from "./tokens/source-text.ts";

const positive = z.int().min(1);

/** A string with its own error message. */
const worded = (expectedText: (text: string) => string | undefined) =>
  z.string().superRefine((text, context) => {
    const expected = expectedText(text);
    if (expected !== undefined) context.addIssue({ code: "custom", message: `expected ${expected}` });
  });
const isUnique = (list: readonly unknown[]): boolean => new Set(list).size === list.length;

/** The options that projectors declare, each with its default. */
export function optionSchemas(projectors: readonly Projector[]): Record<string, z.ZodDefault<z.ZodType>> {
  const schemas = optionFields(projectors).map(([name, { byDefault, least, most, isWhole }]) => {
    const value = (isWhole ? z.int() : z.number()).min(least).max(most);
    return [name, byDefault === null ? value.nullable().default(null) : value.default(byDefault)] as const;
  });
  return Object.fromEntries(schemas);
}
const options = optionSchemas(PROJECTORS) as {
  [Name in keyof MethodOptions]: z.ZodDefault<z.ZodType<MethodOptions[Name]>>;
};
const METHODS = methodsOf(PROJECTORS);

/** How the points of a head are projected; every field has a default. */
const projectionSchema = z.strictObject({
  methods: z.array(z.enum(METHODS)).min(1).refine(isUnique, "expected each method once").default(METHODS),
  dims: z
    .array(z.union([z.literal(2), z.literal(3)]))
    .min(1)
    .refine(isUnique, "expected 2, 3 or both, each once")
    .default([2, 3]),
  /** How the scale between queries and keys is chosen: for the best map, or as in AttentionViz. */
  alignment: z.enum(["headland", "paper"]).default(PROJECTION_OPTIONS.alignment),
  /** The engine for methods that have several. */
  engine: z.enum(enginesOf(PROJECTORS)).default(PROJECTION_OPTIONS.engine),
  /** Which points are near: by direction, as in AttentionViz, or by distance, in which lengths count. */
  metric: z.enum(["cosine", "euclidean"]).default(PROJECTION_OPTIONS.metric),
  ...options,
  seed: z.int().min(0).max(0xffffffff).default(PROJECTION_OPTIONS.seed),
});

/** The projection of a dataset without that key. */
export const PROJECTION_DEFAULTS = projectionSchema.parse({});

const source = worded(expectedModelSource);
const positivePair = z.tuple([positive, positive]);
const three = (value: z.ZodNumber) => z.tuple([value, value, value]);

const tensorName = z.string().min(1);
const tensorNames = z.union([tensorName, z.array(tensorName).min(1)]).optional();

/** Describes the input of a model without such files (a single .onnx); takes precedence over the files. */
const inputsSchema = z.strictObject({
  /** Folder with tokenizer.json, or a hub source; by default the folder of the .onnx file. */
  tokenizer: source.optional(),
  /** The same for a decoder whose vocabulary differs from its encoder's. */
  targetTokenizer: source.optional(),
  /** The graph's names for its inputs, by role: `{pixel_values: x}`; a list for a cache of several inputs. */
  names: z
    .strictObject(
      Object.fromEntries(INPUT_NAMES.map((name) => [name, tensorNames])) as Record<
        InputName,
        typeof tensorNames
      >,
    )
    .optional(),
  /** Longest sequence, in tokens. */
  maxLength: positive.optional(),
  /** For pictures: the content of preprocessor_config.json. */
  image: z
    .strictObject({
      /** Side, or height and width, in pixels. */
      size: z.union([positive, positivePair]),
      /** Of each channel, for values of 0 to 1. */
      mean: three(z.number().min(-1e4).max(1e4)).default([0.5, 0.5, 0.5]),
      std: three(z.number().min(1e-4).max(1e4)).default([0.5, 0.5, 0.5]),
      /** The resampling kernel; bilinear by default. */
      resample: z.enum(["nearest", "lanczos", "bilinear", "bicubic", "box", "hamming"]).optional(),
    })
    .optional(),
  /** Side of a picture's patches, or their height and width, in pixels; by default as the graph cuts the picture. */
  patch: z.union([positive, positivePair]).optional(),
  /** Rows and columns of patches; takes precedence over everything else. */
  grid: positivePair.optional(),
});

const described = {
  name: z.string().min(1).max(80),
  description: z.string().max(300).default(""),
  license: z.string().max(80).default("unknown"),
};

/** The dataset that a model's own file brings; every field has a default. */
export const ownDatasetSchema = z.strictObject({
  ...described,
  name: described.name.default("Sentences"),
  /** That of the model if not given. */
  license: z.string().max(80).optional(),
  /** Its name in addresses. */
  slug: worded(expectedSlug).default("sentences"),
  limit: z.strictObject({ sequences: positive.default(200), points: positive.default(10000) }).prefault({}),
  color: z.string().min(1).optional(),
  projection: projectionSchema.prefault({}),
});
export type OwnDatasetConfig = z.infer<typeof ownDatasetSchema>;

const modelFields = z.strictObject({
  ...described,
  /** If false, the model is built only if a command names it. */
  enabled: z.boolean().default(true),
  /** `./weights/tiny-gpt` (below content/), an absolute folder, a .onnx or .safetensors file, or `hub:org/name@revision`. */
  source,
  /** Path inside the source of the .onnx file, of several that make one model, or of a .safetensors file; by default the best. */
  file: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1).refine(isUnique, "expected each file once")])
    .optional(),
  /** What the model is read from if it has both; by default its ONNX files, and its weights if those are not understood. */
  weights: z.enum(["safetensors", "onnx"]).optional(),
  inputs: inputsSchema.prefault({}),
  /** Names of files in content/datasets; needed unless the source brings its own sentences. */
  datasets: z.array(worded(expectedSlug)).min(1).refine(isUnique, "expected each dataset once").optional(),
  /** How the sentences of such a source are called and shown. */
  dataset: ownDatasetSchema.optional(),
  /** For a checkpoint: the trained model, the number of training steps, and the name of this stage if it is no step. */
  checkpoint: z
    .strictObject({
      of: worded(expectedModelSlug),
      step: z.int().min(0),
      name: z.string().min(1).max(80).exactOptional(),
    })
    .optional(),
  /** Revisions of the source in the order of the training: each is shown as a checkpoint of the model. */
  checkpoints: z
    .strictObject({
      revisions: z.array(worded(expectedRevision)).min(1).refine(isUnique, "expected each revision once"),
    })
    .optional(),
  /** Treatment of special tokens (CLS, SEP, BOS …): they are kept and marked unless dropped here. */
  special: z.strictObject({ bos: z.enum(["keep", "drop"]).default("keep") }).prefault({}),
});
/** Keys that a model of captured vectors does not have, because nothing runs. */
const RUN_KEYS = ["datasets", "file", "weights", "checkpoints"] as const;

/** Keys of its dataset that say how maps are made. */
const MAP_KEYS = ["limit", "color", "projection"] as const;
const DATASET_DEFAULTS = ownDatasetSchema.parse({});

/** Whether a value says more than what holds anyway. */
function isSaid(value: unknown, byDefault: unknown): boolean {
  return value !== undefined && JSON.stringify(value) !== JSON.stringify(byDefault);
}

export const modelConfigSchema = modelFields.superRefine(
  (written: unknown, context) => {
    // It is asked of files with other mistakes, too, so that all are told at once.
    const model = (typeof written === "object" ? written : null) as Partial<
      z.infer<typeof modelFields>
    > | null;
    const isOwn = typeof model?.source === "string" && bringsDataset(model.source);
    const refuse = (path: string[], expected: string): void =>
      context.addIssue({ code: "custom", path, message: `expected ${expected}` });
    if (!isOwn) {
      if (model?.datasets === undefined) refuse(["datasets"], "a list of names of files in content/datasets");
      if (model?.dataset !== undefined)
        refuse(["dataset"], "no such key, unless the source is vectors:… or headvis:…");
      return;
    }
    const isTree = model.source?.startsWith(HEADVIS) === true;
    const what = isTree ? "a HeadVis tree" : "a file of vectors";
    for (const key of RUN_KEYS)
      if (model[key] !== undefined)
        refuse([key], `no such key: the source is ${what} with its own sentences`);
    if (model.special?.bos === "drop")
      refuse(["special", "bos"], `keep: ${isTree ? "patterns" : "vectors"} are shown as they are`);
    if (Object.keys(model.inputs ?? {}).length > 0)
      refuse(["inputs"], `no such key: the source is ${what}, and nothing is fed`);
    if (!isTree) return;
    if (model.checkpoint !== undefined)
      refuse(["checkpoint"], "no such key: heads of a HeadVis tree have no maps to compare along a training");
    for (const key of MAP_KEYS)
      if (isSaid(model.dataset?.[key], DATASET_DEFAULTS[key]))
        refuse(["dataset", key], "no such key: heads of a HeadVis tree are shown as they are, without maps");
  },
  { when: () => true },
);

export type ModelConfig = z.infer<typeof modelConfigSchema>;

export const datasetConfigSchema = z.strictObject({
  ...described,
  kind: z.enum(["text", "images", "audio"]),
  /** Beside the YAML file: .txt (a sequence per line), .jsonl ({text, spans, …labels}), .csv; images and audio (.wav): a folder. */
  source: worded(expectedDatasetSource),
  /** Larger datasets are sampled with a seed; the page says so. */
  limit: z
    .strictObject({
      sequences: positive.default(200),
      tokensPerSequence: positive.default(64),
      points: positive.default(10000),
      /** Texts longer than the model or tokensPerSequence allows: shown in several windows, or cut. */
      window: z.enum(["split", "cut"]).default("split"),
    })
    .prefault({}),
  /** The unit of span positions: characters as in Python, or UTF-16 units as in JavaScript. */
  spanUnits: z.enum(["characters", "utf16"]).default("characters"),
  /** The grid for which lists of labels per patch are made; a model with another grid is shown without them. */
  labelGrid: positivePair.optional(),
  /** The color mode in which all heads open; by default the one that explains the map of each head best. */
  color: z.string().min(1).optional(),
  projection: projectionSchema.prefault({}),
});
export type DatasetConfig = z.infer<typeof datasetConfigSchema>;
