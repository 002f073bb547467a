/**
 * Reads a .wav file: RIFF chunks, uncompressed samples of 8 to 32 bits or floats, any number of channels.
 * Our own code, because libraries for it are large or no longer maintained.
 */
import { ConfigError } from "../../errors.ts";

export interface Recording {
  /** In samples per second. */
  readonly sampleRate: number;
  /** −1 to 1, channels averaged. */
  readonly samples: Float32Array;
}

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

/** Floats lie between −1 and 1, but some programs write whole numbers of up to 32 bits. */
const LOUDEST = 2 ** 31;

interface Format {
  readonly code: number;
  readonly nChannels: number;
  readonly sampleRate: number;
  readonly bits: number;
}

type ReadSample = (bytes: Buffer, at: number) => number;

const READERS: Readonly<Record<string, ReadSample>> = {
  [`${PCM}/8`]: (bytes, at) => (bytes.readUInt8(at) - 128) / 128,
  [`${PCM}/16`]: (bytes, at) => bytes.readInt16LE(at) / 0x8000,
  [`${PCM}/24`]: (bytes, at) => bytes.readIntLE(at, 3) / 0x800000,
  [`${PCM}/32`]: (bytes, at) => bytes.readInt32LE(at) / 0x80000000,
  [`${FLOAT}/32`]: (bytes, at) => bytes.readFloatLE(at),
  [`${FLOAT}/64`]: (bytes, at) => bytes.readDoubleLE(at),
};

/** @param where The file's name in messages. @throws {ConfigError} if it is not an uncompressed .wav, or its samples are not numbers. */
export function readWav(bytes: Buffer, where: string): Recording {
  if (bytes.toString("latin1", 0, 4) !== "RIFF" || bytes.toString("latin1", 8, 12) !== "WAVE")
    throw unreadable(where, "another kind of file");
  const chunks = readChunks(bytes);
  const format = readFormat(chunks.get("fmt "));
  const data = chunks.get("data");
  if (format === undefined || data === undefined) throw unreadable(where, "no format or no samples");
  const { code, nChannels, sampleRate, bits } = format;
  const read = READERS[`${code}/${bits}`];
  if (read === undefined || nChannels === 0 || sampleRate === 0)
    throw unreadable(where, `format ${code} with ${bits} bits and ${nChannels} channels`);
  const frameBytes = (nChannels * bits) / 8;
  const samples = new Float32Array(Math.floor(data.length / frameBytes));
  if (samples.length === 0) throw unreadable(where, "no samples");
  for (let i = 0; i < samples.length; i++) {
    let sum = 0;
    for (let channel = 0; channel < nChannels; channel++)
      sum += read(data, i * frameBytes + (channel * bits) / 8);
    const sample = sum / nChannels;
    if (!(Math.abs(sample) <= LOUDEST))
      throw unreadable(where, `${sample} at frame ${i}`, "samples that are levels of a sound");
    samples[i] = sample;
  }
  return { sampleRate, samples };
}

/** The first chunk of each name. If the last one is cut short, as in an interrupted recording, it ends with the file. */
function readChunks(bytes: Buffer): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = bytes.toString("latin1", at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    if (!chunks.has(name)) chunks.set(name, bytes.subarray(at + 8, at + 8 + size));
    // Chunks start at even offsets.
    at += 8 + size + (size % 2);
  }
  return chunks;
}

function readFormat(chunk: Buffer | undefined): Format | undefined {
  if (chunk === undefined || chunk.length < 16) return undefined;
  const stated = chunk.readUInt16LE(0);
  // In the extensible format, the actual code is at the start of the sub-format identifier.
  const code = stated === EXTENSIBLE && chunk.length >= 26 ? chunk.readUInt16LE(24) : stated;
  const [nChannels, sampleRate, bits] = [
    chunk.readUInt16LE(2),
    chunk.readUInt32LE(4),
    chunk.readUInt16LE(14),
  ];
  return { code, nChannels, sampleRate, bits };
}

function unreadable(where: string, received: string, expected = "an uncompressed .wav file"): ConfigError {
  return new ConfigError({
    what: "the recording cannot be read",
    where,
    expected,
    received,
    cure: "Convert it: ffmpeg -i FILE -ac 1 -ar 16000 FILE.wav",
  });
}
