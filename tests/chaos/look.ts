/** What lies on the disk after a build, and what it said. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { ls } from "cacache";

/** Paths of all files and folders below a folder, in order; bytes are another matter. */
export async function listing(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .map(
      (entry) =>
        join(entry.parentPath, entry.name).slice(folder.length + 1) + (entry.isDirectory() ? "/" : ""),
    )
    .sort();
}

/** Keys of the heads whose results are whole in the store: the list of a head's parts is written last. */
export async function finishedHeads(root: string): Promise<string[]> {
  const entries = await ls(join(root, ".headland/store")).catch(() => ({}));
  const keys = new Set(Object.keys(entries));
  return [...keys].filter((key) => !key.includes("/") && keys.has(`${key}/numbers`));
}

/** Heads that a build says it has computed. */
export function computedHeads(text: string): number {
  const counts = [...text.matchAll(/(\d+) of them computed now/g)].map(([, n]) => Number(n));
  return counts.reduce((sum, n) => sum + n, 0);
}

/** Traces of a program's inside, which no message should have. */
const STACK = /^\s+at .+(:\d+:\d+|node:internal)|^node:internal|UnhandledPromiseRejection|^\s*throw /m;

/** What is wrong with how a disturbed build ended: it is done, or it says what is wrong and what to do. */
export function problemsOfEnd(text: string, exitCode: number | null): string[] {
  if (STACK.test(text)) return ["a stack trace in place of a message"];
  if (exitCode === 0) return [];
  if (!/expected .+, received .+/s.test(text)) return ["it fails without a message of the usual form"];
  return [];
}
