import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { encodeAudio } from "#pipeline/inputs/audio/encode-audio.ts";
import { openImageProcessor } from "#pipeline/inputs/image/open-image-processor.ts";
import { readRecordings } from "#pipeline/inputs/audio/read-recordings.ts";
import { readWav } from "#pipeline/inputs/audio/read-wav.ts";
import { openAudioProcessor, type AudioProcessor } from "#pipeline/inputs/audio/open-audio-processor.ts";
import { buildAll } from "#pipeline/build-all.ts";
import { expectClose } from "../../../../helpers/expect-close.ts";
import { tempFolder } from "../../../../helpers/temp-folder.ts";
import { hasZoo, zooFile } from "../../../../helpers/zoo.ts";

interface Wav {
  readonly code?: number;
  readonly bits?: number;
  readonly nChannels?: number;
  readonly sampleRate?: number;
  readonly data: Buffer;
  /** Between format and samples. */
  readonly extra?: Buffer;
}

function chunk(name: string, data: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(data.length);
  return Buffer.concat([Buffer.from(name, "latin1"), size, data, Buffer.alloc(data.length % 2)]);
}

function wav({ code = 1, bits = 16, nChannels = 1, sampleRate = 16_000, data, extra }: Wav): Buffer {
  const format = Buffer.alloc(16);
  format.writeUInt16LE(code, 0);
  format.writeUInt16LE(nChannels, 2);
  format.writeUInt32LE(sampleRate, 4);
  format.writeUInt16LE(bits, 14);
  const body = Buffer.concat([
    Buffer.from("WAVE"),
    chunk("fmt ", format),
    extra ?? Buffer.alloc(0),
    chunk("data", data),
  ]);
  return chunk("RIFF", body);
}

const int16 = (...values: number[]): Buffer => Buffer.from(Int16Array.from(values).buffer);

describe("readWav", () => {
  it("reads whole numbers of 8 to 32 bits and floats to −1 … 1", () => {
    const cases: [Wav, number[]][] = [
      [{ bits: 8, data: Buffer.of(0, 128, 192) }, [-1, 0, 0.5]],
      [{ bits: 16, data: int16(-0x8000, 0, 0x4000) }, [-1, 0, 0.5]],
      [{ bits: 24, data: Buffer.of(0, 0, 0x80, 0, 0, 0, 0, 0, 0x40) }, [-1, 0, 0.5]],
      [{ bits: 32, data: Buffer.from(Int32Array.of(-0x80000000, 0, 0x40000000).buffer) }, [-1, 0, 0.5]],
      [{ bits: 32, code: 3, data: Buffer.from(Float32Array.of(-1, 0, 0.5).buffer) }, [-1, 0, 0.5]],
      [{ bits: 64, code: 3, data: Buffer.from(Float64Array.of(-1, 0, 0.5).buffer) }, [-1, 0, 0.5]],
    ];
    for (const [given, samples] of cases)
      expectClose(readWav(wav(given), "x").samples, Float32Array.from(samples), { abs: 0 });
  });

  it("averages channels and passes over other chunks", () => {
    const stereo = wav({
      nChannels: 2,
      data: int16(0x4000, 0, -0x4000, -0x4000),
      extra: chunk("LIST", Buffer.of(1, 2, 3)),
    });
    expect(readWav(stereo, "x")).toEqual({ sampleRate: 16_000, samples: Float32Array.of(0.25, -0.5) });
  });

  it("reads what there is of a recording that was broken off", () => {
    const whole = wav({ data: int16(1, 2, 3, 4) });
    expect(readWav(whole.subarray(0, whole.length - 3), "x").samples).toHaveLength(2);
  });

  it("believes no size in a header beyond the end of the file", () => {
    const whole = wav({ data: int16(1, 2, 3) });
    const claiming = (at: number): Buffer => {
      const bytes = Buffer.from(whole);
      bytes.writeUInt32LE(0xffffffff, at);
      return bytes;
    };
    // The sizes of the file, of its format and of its samples: 4 GB each.
    const [ofFile, ofFormat, ofSamples] = [4, 16, whole.indexOf("data") + 4].map(claiming);
    for (const bytes of [ofFile!, ofSamples!])
      expect(readWav(bytes, "x").samples).toEqual(readWav(whole, "x").samples);
    expect(() => readWav(ofFormat!, "a.wav")).toThrow(/^a\.wav: .*received no format or no samples/);
  });

  it("takes no more memory than the file, whatever rate and channels it names", () => {
    const many = wav({ nChannels: 65_535, sampleRate: 0xffffffff, data: int16(1, 2) });
    expect(() => readWav(many, "a.wav")).toThrow(/received no samples/);
  });

  it("says what it cannot read", () => {
    for (const [bytes, received] of [
      [Buffer.from("ID3 something else"), "another kind of file"],
      [Buffer.alloc(0), "another kind of file"],
      [wav({ data: Buffer.alloc(0) }), "no samples"],
      [wav({ code: 85, data: Buffer.alloc(4) }), "format 85 with 16 bits and 1 channels"],
      [wav({ nChannels: 0, data: Buffer.alloc(4) }), "format 1 with 16 bits and 0 channels"],
    ] as const)
      expect(() => readWav(bytes, "a.wav")).toThrow(
        `a.wav: the recording cannot be read: expected an uncompressed .wav file, received ${received}.`,
      );
  });
});

