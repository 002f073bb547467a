/** Families that compute the same as another one when their weights are the same. */
import { Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { openModel, type BlockCapture, type Feeds } from "#pipeline/onnx/open-model.ts";
import { readFixture } from "../../../helpers/architecture-fixtures.ts";
import { captureModel, tensorsOf, type Tensors } from "../../../helpers/relative-models.ts";
import { longs } from "../../../helpers/run-graph.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";
import { writeCheckpoint, type WrittenTensor } from "../../../helpers/write-checkpoint.ts";

const FEEDS: Feeds = {
  input_ids: longs([
    [7, 12, 3, 40, 22, 9],
    [31, 2, 5, 17, 1, 1],
  ]),
  attention_mask: longs([
    [1, 1, 1, 1, 1, 1],
    [1, 1, 1, 1, 0, 0],
  ]),
  token_type_ids: longs([
    [0, 0, 0, 1, 1, 1],
    [0, 0, 0, 0, 0, 0],
  ]),
};

/** Two pictures of three channels. */
function picturesOf(side: number): Tensor {
  const numbers = Float32Array.from({ length: 6 * side * side }, (_, i) => Math.sin(i * 0.37));
  return new Tensor("float32", numbers, [2, 3, side, side]);
}

const capture = (config: object, tensors: Tensors, given: Feeds = FEEDS): Promise<readonly BlockCapture[]> =>
  captureModel(config, tensors, given);

const numbersOf = (blocks: readonly BlockCapture[]): unknown =>
  blocks.map(({ block, q, k, weights }) => ({ layer: block.layer, q, k, weights }));

describe("ALBERT", () => {
  const ELECTRA = readFixture("bert/electra").config;
  const LAYER = /^electra\.encoder\.layer\.(\d)\.(.+)$/;
  const PARTS: readonly (readonly [string, string])[] = [
    ["attention.self.", "attention."],
    ["attention.output.dense", "attention.dense"],
    ["attention.output.LayerNorm", "attention.LayerNorm"],
    ["intermediate.dense", "ffn"],
    ["output.dense", "ffn_output"],
    ["output.LayerNorm", "full_layer_layer_norm"],
  ];

  /** @param groupOf The group in which a layer of ELECTRA's stands, and its place there. */
  function albertName(name: string, groupOf: (layer: number) => readonly [number, number]): string {
    const [, layer, part = ""] = LAYER.exec(name) ?? [];
    if (layer === undefined)
      return name
        .replace("electra.embeddings_project", "albert.encoder.embedding_hidden_mapping_in")
        .replace("electra.", "albert.");
    const [group, place] = groupOf(Number(layer));
    const [from, to] = PARTS.find(([start]) => part.startsWith(start))!;
    return `albert.encoder.albert_layer_groups.${group}.albert_layers.${place}.${part.replace(from, to)}`;
  }

  it.each([
    { nLayers: 2, nGroups: 2, nInGroup: 1, layers: [0, 1] },
    { nLayers: 3, nGroups: 1, nInGroup: 1, layers: [0, 0, 0] },
    { nLayers: 5, nGroups: 2, nInGroup: 1, layers: [0, 0, 0, 1, 1] },
    { nLayers: 2, nGroups: 1, nInGroup: 2, layers: [0, 1, 0, 1] },
  ])(
    "with $nLayers layers in $nGroups groups of $nInGroup has the layers $layers of an ELECTRA",
    async ({ nLayers, nGroups, nInGroup, layers }) => {
      const groupOf = (layer: number): readonly [number, number] =>
        nInGroup === 1 ? [layer, 0] : [0, layer];
      const isUsed = (name: string): boolean => layers.includes(Number(LAYER.exec(name)?.[1] ?? layers[0]));
      const shared = await capture(
        {
          ...ELECTRA,
          model_type: "albert",
          num_hidden_layers: nLayers,
          num_hidden_groups: nGroups,
          inner_group_num: nInGroup,
        },
        tensorsOf("bert/electra", (name) =>
          name.startsWith("electra.") && isUsed(name) ? [albertName(name, groupOf)] : [],
        ),
      );
      const copied = await capture(
        { ...ELECTRA, num_hidden_layers: layers.length },
        tensorsOf("bert/electra", (name) => {
          const [, layer, part] = LAYER.exec(name) ?? [];
          if (layer === undefined) return [name];
          const copies = layers.flatMap((source, i) => (source === Number(layer) ? [i] : []));
          return copies.map((i) => `electra.encoder.layer.${i}.${String(part)}`);
        }),
      );
      expect(numbersOf(shared)).toEqual(numbersOf(copied));
    },
  );
});

describe("CamemBERT", () => {
  it("is RoBERTa under another name", async () => {
    const { config } = readFixture("bert/roberta");
    const tensors = tensorsOf("bert/roberta");
    const camembert = await capture({ ...config, model_type: "camembert" }, tensors);
    expect(numbersOf(camembert)).toEqual(numbersOf(await capture(config, tensors)));
  });
});

describe("BEiT", () => {
  const { config } = readFixture("vit/plain");
  const PICTURES = { pixel_values: picturesOf(12) };
  const vit = tensorsOf("vit/plain", (name) => (name.startsWith("pooler.") ? [] : [name]));
  const isKeyBias = (name: string): boolean => name.endsWith("attention.attention.key.bias");
  const zeros = (shape: readonly number[], value = 0): WrittenTensor => ({
    shape,
    numbers: new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(value),
  });
  const silent = Object.fromEntries(
    Object.entries(vit).map(([name, tensor]) => [name, isKeyBias(name) ? zeros(tensor.shape) : tensor]),
  );
  const {
    hidden_size: width,
    num_hidden_layers: nLayers,
    num_attention_heads: nHeads,
  } = config as Record<"hidden_size" | "num_hidden_layers" | "num_attention_heads", number>;
  const beit = {
    ...config,
    model_type: "beit",
    use_absolute_position_embeddings: true,
    use_relative_position_bias: true,
    use_mean_pooling: false,
    layer_scale_init_value: 0.1,
  };
  /** Weights that BEiT has beyond those of ViT, and does not have. @param bias Of every distance. */
  const weightsOf = (bias: number): Tensors => ({
    ...Object.fromEntries(Object.entries(vit).filter(([name]) => !isKeyBias(name))),
    ...Object.fromEntries(
      Array.from({ length: nLayers }, (_, layer) => `encoder.layer.${layer}`).flatMap((at) => [
        [`${at}.lambda_1`, zeros([width], 1)],
        [`${at}.lambda_2`, zeros([width], 1)],
        [
          `${at}.attention.attention.relative_position_bias.relative_position_bias_table`,
          zeros([28, nHeads], bias),
        ],
      ]),
    ),
  });

  it("is a ViT without a bias of keys where all distances count the same", async () => {
    const expected = numbersOf(await capture(config, silent, PICTURES));
    expect(numbersOf(await capture(beit, weightsOf(0), PICTURES))).toEqual(expected);
  });

  it("adds what it has learned of distances to the scores of its layers, or of all layers at once", async () => {
    const table = "attention.attention.relative_position_bias.relative_position_bias_table";
    const [plain] = await capture(beit, weightsOf(0), PICTURES);
    const own = weightsOf(0);
    const far = { shape: [28, nHeads], numbers: Float32Array.from({ length: 28 * nHeads }, (_, i) => i % 5) };
    for (let layer = 0; layer < nLayers; layer++) own[`encoder.layer.${layer}.${table}`] = far;
    const captured = await capture(beit, own, PICTURES);
    expect(captured[0]!.q).toEqual(plain!.q);
    expect(captured[0]!.weights).not.toEqual(plain!.weights);
    const shared = Object.fromEntries(Object.entries(own).filter(([name]) => !name.endsWith(table)));
    const once = await capture(
      { ...beit, use_relative_position_bias: false, use_shared_relative_position_bias: true },
      { ...shared, "encoder.relative_position_bias.relative_position_bias_table": far },
      PICTURES,
    );
    expect(numbersOf(once)).toEqual(numbersOf(captured));
  });
});

describe("a model that names what a picture shows", () => {
  it.each(["clip", "siglip"])("has no texts, and only the vision tower of %s", async (type) => {
    const { config } = readFixture(`clip/${type}`);
    const seen = tensorsOf(`clip/${type}`, (name) => (name.startsWith("vision_model.") ? [name] : []));
    const feeds = { pixel_values: picturesOf(12) };
    const classifier = { "classifier.weight": { shape: [1, 1], numbers: new Float32Array(1) } };
    const captured = await capture(
      { ...config, architectures: ["ModelForImageClassification"] },
      { ...seen, ...classifier },
      feeds,
    );
    const { vision_config: vision } = config as { vision_config: object };
    const alone = await capture({ ...vision, model_type: `${type}_vision_model` }, seen, feeds);
    expect(captured.map(({ block }) => block.tower)).toEqual([undefined, undefined, undefined]);
    expect(numbersOf(captured)).toEqual(numbersOf(alone));
    await expect(capture(config, seen, feeds)).rejects.toThrow(
      "text_model.embeddings.token_embedding.weight: a tensor is missing",
    );
  });
});

describe("a model of two towers", () => {
  it.each(["clip", "siglip"])("has the text tower that %s's alone is", async (type) => {
    const { config } = readFixture(`clip/${type}`);
    const text = tensorsOf(`clip/${type}`, (name) => (name.startsWith("text_model.") ? [name] : []));
    const alone = await capture(
      { ...(config["text_config"] as object), model_type: `${type}_text_model` },
      text,
    );
    const both = await openModel(writeCheckpoint(await tempFolder(), config, tensorsOf(`clip/${type}`)));
    const tower = both.select(["text"]);
    const feeds = { input_ids: FEEDS["input_ids"]!, attention_mask: FEEDS["attention_mask"]! };
    const selected = await tower.run(feeds, 2);
    expect(selected.map(({ block }) => block.tower)).toEqual(["text", "text"]);
    expect(tower.inputs.map(({ name }) => name)).toEqual(["input_ids", "attention_mask"]);
    expect(numbersOf(alone)).toEqual(numbersOf(selected));
    expect(alone.map(({ block }) => block.tower)).toEqual([undefined, undefined]);
    await Promise.all([both.release(), tower.release()]);
  });

  it.each(["clip", "siglip"])(
    "needs no text where only pictures of %s are seen, layer by layer too",
    async (type) => {
      const { config } = readFixture(`clip/${type}`);
      const path = writeCheckpoint(await tempFolder(), config, tensorsOf(`clip/${type}`));
      const [whole, parted] = [await openModel(path), await openModel(path, { mostBytes: 0 })];
      const towers = [whole.select(["vision"]), parted.select(["vision"])];
      const feeds = { pixel_values: picturesOf(12) };
      const captured = [];
      for (const tower of towers) {
        expect(tower.inputs.map(({ name, dims }) => [name, ...dims])).toEqual([
          ["pixel_values", "batch_size", 3, 12, 12],
        ]);
        captured.push(numbersOf(await tower.run(feeds, 2)));
      }
      expect(captured[1]).toEqual(captured[0]);
      await Promise.all([whole, parted, ...towers].map((model) => model.release()));
    },
  );
});
