import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openAudioProcessor, type AudioProcessor } from "#pipeline/inputs/audio/open-audio-processor.ts";
import { tempFolder } from "../../../../helpers/temp-folder.ts";

const WHISPER = { feature_extractor_type: "WhisperFeatureExtractor" };

async function open(file: object, name = "preprocessor_config.json"): Promise<AudioProcessor> {
  const folder = await tempFolder();
  await writeFile(join(folder, name), JSON.stringify(file));
  return openAudioProcessor(folder).catch((error: unknown) => {
    throw new Error((error as Error).message.replaceAll(`${folder}/`, ""));
  });
}

describe("openAudioProcessor", () => {
  it("takes what Whisper takes where a file leaves a key out; chunk_length decides", async () => {
    expect(await open(WHISPER)).toMatchObject({ sampleRate: 16_000, seconds: 30 });
    expect(await open({ ...WHISPER, chunk_length: 0.5, n_samples: 9 })).toMatchObject({ seconds: 0.5 });
    expect(await open({ ...WHISPER, chunk_length: null, n_samples: 4000 })).toMatchObject({ seconds: 0.25 });
  });

  it("does not care how deep things lie that it does not read", async () => {
    const folder = await tempFolder();
    const deep = `${'{"a":'.repeat(9000)}null${"}".repeat(9000)}`;
    const text = JSON.stringify({ ...WHISPER, other: 0 }).replace('"other":0', `"other":${deep}`);
    await writeFile(join(folder, "preprocessor_config.json"), text);
    expect((await openAudioProcessor(folder)).sampleRate).toBe(16_000);
  });

  it("reads the file that all processors of a model share", async () => {
    const shared = { feature_extractor: { ...WHISPER, sampling_rate: 8000 } };
    expect((await open(shared, "processor_config.json")).sampleRate).toBe(8000);
  });

  it("names every mistake of a file at once", async () => {
    const file = {
      ...WHISPER,
      n_fft: 1,
      hop_length: 0,
      feature_size: "many",
      dither: 0.1,
      padding_value: "0",
    };
    await expect(open(file)).rejects.toThrow(
      [
        'preprocessor_config.json, feature_size: wrong value: expected number, received "many".',
        "preprocessor_config.json, n_fft: wrong value: expected number to be >=2, received 1.",
        "preprocessor_config.json, hop_length: wrong value: expected number to be >=1, received 0.",
        'preprocessor_config.json, padding_value: wrong value: expected number, received "0".',
        "preprocessor_config.json, dither: wrong value: expected 0, as noise would change the numbers each time, received 0.1.",
        "  Copy preprocessor_config.json from the model's original source",
      ].join("\n"),
    );
  });

  it("says when a model would hear less than a moment", async () => {
    await expect(open({ ...WHISPER, chunk_length: 0.01 })).rejects.toThrow(
      "preprocessor_config.json, chunk_length: the audio input of the model would be too short: expected at least 201 samples, for n_fft 400 and hop_length 160, received 160.",
    );
  });

  it("names extractors of sound that it does not know", async () => {
    await expect(
      open({ feature_extractor_type: "ASTFeatureExtractor", sampling_rate: 16_000 }),
    ).rejects.toThrow(
      'the model does not specify its audio input: expected feature_extractor_type WhisperFeatureExtractor, received {"name":"ASTFeatureExtractor","sampleRate":16000}.',
    );
  });
});
