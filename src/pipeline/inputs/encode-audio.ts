/** Stage 3 for sound: recordings → the log-mel spectrogram a model of speech takes; its tokens are moments. */
import { readFile } from "node:fs/promises";
import type { DatasetConfig } from "#atlas/config.schema.ts";
import { companionPath, readCompanionObject } from "../config/companions.ts";
import { ConfigError, describeProblem, ModelError } from "../errors.ts";
import type { EncodedSequence, Pixels } from "./encoded-dataset.ts";
import type { RecordingFile } from "./read-recordings.ts";
import { readWav } from "./read-wav.ts";
import type { PreparedDataset } from "./sample-dataset.ts";

export interface AudioProcessor {
  /** In samples per second. */
  readonly sampleRate: number;
  /** What the model takes at once; shorter recordings are padded to it with silence. */
  readonly seconds: number;
  /** float32 [bands, frames] */
  readonly features: (path: string) => Promise<Pixels>;
}

export interface AudioOptions {
  readonly limit: Pick<DatasetConfig["limit"], "tokensPerSequence">;
  /** Moments of a whole input, as the model's own attention has them. */
  readonly tokensPerInput: number;
}

/** @throws {ModelError} if the model's preprocessor_config.json names no extractor of sound that is known. */
export async function openAudioProcessor(modelFolder: string): Promise<AudioProcessor> {
  const config = (await readCompanionObject(modelFolder, "preprocessor_config.json")) ?? {};
  const { sampling_rate: sampleRate, n_samples: nSamples, feature_extractor_type: name } = config;
  if (name !== "WhisperFeatureExtractor" || typeof sampleRate !== "number" || typeof nSamples !== "number") {
    throw new ModelError(
      describeProblem({
        what: "the model does not say how it takes sound",
        where: companionPath(modelFolder, "preprocessor_config.json"),
        expected: "feature_extractor_type WhisperFeatureExtractor, sampling_rate and n_samples",
        received: JSON.stringify({ name, sampleRate, nSamples }),
        cure: "Copy preprocessor_config.json from where the model came from; of models of sound, Whisper is known.",
      }),
    );
  }
  const { WhisperFeatureExtractor } = await import("@huggingface/transformers");
  const extractor = new WhisperFeatureExtractor(config);
  const features = async (file: string): Promise<Pixels> => {
    const { samples } = readWav(await readFile(file), file);
    // Longer ones are cut here, for the extractor would warn on the terminal.
    const output = (await extractor(samples.subarray(0, nSamples))) as {
      input_features: { data: Float32Array; dims: number[] };
    };
    return { data: output.input_features.data, dims: output.input_features.dims.slice(1) };
  };
  return { sampleRate, seconds: nSamples / sampleRate, features };
}

/** @throws {ConfigError} naming every recording of another sample rate. */
export function encodeAudio(
  recordings: readonly RecordingFile[],
  processor: AudioProcessor,
  options: AudioOptions,
): PreparedDataset {
  checkRates(recordings, processor);
  const { limit, tokensPerInput } = options;
  const secondsPerToken = processor.seconds / tokensPerInput;
  const longest = Math.min(tokensPerInput, limit.tokensPerSequence);
  const spans = recordings.map(({ seconds }) => Math.max(1, Math.ceil(seconds / secondsPerToken)));
  const nCut = spans.filter((length) => length > longest).length;
  return {
    kind: "text",
    sequences: recordings.map((recording, i) =>
      encodeRecording(recording, Math.min(spans[i]!, longest), secondsPerToken, processor),
    ),
    tooLong: nCut === 0 ? null : { limit: longest, nSplit: 0, nCut },
    grid: null,
    remarks: [
      `The model hears ${processor.seconds} s at once, silence behind a recording included; weight on what is not shown is missing from the patterns.`,
    ],
  };
}

function encodeRecording(
  { path, labels }: RecordingFile,
  nTokens: number,
  secondsPerToken: number,
  processor: AudioProcessor,
): EncodedSequence {
  const moments = Array.from({ length: nTokens }, (_, i) => ` ${(i * secondsPerToken).toFixed(2)} s`);
  return {
    ids: [],
    typeIds: [],
    tokens: moments,
    isSpecial: moments.map(() => false),
    labels,
    tokenLabels: new Map(),
    pixels: () => processor.features(path),
  };
}

function checkRates(recordings: readonly RecordingFile[], processor: AudioProcessor): void {
  const others = recordings.filter(({ sampleRate }) => sampleRate !== processor.sampleRate);
  if (others.length === 0) return;
  const messages = others.map(({ path, sampleRate }) =>
    describeProblem({
      what: "the recording has another sample rate than the model takes",
      where: path,
      expected: `${processor.sampleRate} Hz`,
      received: `${sampleRate} Hz`,
      cure: `Convert it: ffmpeg -i FILE -ac 1 -ar ${processor.sampleRate} FILE.wav`,
    }),
  );
  throw new ConfigError(messages.join("\n"));
}
