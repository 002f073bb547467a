/** Encoders with decoders that compute the same as another one when their weights are the same. */
import { describe, it } from "vitest";
import type { BlockCapture, Feeds } from "#pipeline/onnx/open-model.ts";
import { readFixture } from "../../../helpers/architecture-fixtures.ts";
import { expectClose } from "../../../helpers/expect-close.ts";
import { captureModel, tensorsOf, type Tensors } from "../../../helpers/relative-models.ts";
import { longs } from "../../../helpers/run-graph.ts";

const IDS = [
  [7, 12, 3, 40, 22, 9],
  [31, 2, 5, 17, 8, 6],
];
const ONES = [
  [1, 1, 1, 1, 1, 1],
  [1, 1, 1, 1, 1, 1],
];
const FEEDS: Feeds = {
  input_ids: longs(IDS),
  attention_mask: longs(ONES),
  decoder_input_ids: longs(IDS.toReversed()),
  decoder_attention_mask: longs(ONES),
};

const numbersOf = (blocks: readonly BlockCapture[]): number[] =>
  blocks.flatMap(({ q, k, weights }) => [q, k, weights].flatMap(({ data }) => Array.from(data)));

describe("M2M-100", () => {
  const { config } = readFixture("bart/pegasus");
  const width = Number(config["d_model"]);
  const nPositions = Number(config["max_position_embeddings"]);
  const bare = tensorsOf("bart/pegasus", (name) => (name.includes("embed_positions") ? [] : [name]));

  /** Waves from 1 to 1/10,000 by equal factors; the first token is at position `first`. */
  function waves(first: number): Float32Array {
    const half = width / 2;
    return Float32Array.from({ length: nPositions * width }, (_, i) => {
      const [place, column] = [Math.floor(i / width) + first, i % width];
      const angle = place * Math.exp((-Math.log(10_000) * (column % half)) / (half - 1));
      return column < half ? Math.sin(angle) : Math.cos(angle);
    });
  }

  it.each([1, 3])("is Pegasus whose waves begin behind the padding's id, %s", async (padding) => {
    const stored: Tensors = { ...bare };
    for (const tower of ["encoder", "decoder"])
      stored[`model.${tower}.embed_positions.weight`] = {
        shape: [nPositions, width],
        numbers: waves(padding + 1),
      };
    // An id of padding among the tokens would not count.
    const feeds = {
      ...FEEDS,
      input_ids: longs(IDS.map((row) => row.map((id) => (id === padding ? 4 : id)))),
    };
    const decoder = longs(IDS.toReversed().map((row) => row.map((id) => (id === padding ? 4 : id))));
    const given = { ...feeds, decoder_input_ids: decoder };
    const pegasus = await captureModel(config, stored, given);
    const m2m = await captureModel({ ...config, model_type: "m2m_100", pad_token_id: padding }, bare, given);
    expectClose(numbersOf(m2m), numbersOf(pegasus), { abs: 1e-5 });
  });

  it("multiplies words by the root of the width where the configuration does not say", async () => {
    const silent = { ...config, model_type: "m2m_100", scale_embedding: undefined };
    const one = await captureModel(silent, bare, FEEDS);
    const other = await captureModel(
      { ...config, model_type: "m2m_100", scale_embedding: true },
      bare,
      FEEDS,
    );
    expectClose(numbersOf(one), numbersOf(other), { abs: 0 });
  });
});
