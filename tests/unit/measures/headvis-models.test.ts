/** The HeadVis set on real patterns of the three embedded models, against a plain rewrite of its definitions. */
import { describe, expect, it } from "vitest";
import { headVisMetrics, type HeadVisMetrics } from "#measures/headvis.ts";
import { patternStarts } from "#pipeline/capture/capture-files.ts";
import { capture } from "#pipeline/capture/capture.ts";
import { readHead } from "#pipeline/capture/read-head.ts";
import { loadContent } from "#pipeline/config/load-content.ts";
import { resolveModel } from "#pipeline/config/resolve-model.ts";
import type { EncodedDataset } from "#pipeline/inputs/encoded-dataset.ts";
import { openInput } from "#pipeline/inputs/open-input.ts";
import { plainHeadVis } from "../../helpers/plain-headvis.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

/** Sequences of each dataset: the plain rewrite is slow. */
const N = 6;

function firstOf(stream: EncodedDataset): EncodedDataset {
  const starts = stream.starts.slice(0, N + 1);
  return { ...stream, sequences: stream.sequences.slice(0, N), starts, nTokens: starts[N]! };
}

describe("headVisMetrics", () => {
  it.for([
    ["tiny-gpt", "stories"],
    ["tiny-bert", "stories"],
    ["tiny-vit", "scenes"],
  ])("agrees with a plain rewrite within 1e-4 on every head of %s", async ([model, dataset]) => {
    const { atlases } = await loadContent("content", { models: [model!] });
    const atlas = atlases.find(({ id }) => id.model === model && id.dataset === dataset)!;
    const input = await openInput(atlas, await resolveModel(atlas));
    const streams = new Map([...input.streams].map(([name, stream]) => [name, firstOf(stream)]));
    const folder = await tempFolder();
    const { heads } = await capture(input.model, streams, folder);
    const [{ starts, sequences, nTokens, kind }] = [...streams.values()] as [EncodedDataset];
    const at = patternStarts(starts, starts);
    const isText = kind === "text";
    for (const { id, dHead, checksums } of heads) {
      const size = { nQueries: nTokens, nKeys: nTokens, dHead, nWeights: at[N]! };
      const { weights } = await readHead(folder, id, checksums, size);
      const ids = isText ? sequences.flatMap((sequence) => sequence.ids) : null;
      const found = headVisMetrics({ starts, weights, ids });
      const plain = plainHeadVis(
        sequences.map((sequence, s) => {
          const length = starts[s + 1]! - starts[s]!;
          return {
            // Patches have no copies.
            ids: isText ? sequence.ids : Array.from({ length }, (_, i) => i),
            rows: Array.from({ length }, (_, i) => [
              ...weights.subarray(at[s]! + i * length, at[s]! + (i + 1) * length),
            ]),
          };
        }),
      );
      for (const [name, value] of Object.entries(plain) as [keyof HeadVisMetrics, number | null][])
        if (value === null || (name === "induction_score" && !isText)) expect(found[name]).toBeNull();
        else expect(Math.abs(found[name]! - value), `${model} ${name}`).toBeLessThan(1e-4);
    }
    expect(heads).toHaveLength(16);
  });
});
