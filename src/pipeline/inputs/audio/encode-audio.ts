/** Stage 3 for sound: recordings → the log-mel spectrogram that a speech model reads. Its tokens are moments in time. */
import type { DatasetConfig } from "#atlas/config.schema.ts";
import { expectNone } from "../../errors.ts";
import type { EncodedSequence } from "../encoded-dataset.ts";
import type { PreparedDataset } from "../sample-dataset.ts";
import type { AudioProcessor } from "./open-audio-processor.ts";
import type { RecordingFile } from "./read-recordings.ts";

export interface AudioOptions {
  readonly limit: Pick<DatasetConfig["limit"], "tokensPerSequence">;
  /** Number of moments of a full input, as in the model's own attention. */
  readonly tokensPerInput: number;
}

/** @throws {ConfigError} naming every recording with another sample rate. */
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
    warnings: [
      `The model reads ${processor.seconds} s at once and includes the silence after a recording. Weight on moments that are not shown is missing from the patterns.`,
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
  const messages = others.map(({ path, sampleRate }) => ({
    what: "the sample rate of the recording does not match the model",
    where: path,
    expected: `${processor.sampleRate} Hz`,
    received: `${sampleRate} Hz`,
    cure: `Convert it: ffmpeg -i FILE -ac 1 -ar ${processor.sampleRate} FILE.wav`,
  }));
  expectNone(messages);
}