describe("samples of a recording", () => {
  const float = (...values: number[]): Buffer =>
    wav({ bits: 32, code: 3, data: Buffer.from(Float32Array.from(values).buffer) });

  it.each([NaN, Infinity, -Infinity, 1e30])("may not be %s, which no model could hear", (value) => {
    expect(() => readWav(float(0.5, value), "a.wav")).toThrow(
      /^a\.wav: the recording cannot be read: expected samples that are levels of a sound, received \S+ at frame 1\./,
    );
  });

  it("may be whole numbers that a program wrote as floats", () => {
    expect(readWav(float(-32_768, 2 ** 31), "a.wav").samples).toEqual(Float32Array.of(-32_768, 2 ** 31));
  });
});

describe("readRecordings", () => {
  it("names every recording that cannot be read", async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, "a.wav"), "no sound");
    await writeFile(join(folder, "b.wav"), wav({ data: int16(1) }));
    await writeFile(join(folder, "c.wav"), wav({ code: 85, data: int16(1) }));
    const error: unknown = await readRecordings(folder, "x").catch((reason: unknown) => reason);
    expect((error as Error).message.match(/\w\.wav: the recording/g)).toEqual([
      "a.wav: the recording",
      "c.wav: the recording",
    ]);
    await expect(readRecordings(await tempFolder(), "x")).rejects.toThrow("x: the dataset is empty");
    await expect(readRecordings("/nowhere", "x")).rejects.toThrow("x: the dataset's folder is missing");
  });
});

describe("encodeAudio", () => {
  const processor: AudioProcessor = {
    sampleRate: 16_000,
    seconds: 0.48,
    features: () => Promise.resolve({ data: new Float32Array(0), dims: [16, 48] }),
  };
  const options = {
    limit: { sequences: 10, tokensPerSequence: 12, points: 1000, window: "split" as const },
    seed: 0,
    tokensPerInput: 24,
  };
  const file = (seconds: number, sampleRate = 16_000) => ({
    path: `${seconds}.wav`,
    seconds,
    sampleRate,
    labels: new Map(),
  });

  it("makes a token of every moment of a recording, up to the limit, and counts what was cut", () => {
    const dataset = encodeAudio([file(0.1), file(9)], processor, options);
    expect(dataset.sequences.map(({ tokens }) => tokens.length)).toEqual([5, 12]);
    expect(dataset.sequences[0]?.tokens).toEqual([" 0.00 s", " 0.02 s", " 0.04 s", " 0.06 s", " 0.08 s"]);
    expect(dataset.tooLong).toEqual({ limit: 12, nSplit: 0, nCut: 1 });
    expect(dataset.warnings?.[0]).toContain("The model reads 0.48 s at once");
  });

  it("names every recording of another sample rate", () => {
    expect(() => encodeAudio([file(1), file(2, 44_100)], processor, options)).toThrow(
      "2.wav: the sample rate of the recording does not match the model: expected 16000 Hz, received 44100 Hz.\n  Convert it: ffmpeg -i FILE -ac 1 -ar 16000 FILE.wav",
    );
  });

  it("says when a model does not take sound, or takes nothing else", async () => {
    const folder = await tempFolder();
    await expect(openAudioProcessor(folder)).rejects.toThrow("the model does not specify its audio input");
    await writeFile(
      join(folder, "preprocessor_config.json"),
      '{"sampling_rate": 16000, "feature_extractor_type": "W"}',
    );
    await expect(openAudioProcessor(folder)).rejects.toThrow('received {"name":"W","sampleRate":16000}.');
    await expect(openImageProcessor(folder)).rejects.toThrow(
      "the model takes sound: expected a dataset of kind audio",
    );
  });
});

describe.runIf(hasZoo)("an atlas of sound (skipped without ../shared/zoo)", () => {
  it("is built from the encoder of a Whisper and the sounds in content/", async () => {
    const root = await tempFolder();
    await mkdir(join(root, "content/models"), { recursive: true });
    await cp("content/datasets/sounds", join(root, "content/datasets/sounds"), { recursive: true });
    await writeFile(
      join(root, "content/datasets/sounds.yaml"),
      "name: S\nkind: audio\nsource: ./sounds\nprojection: { methods: [pca], dims: [2] }\n",
    );
    await writeFile(
      join(root, "content/models/ear.yaml"),
      `name: E\nsource: ${join(process.cwd(), zooFile("whisper", ""))}\ndatasets: [sounds]\n`,
    );
    const told: unknown[] = [];
    const folders = {
      contentFolder: join(root, "content"),
      outFolder: join(root, "out"),
      workFolder: join(root, "work"),
    };
    await buildAll(folders, {
      progress: () => undefined,
      done: (_, { state, nHeads, warnings }) => told.push({ state, nHeads, nWarnings: warnings.length }),
      failed: (_, error) => told.push(error.message),
    });
    expect(told).toEqual([{ state: "built", nHeads: 8, nWarnings: 2 }]);
  });
});
