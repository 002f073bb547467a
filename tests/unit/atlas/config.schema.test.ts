import { describe, expect, it } from "vitest";
import { datasetConfigSchema, modelConfigSchema, PROJECTION_DEFAULTS } from "#atlas/config.schema.ts";

const model = { name: "Tiny", source: "./weights/tiny", datasets: ["stories"] };
const dataset = { name: "Stories", kind: "text", source: "./stories.txt" };

const isModel = (more: object): boolean => modelConfigSchema.safeParse({ ...model, ...more }).success;
const isDataset = (more: object): boolean => datasetConfigSchema.safeParse({ ...dataset, ...more }).success;
const isProjection = (projection: object): boolean => isDataset({ projection });

/** Whether each value may stand where the key says. */
function taken(is: (more: object) => boolean, key: string, values: readonly unknown[]): boolean[] {
  return values.map((value) => is({ [key]: value }));
}

describe("what an author leaves out", () => {
  it("of a model is filled in", () => {
    expect(modelConfigSchema.parse(model)).toEqual({
      ...model,
      description: "",
      license: "unknown",
      enabled: true,
      inputs: {},
      special: { bos: "keep" },
    });
    const { image } = modelConfigSchema.parse({ ...model, inputs: { image: { size: 224 } } }).inputs;
    expect(image).toEqual({ size: 224, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] });
  });

  it("of a dataset is filled in", () => {
    expect(datasetConfigSchema.parse(dataset)).toEqual({
      ...dataset,
      description: "",
      license: "unknown",
      limit: { sequences: 200, tokensPerSequence: 64, points: 10_000, window: "split" },
      spanUnits: "characters",
      projection: PROJECTION_DEFAULTS,
    });
  });

  it("of a projection is filled in with what papers use", () => {
    expect(PROJECTION_DEFAULTS).toEqual({
      methods: ["attention", "umap", "tsne", "pca"],
      dims: [2, 3],
      alignment: "headland",
      engine: "headland",
      metric: "cosine",
      perplexity: 30,
      nNeighbors: 15,
      minDist: 0.1,
      epochs: null,
      iterations: 750,
      seed: 0,
    });
  });
});

describe("the texts of an author", () => {
  it.each([
    ["a model", isModel],
    ["a dataset", isDataset],
  ])("end where a page has no room for more: of %s", (_, is) => {
    expect(taken(is, "name", ["", "x", "x".repeat(80), "x".repeat(81)])).toEqual([false, true, true, false]);
    expect(taken(is, "license", ["", "x".repeat(80), "x".repeat(81)])).toEqual([true, true, false]);
    expect(taken(is, "description", ["", "x".repeat(300), "x".repeat(301)])).toEqual([true, true, false]);
    expect(taken(is, "source", ["", "x", "xy"])).toEqual([false, true, true]);
    expect(is({ nmae: "x" })).toBe(false);
  });
});

describe("where a model lies", () => {
  it.each([
    "x",
    "hub",
    "./hub:x/../y",
    "hub:gpt2",
    "hub:org/name",
    "hub:org/name.v1_2@main",
    "hub:org/name@refs/pr/1",
  ])("may be %s", (source) => {
    expect(isModel({ source })).toBe(true);
    expect(isModel({ inputs: { tokenizer: source, targetTokenizer: source } })).toBe(true);
  });

  it.each([
    "hub:",
    "hub:a/b/c",
    "hub:-a/b",
    "hub:a/b@",
    "hub:a/b@main!",
    "hub:a/..",
    "hub:a/b@x..y",
    "hub:hub:a/b",
    "hub: a/b",
  ])("may not be %s", (source) => {
    expect(isModel({ source })).toBe(false);
  });

  it("is one file or several, each once", () => {
    const files = ["", "a", "a.onnx", [], [""], ["a"], ["a", "b.onnx"], ["a", "a"]];
    expect(taken(isModel, "file", files)).toEqual([false, true, true, false, false, true, true, false]);
  });
});

