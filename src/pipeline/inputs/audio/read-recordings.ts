/** Reads an audio dataset: a folder of .wav files, and labels.json in it if there is one. */
import { join } from "node:path";
import { ConfigError, expectNone } from "../../errors.ts";
import { untold, type Tell } from "../../guard/step-board.ts";
import { listDataset } from "../dataset-files.ts";
import type { Labels } from "../encoded-dataset.ts";
import { readLabels } from "../labels/read-labels.ts";
import { readBytes } from "../read-bytes.ts";
import { readWav } from "./read-wav.ts";

export interface RecordingFile {
  readonly path: string;
  readonly seconds: number;
  /** In samples per second. */
  readonly sampleRate: number;
  readonly labels: Labels;
}

export interface ReadRecordings {
  readonly items: readonly RecordingFile[];
  /** Warnings about their labels, for the page. */
  readonly warnings: readonly string[];
}

/**
 * Recordings sorted by name.
 *
 * @throws {ConfigError} if the folder is missing or holds none, or naming every recording that cannot be read.
 */
export async function readRecordings(
  source: string,
  where: string,
  tell: Tell = untold,
): Promise<ReadRecordings> {
  const listed = await listDataset(source, "audio", where);
  const { folder, names } = listed;
  const { of, warnings } = await readLabels(listed, "several");
  const mistakes: string[] = [];
  const items: RecordingFile[] = [];
  for (const name of names) {
    const path = join(folder, name);
    tell({ of: "dataset", where: path, doing: "reading the recording" });
    try {
      const { samples, sampleRate } = readWav(await contentOf(path), path);
      const seconds = samples.length / sampleRate;
      items.push({ path, seconds, sampleRate, labels: of.get(name)?.labels ?? new Map<string, never>() });
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      mistakes.push(error.message);
    }
  }
  expectNone(mistakes);
  return { items, warnings };
}

async function contentOf(path: string): Promise<Buffer> {
  const bytes = await readBytes(path);
  if (typeof bytes !== "string") return bytes;
  const what = "the recording cannot be read";
  throw new ConfigError({ what, where: path, expected: "an uncompressed .wav file", received: bytes });
}
