/** Reads a dataset of sound: a folder of .wav files, and labels.json beside them if there is one. */
import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { ConfigError, describeProblem } from "../errors.ts";
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
export async function readRecordings(folder: string, where: string): Promise<RecordingFile[]> {
  const entries = await readdir(folder).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause;
    throw problem(where, "the dataset's folder is missing", "a folder of recordings", folder);
  });
  const names = entries.filter((name) => extname(name).toLowerCase() === ".wav").sort();
  if (names.length === 0) throw problem(where, "the dataset is empty", "recordings (.wav)", "none");
  const labels = entries.includes("labels.json") ? await readLabels(join(folder, "labels.json")) : undefined;
  const mistakes: string[] = [];
  const files: RecordingFile[] = [];
  for (const name of names) {
    const path = join(folder, name);
    try {
      const { samples, sampleRate } = readWav(await readFile(path), path);
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

function problem(where: string, what: string, expected: string, received: string): ConfigError {
  return new ConfigError(describeProblem({ what, where, expected, received }));
}