describe("what a model says of itself", () => {
  it("names datasets as addresses do, one at least", () => {
    const lists = [[], ["a"], ["a", "b-2"], ["A"], ["a b"], ["-a"]];
    expect(taken(isModel, "datasets", lists)).toEqual([false, true, true, false, false, false]);
  });

  it("counts the steps of a checkpoint from 0", () => {
    const steps = [-1, 0, 1, 1.5].map((step) => ({ of: "tiny", step }));
    expect(taken(isModel, "checkpoint", steps)).toEqual([false, true, true, false]);
    expect(isModel({ checkpoint: { of: "Tiny!", step: 1 } })).toBe(false);
  });

  it("keeps or drops special tokens", () => {
    expect(["keep", "drop", "", "hide"].map((bos) => isModel({ special: { bos } }))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it("of pictures takes means within ±10,000 and deviations from 0.0001 to 10,000, three of each", () => {
    const image = (more: object): boolean => isModel({ inputs: { image: { size: 8, ...more } } });
    const lone = (x: number): number[] => [0.5, x, 0.5];
    expect([-1e4, 0, 1e4, -1.1e4, 1.1e4].map((x) => image({ mean: lone(x) }))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect([1e-4, 1, 1e4, 0.9e-4, 0, 1.1e4].map((x) => image({ std: lone(x) }))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
    expect([[0.5], [0.5, 0.5], [1, 1, 1, 1]].map((mean) => image({ mean }))).toEqual([false, false, false]);
  });

  it("calls an input by a name or by several, none of them empty", () => {
    const names = ["", "x", "xy", [], [""], ["x"], ["xy", "z"]].map((pixel_values) =>
      isModel({ inputs: { names: { pixel_values } } }),
    );
    expect(names).toEqual([false, true, true, false, false, true, true]);
    expect(isModel({ inputs: { names: { pixels: "x" } } })).toBe(false);
  });

  it("resizes pictures by a kernel that Pillow has", () => {
    const kernels = ["nearest", "lanczos", "bilinear", "bicubic", "box", "hamming", "", "cubic"];
    const known = kernels.map((resample) => isModel({ inputs: { image: { size: 8, resample } } }));
    expect(known).toEqual([true, true, true, true, true, true, false, false]);
  });

  it("measures inputs in whole numbers from 1, pictures by a side or two", () => {
    const lengths = [0, 1, 2, 1.5].map((maxLength) => isModel({ inputs: { maxLength } }));
    expect(lengths).toEqual([false, true, true, false]);
    for (const side of [1, 16, [1, 2]]) {
      expect(isModel({ inputs: { patch: side, image: { size: side } } })).toBe(true);
    }
    for (const side of [0, [0, 1], [1], [1, 1, 1]]) {
      expect(isModel({ inputs: { patch: side } })).toBe(false);
      expect(isModel({ inputs: { image: { size: side } } })).toBe(false);
    }
  });
});

describe("what a dataset says of itself", () => {
  it("is of one of three kinds, shown in windows or cut, its spans counted in one of two ways", () => {
    expect(taken(isDataset, "kind", ["text", "images", "audio", "", "video"])).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(taken(isDataset, "spanUnits", ["characters", "utf16", "", "bytes"])).toEqual([
      true,
      true,
      false,
      false,
    ]);
    const windows = ["split", "cut", "", "drop"].map((window) => isDataset({ limit: { window } }));
    expect(windows).toEqual([true, true, false, false]);
  });

  it.each(["sequences", "tokensPerSequence", "points"])("has limits from 1: %s", (key) => {
    expect([0, 1, 2, 1.5].map((limit) => isDataset({ limit: { [key]: limit } }))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it("has a grid of rows and columns", () => {
    expect(taken(isDataset, "labelGrid", [[1, 2], [0, 1], [7]])).toEqual([true, false, false]);
  });
});

describe("how points are projected", () => {
  it.each([
    ["perplexity", [1.9, 2, 2.5, 200, 200.1]],
    ["minDist", [-0.01, 0, 0.5, 1, 1.01]],
    ["nNeighbors", [1, 2, 3, 200, 201]],
    ["epochs", [9, 10, 11, 2000, 2001]],
    ["iterations", [99, 100, 101, 5000, 5001]],
    ["seed", [-1, 0, 1, 4_294_967_295, 4_294_967_296]],
  ])("has %s within their ends", (key, values) => {
    expect(taken(isProjection, key, values)).toEqual([false, true, true, true, false]);
  });

  it.each(["nNeighbors", "epochs", "iterations", "seed"])("counts %s in whole numbers", (key) => {
    expect(isProjection({ [key]: 150.5 })).toBe(false);
  });

  it("takes each method and each number of axes once, and one at least", () => {
    expect(taken(isProjection, "methods", [[], ["pca"], ["pca", "umap"], ["pca", "pca"], ["som"]])).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
    expect(taken(isProjection, "dims", [[], [1], [2], [3], [4], [3, 2], [2, 2]])).toEqual([
      false,
      false,
      true,
      true,
      false,
      true,
      false,
    ]);
  });

  it("may be told to do as others do", () => {
    for (const [key, choices] of [
      ["alignment", ["headland", "paper"]],
      ["engine", ["headland", "umap-js"]],
      ["metric", ["cosine", "euclidean"]],
    ] as const) {
      expect(taken(isProjection, key, [...choices, "", "other"]), key).toEqual([true, true, false, false]);
    }
    expect(isProjection({ epochs: null })).toBe(true);
  });
});
