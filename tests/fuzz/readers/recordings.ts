/** .wav files of every format: checked as a dataset's, then made into what a model hears. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeAudio } from "#pipeline/inputs/audio/encode-audio.ts";
import { readRecordings } from "#pipeline/inputs/audio/read-recordings.ts";
import { openAudioProcessor } from "#pipeline/inputs/audio/open-audio-processor.ts";
import { mutate } from "../mutate.ts";
import type { FuzzReader } from "../reader.ts";
import { wave } from "../seeds.ts";

const SEEDS = [
  ...[8, 16, 24, 32].map((bits) => wave({ code: 1, bits, nChannels: 1 })),
  ...[32, 64].map((bits) => wave({ code: 3, bits, nChannels: 1 })),
  wave({ code: 1, bits: 16, nChannels: 2 }),
];
const HEARING = { feature_extractor_type: "WhisperFeatureExtractor", feature_size: 8, chunk_length: 1 };

export const recordings: FuzzReader = {
  name: "recordings",
  what: ".wav",
  cases: 5000,
  fewCases: 100,
  open: async (root) => {
    const folder = join(root, "sounds");
    mkdirSync(folder);
    writeFileSync(join(root, "preprocessor_config.json"), JSON.stringify(HEARING));
    const processor = await openAudioProcessor(root);
    return {
      tryOne: async (random) => {
        const seed = SEEDS[Math.floor(random() * SEEDS.length)]!;
        writeFileSync(join(folder, "a.wav"), mutate(seed, "binary", random));
        const { items } = await readRecordings(folder, "sounds.yaml, source");
        const options = { limit: { tokensPerSequence: 16 }, tokensPerInput: 50 };
        const { sequences } = encodeAudio(items, processor, options);
        for (const { pixels } of sequences) {
          const heard = await pixels?.();
          if (heard?.data.some((value) => !Number.isFinite(value))) throw new Error("not finite");
        }
      },
    };
  },
};
