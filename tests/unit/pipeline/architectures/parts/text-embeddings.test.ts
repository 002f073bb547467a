import { describe, expect, it } from "vitest";
import { embedText, positionsBehindPadding } from "#pipeline/architectures/parts/text-embeddings.ts";
import { buildingWith, longs, runGraph } from "../../../../helpers/run-graph.ts";

const IDS = ["batch", "length"];

describe("positions behind the padding", () => {
  it.each([
    [1, [2, 3, 1, 4, 1]],
    [7, [8, 9, 10, 11, 12]],
    [0, [1, 2, 3, 4, 5]],
  ])("count tokens from %i + 1 on, and leave padding where its id is", async (padding, expected) => {
    const { graph } = buildingWith();
    const positions = positionsBehindPadding(graph, graph.input("ids", "int64", IDS), padding);
    const ids = [
      [5, 9, 1, 4, 1],
      [padding, padding, 8, padding, 6],
    ];
    const { data } = await runGraph(graph, positions, { ids: longs(ids) });
    const ofLast = [padding, padding, padding + 1, padding, padding + 2];
    expect(data).toEqual([...expected, ...ofLast]);
  });
});

describe("the embedding of a text", () => {
  const tables = { nWords: 3, nPositions: 4, width: 2, epsilon: 0 };
  const numbers = {
    "embeddings.word_embeddings.weight": [1, 0, 0, 0, 5, 1],
    "embeddings.position_embeddings.weight": [0, 0, 0, 7, 0, 0, 9, 0],
    "embeddings.token_type_embeddings.weight": [0, 3, 100, 0],
    "embeddings.LayerNorm.weight": [1, 1],
    "embeddings.LayerNorm.bias": [0, 10],
  };

  it("adds words, the first kind of text and positions, and normalizes the sum", async () => {
    const building = buildingWith(numbers);
    const ids = building.graph.input("ids", "int64", IDS);
    const embedded = embedText(building, { ...tables, nKinds: 2 }, { ids });
    // (1, 0) + (0, 3) + (0, 0) and (5, 1) + (0, 3) + (0, 7): of two numbers, the larger becomes 1 and the smaller −1.
    const { dims, data } = await runGraph(building.graph, embedded, { ids: longs([[0, 2]]) });
    expect(dims).toEqual([1, 2, 2]);
    expect(data).toEqual([-1, 11, -1, 11]);
  });

  it("takes the kinds and positions that it is given", async () => {
    const building = buildingWith(numbers);
    const [ids, segments, positions] = ["ids", "segments", "positions"].map((name) =>
      building.graph.input(name, "int64", IDS),
    );
    const tokens = { ids: ids!, segments: segments!, positions: positions! };
    const embedded = embedText(building, { ...tables, nKinds: 2 }, tokens);
    const feeds = { ids: longs([[0, 2]]), segments: longs([[0, 1]]), positions: longs([[3, 1]]) };
    expect((await runGraph(building.graph, embedded, feeds)).data).toEqual([1, 9, 1, 9]);
  });

  it("knows no kinds where the model has none", async () => {
    const building = buildingWith(numbers);
    const ids = building.graph.input("ids", "int64", IDS);
    const embedded = embedText(building, { ...tables, nKinds: 0 }, { ids });
    expect((await runGraph(building.graph, embedded, { ids: longs([[0]]) })).data).toEqual([1, 9]);
  });
});
