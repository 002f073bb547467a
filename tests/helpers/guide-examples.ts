/** The examples of the guides to the library. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "./build-site.ts";

/** What a program imports as `headland/…`. */
export const ENTRIES = ["extract", "project", "atlas"] as const;

/** The programs that stand in the guide to an entry, in their order. */
export async function examplesOf(entry: (typeof ENTRIES)[number]): Promise<string[]> {
  const text = await readFile(join(ROOT, `content/guides/library-${entry}.md`), "utf8");
  return [...text.matchAll(/```js\n(.*?)```/gs)].map(([, code = ""]) => code);
}
