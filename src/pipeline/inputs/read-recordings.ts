/** Reads a dataset of sound: a folder of .wav files, and labels.json beside them if there is one. */
import { join } from "node:path";
import { ConfigError, describeProblem } from "../errors.ts";
import { listDataset } from "./dataset-files.ts";
import { readBytes } from "./read-bytes.ts";
import { readLabels } from "./read-labels.ts";
import { readWav } from "./read-wav.ts";

export interface RecordingFile {
  readonly path: string;
  readonly seconds: number;
  /** In samples per second. */
  readonly sampleRate: number;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Recordings in the order of their names.
 *
 * @throws {ConfigError} if the folder is missing or holds none, or naming every recording that cannot be read.
 */
export async function readRecordings(source: string, where: string): Promise<RecordingFile[]> {
  const { folder, names, labels: labelsFile } = await listDataset(source, "audio", where);
  const labels = labelsFile === undefined ? undefined : await readLabels(labelsFile);
  const mistakes: string[] = [];
  const files: RecordingFile[] = [];
  for (const name of names) {
    const path = join(folder, name);
    try {
      const { samples, sampleRate } = readWav(await contentOf(path), path);
      const seconds = samples.length / sampleRate;
      files.push({ path, seconds, sampleRate, labels: labels?.get(name)?.labels ?? {} });
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      mistakes.push(error.message);
    }
  }
  if (mistakes.length > 0) throw new ConfigError(mistakes.join("\n"));
  return files;
}

async function contentOf(path: string): Promise<Buffer> {
  const bytes = await readBytes(path);
  if (typeof bytes !== "string") return bytes;
  const what = "the recording cannot be read";
  throw new ConfigError(
    describeProblem({ what, where: path, expected: "an uncompressed .wav file", received: bytes }),
  );
}
