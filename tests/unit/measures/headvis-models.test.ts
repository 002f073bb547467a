/** The HeadVis set on all patterns of the three embedded models, against a plain rewrite of its definitions. */
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

/** Both sum in float64, in another order. */
const MOST_APART = 1e-9;

describe("headVisMetrics", () => {
  it.for([
    ["tiny-gpt", "stories"],
    ["tiny-bert", "stories"],
    ["tiny-vit", "scenes"],
  ])("agrees with a plain rewrite on every head and every sequence of %s", async ([model, dataset]) => {
    const { atlases } = await loadContent("content", { models: [model!] });
    const atlas = atlases.find(({ id }) => id.model === model && id.dataset === dataset)!;
    const input = await openInput(atlas, await resolveModel(atlas));
    const folder = await tempFolder();
    const { heads } = await capture(input.model, input.streams, folder);
    await input.model.release();
    const [{ starts, sequences, nTokens, kind }] = [...input.streams.values()] as [EncodedDataset];
    const at = patternStarts(starts, starts);
    const isText = kind === "text";
    for (const { id, dHead, checksums } of heads) {
      const size = { nQueries: nTokens, nKeys: nTokens, dHead, nWeights: at.at(-1) };
      const { weights } = await readHead(folder, id, checksums, size);
      const ids = isText ? sequences.flatMap((sequence) => sequence.ids) : null;
      const found = headVisMetrics({ starts, weights, ids });
      const plain = plainHeadVis(
        sequences.map((sequence, s) => {
          const length = starts[s + 1]! - starts[s]!;
          return {
            // Patches have no copies.
            ids: isText ? sequence.ids : Array.from({ length }, (_, i) => i),
            rows: Array.from({ length }, (_, i) =>
              weights.subarray(at[s]! + i * length, at[s]! + (i + 1) * length),
            ),
          };
        }),
      );
      for (const [name, value] of Object.entries(plain) as [keyof HeadVisMetrics, number | null][])
        if (value === null || (name === "induction_score" && !isText)) expect(found[name]).toBeNull();
        else expect(Math.abs(found[name]! - value), `${model} ${name}`).toBeLessThan(MOST_APART);
    }
    expect(heads).toHaveLength(16);
  });
});
