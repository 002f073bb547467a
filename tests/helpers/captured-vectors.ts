/** Captures a model of content/ and gives what a file of vectors of it holds. */
import type { NamedValues } from "#pipeline/arrays/array.ts";
import { patternStarts } from "#pipeline/capture/capture-files.ts";
import { capture } from "#pipeline/capture/capture.ts";
import { readHead } from "#pipeline/capture/read-head.ts";
import { loadContent } from "#pipeline/config/load-content.ts";
import { resolveModel } from "#pipeline/config/resolve-model.ts";
import { openInput } from "#pipeline/inputs/open-input.ts";
import { tempFolder } from "./temp-folder.ts";

/** @param content Folder with `models/` and `datasets/`. Every layer must have as many heads of one size. */
export async function capturedVectors(content: string, model: string): Promise<Map<string, NamedValues>> {
  const { atlases } = await loadContent(content, { models: [model] });
  const atlas = atlases.find(({ id }) => id.model === model);
  if (atlas === undefined) throw new Error(`There is no model ${model}.`);
  const input = await openInput(atlas, await resolveModel(atlas));
  const folder = await tempFolder();
  try {
    const { heads } = await capture(input.model, input.streams, folder);
    const [stream] = input.streams.values();
    if (stream === undefined) throw new Error("Nothing was read.");
    const { nTokens, starts, sequences } = stream;
    const nWeights = patternStarts(starts, starts)[sequences.length]!;
    const read = await Promise.all(
      heads.map(({ id, dHead, checksums }) =>
        readHead(folder, id, checksums, { nQueries: nTokens, nKeys: nTokens, dHead, nWeights }),
      ),
    );
    const [first] = heads;
    const [nLayers, dHead] = [1 + Math.max(...heads.map(({ id }) => id.layer)), first?.dHead ?? 0];
    const nHeads = heads.length / nLayers;
    const join = (parts: (Float32Array | null)[], ...shape: number[]): NamedValues => ({
      type: "f4",
      shape: [nLayers, nHeads, ...shape],
      values: Float32Array.from(parts.flatMap((part) => [...(part ?? [])])),
    });
    const hasNorms = read.every(({ valueNorms }) => valueNorms !== null);
    const labels = [...new Set(sequences.flatMap(({ labels: own }) => [...own.keys()]))];
    const parts = [...new Set(sequences.flatMap(({ tokenLabels: own }) => [...own.keys()]))];
    const texts = (values: string[]): NamedValues => ({ type: "text", shape: [values.length], values });
    return new Map<string, NamedValues>([
      [
        "q",
        join(
          read.map(({ q }) => q),
          nTokens,
          dHead,
        ),
      ],
      [
        "k",
        join(
          read.map(({ k }) => k),
          nTokens,
          dHead,
        ),
      ],
      [
        "weights",
        join(
          read.map(({ weights }) => weights),
          nWeights,
        ),
      ],
      ...(hasNorms
        ? [
            [
              "value_norms",
              join(
                read.map(({ valueNorms }) => valueNorms),
                nTokens,
              ),
            ] as const,
          ]
        : []),
      ["tokens", texts(sequences.flatMap(({ tokens }) => tokens))],
      ["starts", { type: "i4", shape: [sequences.length], values: Int32Array.from(starts.slice(0, -1)) }],
      [
        "ids",
        {
          type: "i8",
          shape: [nTokens],
          values: BigInt64Array.from(sequences.flatMap(({ ids }) => ids.map(BigInt))),
        },
      ],
      [
        "special",
        {
          type: "b1",
          shape: [nTokens],
          values: Uint8Array.from(sequences.flatMap(({ isSpecial }) => isSpecial.map(Number))),
        },
      ],
      ...labels.map(
        (name) =>
          [`sequence:${name}`, texts(sequences.map((s) => String(s.labels.get(name) ?? "")))] as const,
      ),
      ...parts.map(
        (name) =>
          [
            `label:${name}`,
            texts(
              sequences.flatMap((s) => s.tokens.map((_, i) => String(s.tokenLabels.get(name)?.[i] ?? ""))),
            ),
          ] as const,
      ),
    ]);
  } finally {
    await input.model.release();
  }
}
