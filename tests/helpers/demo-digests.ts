/** Digests of the demo atlases as they are published, and what tells on which arithmetic they rest. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { dummyInputs } from "#pipeline/onnx/feeds/dummy-inputs.ts";
import { openModel } from "#pipeline/onnx/open-model.ts";
import * as runtime from "#pipeline/onnx/runtime.ts";
import { ROOT } from "./build-site.ts";

export const DIGESTS_FILE = join(ROOT, "tests/golden/demo-digests.json");

const DEMOS = ["tiny-bert/stories", "tiny-gpt/stories", "tiny-vit/scenes"];

export interface DemoDigests {
  /** Digest of numbers that the demo models compute: kernels of other processors round otherwise in the last place. */
  readonly arithmetic: string;
  /** By atlas and path inside it, 64 digits each. */
  readonly files: Readonly<Record<string, string>>;
}

/** @param folder Where atlases are published. */
export async function demoDigests(folder: string): Promise<DemoDigests> {
  const files: [string, string][] = [];
  for (const atlas of DEMOS) {
    const entries = await readdir(join(folder, atlas), { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(folder.length + 1)
          .replaceAll("\\", "/"),
      )
      .sort();
    for (const path of paths) {
      const sha = createHash("sha256").update(await readFile(join(folder, path)));
      files.push([path, sha.digest("hex")]);
    }
  }
  return { arithmetic: await arithmetic(), files: Object.fromEntries(files) };
}

/** Paths whose digest is another, that are missing, or that are new. */
export function differingFiles(found: DemoDigests["files"], expected: DemoDigests["files"]): string[] {
  const paths = new Set([...Object.keys(expected), ...Object.keys(found)]);
  return [...paths].flatMap((path) => {
    if (found[path] === expected[path]) return [];
    if (found[path] === undefined) return [`${path} is missing`];
    return [`${path} ${expected[path] === undefined ? "is new" : "has other bytes"}`];
  });
}

/** Files that follow from the dataset and the tokenizer alone, whatever a processor makes of the model. */
export function readFromInput(files: DemoDigests["files"]): DemoDigests["files"] {
  return Object.fromEntries(
    Object.entries(files).filter(([path]) => /\/(?:tokens\.json|patches\.webp)$/.test(path)),
  );
}

/** Queries, keys and weights of made-up sequences, by the engine that builds use. */
async function arithmetic(): Promise<string> {
  const sha = createHash("sha256");
  const sizes = { batch: 2, length: 24, imagePx: 64, nSamples: 1, nMels: 1, nFrames: 1, width: 1 };
  for (const atlas of DEMOS) {
    const model = await openModel(join(ROOT, "content/weights", atlas.split("/")[0] ?? ""));
    try {
      const feeds = dummyInputs(runtime, model.inputs, sizes);
      for (const { q, k, weights } of await model.run(feeds, sizes.batch))
        for (const { data } of [q, k, weights]) sha.update(new Uint8Array(Float32Array.from(data).buffer));
    } finally {
      await model.release();
    }
  }
  return sha.digest("hex");
}
