/** A whole `content/` around the hand-written model: what builds are tested on. */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writeTinyModel } from "./tiny-model.ts";

const LINES = [
  "the cat sees a bird .",
  "a dog and the cat and the bird .",
  "the dog sleeps .",
  "a bird sees the dog and sleeps .",
];

/** @param lines Sequences; repeated in turn where more are asked for. */
export async function writeTinyContent(root: string, nLines = 8): Promise<void> {
  await mkdir(join(root, "models"), { recursive: true });
  await mkdir(join(root, "datasets"), { recursive: true });
  await writeTinyModel(join(root, "weights/tiny"));
  await writeFile(join(root, "models/tiny.yaml"), "name: Tiny\nsource: ./weights/tiny\ndatasets: [lines]\n");
  await writeFile(
    join(root, "datasets/lines.yaml"),
    "name: Lines\nkind: text\nsource: ./lines.jsonl\nlicense: CC0-1.0\nprojection: { perplexity: 5 }\n",
  );
  const lines = Array.from({ length: nLines }, (_, i) =>
    JSON.stringify({ text: LINES[i % LINES.length], kind: i % 2 === 0 ? "even" : "odd" }),
  );
  await writeFile(join(root, "datasets/lines.jsonl"), `${lines.join("\n")}\n`);
}

/** sha-256 of every file in a folder, by its path. */
export async function treeDigests(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const digests: Record<string, string> = {};
  for (const file of files.sort()) {
    digests[file.slice(folder.length + 1)] = createHash("sha256")
      .update(await readFile(file))
      .digest("hex");
  }
  return digests;
}
