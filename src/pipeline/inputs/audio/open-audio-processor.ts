/** Turns recordings into the input of a speech model, as its own files specify. */
import { z } from "zod";
import { companionPath, readCompanionObject } from "../../config/companions.ts";
import { readRegularFile } from "../../config/regular-file.ts";
import { problemsOf } from "../../config/schema-problems.ts";
import { describeProblem, ModelError } from "../../errors.ts";
import { shownValue } from "../../shown-value.ts";
import type { Pixels } from "../encoded-dataset.ts";
import { isObject, withoutNulls, type JsonObject } from "../json-object.ts";
import { logMel, type LogMelSettings } from "./log-mel.ts";
import { readWav } from "./read-wav.ts";

export interface AudioProcessor {
  /** In samples per second. */
  readonly sampleRate: number;
  /** Length of one input in seconds; shorter recordings are padded with silence. */
  readonly seconds: number;
  /** float32 [bands, frames] */
  readonly features: (path: string) => Promise<Pixels>;
}

const CURE =
  "Copy preprocessor_config.json from the model's original source. Of audio models, Headland knows Whisper.";

/** Defaults of WhisperFeatureExtractor in transformers for keys that the file leaves out. */
const whisperSchema = z.looseObject({
  sampling_rate: z.int().min(1000).max(384_000).default(16_000),
  feature_size: z.int().min(1).max(1024).default(80),
  n_fft: z.int().min(2).max(8192).default(400),
  hop_length: z.int().min(1).max(65_536).default(160),
  /** In seconds. This key decides; `n_samples` only repeats it in samples. */
  chunk_length: z.number().positive().max(3600).optional(),
  n_samples: z.int().min(1).optional(),
  padding_value: z.number().min(-1e4).max(1e4).default(0),
  do_normalize: z.boolean().default(false),
  /** Random noise added against silence; with it, the same recording would give different numbers each time. */
  dither: z.literal(0, { error: "expected 0, as noise would change the numbers each time" }).default(0),
});

/** @throws {ModelError} if the model's files name no known audio extractor, or naming every mistake in them. */
export async function openAudioProcessor(modelFolder: string): Promise<AudioProcessor> {
  const { file, where } = await readFileOfSound(modelFolder);
  const settings = settingsFrom(file, where);
  const hear = logMel(settings);
  const { sampleRate, nSamples } = settings;
  return {
    sampleRate,
    seconds: nSamples / sampleRate,
    features: async (path) => hear(readWav(await readRegularFile(path), path).samples),
  };
}

/** As in transformers, one file for all processors of a model takes precedence. */
async function readFileOfSound(modelFolder: string): Promise<{ file: JsonObject; where: string }> {
  const joined = await readCompanionObject(modelFolder, "processor_config.json");
  const nested = joined?.["feature_extractor"];
  if (isObject(nested)) return { file: nested, where: companionPath(modelFolder, "processor_config.json") };
  const own = await readCompanionObject(modelFolder, "preprocessor_config.json");
  return { file: own ?? {}, where: companionPath(modelFolder, "preprocessor_config.json") };
}

function settingsFrom(file: JsonObject, where: string): LogMelSettings {
  const keys = withoutNulls(file);
  const { feature_extractor_type: name, sampling_rate: rate } = keys;
  if (name !== "WhisperFeatureExtractor")
    throw new ModelError({
      what: "the model does not specify its audio input",
      where,
      expected: "feature_extractor_type WhisperFeatureExtractor",
      received: shownValue({ name, sampleRate: rate }),
      cure: CURE,
    });
  const parsed = whisperSchema.safeParse(keys);
  if (!parsed.success) {
    const mistakes = problemsOf(parsed.error, keys, where, whisperSchema).map(describeProblem);
    throw new ModelError(`${mistakes.join("\n")}\n  ${CURE}`);
  }
  const { data } = parsed;
  const seconds =
    data.chunk_length ?? (data.n_samples === undefined ? 30 : data.n_samples / data.sampling_rate);
  const nSamples = Math.round(seconds * data.sampling_rate);
  // The sound is reflected at its ends by half a window, and gives at least one moment.
  const least = Math.max(data.hop_length + (data.n_fft % 2), Math.floor(data.n_fft / 2) + 1);
  if (nSamples < least)
    throw new ModelError({
      what: "the audio input of the model would be too short",
      where: `${where}, chunk_length`,
      expected: `at least ${least} samples, for n_fft ${data.n_fft} and hop_length ${data.hop_length}`,
      received: `${nSamples}`,
      cure: CURE,
    });
  return {
    sampleRate: data.sampling_rate,
    nSamples,
    nBands: data.feature_size,
    windowLength: data.n_fft,
    hopLength: data.hop_length,
    padding: data.padding_value,
    isStandardized: data.do_normalize,
  };
}
