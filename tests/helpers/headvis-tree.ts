/** A HeadVis tree written by hand: two heads, one sequence each. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

export type TreeJson = Record<string, unknown>;

/** Three tokens; the last attends to the first with 0.75 and to itself with 0.25. */
export function handSequence(more: TreeJson = {}): TreeJson {
  return {
    sequence_id: 4,
    interval: 2,
    tokens: ["a", " b", " a"],
    attention_indices: [0, 3, 6, 8],
    attention_values: [1, 1, 0.75, 0.25],
    seq_len: 3,
    max_activation: 0.25,
    ...more,
  };
}

/** By path inside the tree. */
export function handTree(): Record<string, unknown> {
  const head = { sequences: [handSequence()] };
  return {
    "config.json": {
      model_name: "Hand",
      heads: [
        [0, 1],
        [0, 0],
      ],
      n_intervals: 2,
      metrics: ["self_attention_score", "logit_std"],
      metric_descriptions: { logit_std: "Spread of the scores." },
    },
    "scatter_data.json": [
      { layer: 0, head: 0, self_attention_score: 0.5, logit_std: 2 },
      { layer: 0, head: 1, self_attention_score: null, logit_std: 1 },
    ],
    "heads/L0H0.json": head,
    "heads/L0H1.json": head,
  };
}

/** Strings are written as they are; undefined leaves a file out. */
export async function writeTree(folder: string, files: Readonly<Record<string, unknown>>): Promise<string> {
  for (const [file, content] of Object.entries(files)) {
    if (content === undefined) continue;
    const path = join(folder, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  }
  return folder;
}
