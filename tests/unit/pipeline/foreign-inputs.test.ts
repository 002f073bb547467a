/** Models whose inputs are not called, typed or shaped as Hugging Face's exports have them, from YAML to captured queries. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { capture } from "#pipeline/capture/capture.ts";
import { captureFiles } from "#pipeline/capture/capture-files.ts";
import { loadContent } from "#pipeline/config/load-content.ts";
import { resolveModel } from "#pipeline/config/resolve-model.ts";
import type { EncodedDataset } from "#pipeline/inputs/encoded-dataset.ts";
import { openInput } from "#pipeline/inputs/open-input.ts";
import { inspectModel } from "#pipeline/inspect/inspect-model.ts";
import { printInspection } from "#pipeline/inspect/print-inspection.ts";
import { expectClose } from "../../helpers/expect-close.ts";
import { longs, node, TYPE } from "../../helpers/onnx-writer.ts";
import {
  convStem,
  drawn,
  flatten,
  pictureOnnx,
  WIDTH,
  type PictureModel,
} from "../../helpers/picture-model.ts";
import { contentRoot } from "../../helpers/run-build.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { decoderOnnx, encoderOnnx, LETTERS, SOUNDS } from "../../helpers/tiny-pair.ts";
import { wordTokenizer } from "../../helpers/word-tokenizer.ts";
import { hasZoo, zooFile } from "../../helpers/zoo.ts";

interface Captured {
  /** Of the first head of each tower. */
  readonly queries: Readonly<Record<string, Float32Array>>;
  readonly streams: ReadonlyMap<string, EncodedDataset>;
}

async function captureModel(root: string): Promise<Captured> {
  const { atlases, errors } = await loadContent(join(root, "content"));
  const [atlas] = atlases;
  if (!atlas) throw new Error(errors.map(({ message }) => message).join("\n"));
  const { model, streams } = await openInput(atlas, await resolveModel(atlas));
  const folder = await tempFolder();
  try {
    await capture(model, streams, folder);
    const towers = [...new Set(model.blocks.map(({ tower }) => tower ?? ""))];
    const queries = await Promise.all(
      towers.map(async (tower) => {
        const id = { ...(tower === "" ? {} : { tower }), layer: 0, head: 0 };
        const bytes = await readFile(join(folder, captureFiles(id).q));
        return [tower, new Float32Array(new Uint8Array(bytes).buffer)] as const;
      }),
    );
    return { queries: Object.fromEntries(queries), streams };
  } finally {
    await model.release();
  }
}

const clock = { now: () => 0, secondsPerHead: () => Promise.resolve(0) };

/** Three pictures of different colors, all 20 × 12 pixels. */
async function picturesRoot(
  onnx: Buffer,
  inputs: string,
  files: Readonly<Record<string, string>> = {},
): Promise<string> {
  const root = await contentRoot({
    "models/m.yaml": `name: M\nsource: ./weights/m.onnx\ndatasets: [d]\ninputs: ${inputs}\n`,
    "datasets/d.yaml": "name: D\nkind: images\nsource: ./d\n",
    "weights/m.onnx": onnx,
    ...files,
  });
  await mkdir(join(root, "content/datasets/d"));
  for (const [i, background] of ["#f00", "#0a0", "#42c"].entries())
    await sharp({ create: { width: 20, height: 12, channels: 3, background } })
      .png()
      .toFile(join(root, `content/datasets/d/${i}.png`));
  return root;
}

const conv4: PictureModel = { ...convStem([4, 4], { strides: [4, 4] }), before: 1 };
const WIDE = "{ image: { size: [8, 20] } }";

async function queriesOf(model: PictureModel, inputs = WIDE): Promise<Float32Array> {
  return (
    (await captureModel(await picturesRoot(pictureOnnx(model), inputs))).queries[""] ?? new Float32Array(0)
  );
}

describe("a bare model of pictures", () => {
  it.each([
    ["x", TYPE.float, ["batch", 3, 8, 20], 0],
    ["input", TYPE.float, [1, 3, 8, 20], 0],
    ["data", TYPE.float, [2, 3, 8, 20], 0],
    ["images", TYPE.float, [3, 8, 20], 0],
    ["input.1", 11, ["n", 3, "h", "w"], 1e-6],
    ["picture", TYPE.half, ["n", 3, "h", "w"], 2e-3],
  ] as const)(
    "is built whatever its input is called and however typed: %s, type %i, %j",
    async (name, type, dims, abs) => {
      const expected = await queriesOf(conv4);
      const stem =
        dims.length === 4
          ? conv4.stem
          : [node("Unsqueeze", ["pixels", "first"], ["one"]), ...convFrom("one")];
      const initializers = [...(conv4.initializers ?? []), longs("first", [0])];
      const found = await queriesOf({ ...conv4, stem, initializers, input: { name, type, dims } });
      expect(found.length).toBe(3 * 11 * WIDTH);
      expectClose(found, expected, { abs });
    },
  );

  it("takes pixels last, gray pictures, and levels of 0 to 255 as they are", async () => {
    const last = {
      ...conv4,
      stem: [node("Transpose", ["pixels"], ["turned"], { perm: [0, 3, 1, 2] }), ...convFrom("turned")],
      input: { name: "x", dims: ["n", 8, 20, 3] },
    };
    expect(await queriesOf(last)).toEqual(await queriesOf(conv4));
    const levels = { ...conv4, input: { name: "x", type: TYPE.uint8 } };
    // The same as floating point without scaling: (level / 255 − 0) / (1 / 255).
    const unscaled =
      "{ image: { size: [8, 20], mean: [0, 0, 0], std: [0.00392156862745098, 0.00392156862745098, 0.00392156862745098] } }";
    expectClose(await queriesOf(levels), await queriesOf(conv4, unscaled), { abs: 1e-3 });
    const gray = { ...convStem([4, 4], { strides: [4, 4] }, 1), before: 1 };
    const named = await queriesOf({ ...gray, input: { name: "x", dims: ["n", 1, 8, 20] } });
    const bare = {
      ...gray,
      stem: [node("Unsqueeze", ["pixels", "second"], ["one"]), ...convFrom("one")],
      initializers: [...(gray.initializers ?? []), longs("second", [1])],
      input: { name: "x", dims: ["n", 8, 20] },
    };
    expect(await queriesOf(bare, "{ image: { size: [8, 20] }, names: { pixel_values: x } }")).toEqual(named);
    // Numbers of three axes are a spectrogram, unless someone says otherwise.
    await expect(queriesOf(bare)).rejects.toThrow("inputs.names: { pixel_values: x } (or input_features");
    expect(named.length).toBe(3 * 11 * WIDTH);
  });

  it("has the grid that its graph cuts: a recognizer of text, its height pooled away", async () => {
    const recognizer = pictureOnnx({
      stem: [
        node("Conv", ["pixels", "kernel"], ["map"], { strides: [8, 8] }),
        node("AveragePool", ["map"], ["line"], { kernel_shape: [6, 1] }),
        ...flatten("line"),
      ],
      initializers: [drawn("kernel", [WIDTH, 3, 8, 8]), longs("flat", [0, 0, -1])],
      input: { name: "x", dims: [1, 3, 48, 320] },
    });
    const { streams } = await captureModel(await picturesRoot(recognizer, "{ image: { size: [48, 320] } }"));
    const [dataset] = streams.values();
    expect(dataset?.grid).toMatchObject({ rows: 1, columns: 40, nSpecial: 0 });
    expect(dataset?.sequences[0]?.isSpecial).toEqual(Array(40).fill(false));
  });

  it("keeps CLS before 8 × 8 patches of a square picture, and invents no registers", async () => {
    const square = { ...conv4, input: { name: "x", dims: [1, 3, 32, 32] } };
    const tokensOf = async (model: PictureModel, config: object): Promise<readonly string[]> => {
      const config_ = { "weights/config.json": JSON.stringify(config) };
      const root = await picturesRoot(pictureOnnx(model), "{ image: { size: 32 } }", config_);
      const [dataset] = (await captureModel(root)).streams.values();
      return dataset?.sequences[0]?.tokens.slice(0, 4) ?? [];
    };
    expect(await tokensOf(square, {})).toEqual([
      "[CLS]",
      "row 0, column 0",
      "row 0, column 1",
      "row 0, column 2",
    ]);
    expect(await tokensOf({ ...square, before: 3 }, {})).toEqual([
      "[special 1]",
      "[special 2]",
      "[special 3]",
      "row 0, column 0",
    ]);
    expect(await tokensOf({ ...square, before: 3 }, { num_register_tokens: 2 })).toEqual([
      "[CLS]",
      "[REG1]",
      "[REG2]",
      "row 0, column 0",
    ]);
  });

  it("is refused where it is not clear what its inputs are, by the key that says it; then built", async () => {
    const stem = [node("Add", ["pixels", "b"], ["sum"]), ...convFrom("sum")];
    const onnx = pictureOnnx({
      ...conv4,
      stem,
      input: { name: "a", dims: ["batch", 3, 8, 20] },
      more: ["b"],
    });
    await expect(captureModel(await picturesRoot(onnx, WIDE))).rejects.toThrow(
      /input a: .*\n {2}Say what it is in the model's YAML: inputs\.names: \{ pixel_values: a \}.*\n.*input b: /,
    );
    const named = "{ image: { size: [8, 20] }, names: { pixel_values: [a, b] } }";
    expect((await captureModel(await picturesRoot(onnx, named))).queries[""]?.length).toBe(3 * 11 * WIDTH);
    const root = await picturesRoot(onnx, named);
    const inspection = await inspectModel(join(root, "content/weights/m.onnx"), clock);
    expect(inspection.problem).toBeNull();
    expect(inspection.patches).toBeNull();
    expect(inspection.warnings).toContain(
      "What is not clear of an input is to be said in the model's YAML, inputs.names: a, b.",
    );
    const said = await inspectModel(join(root, "content/weights/m.onnx"), clock, {
      names: { pixel_values: ["a", "b"] },
    });
    expect(said.patches).toMatchObject({ rows: 2, columns: 5, before: 1 });
    expect(printInspection(said)).toContain("  patches 2 × 5 of a made-up picture, behind 1 other token");
    expect(said.inputs[0]).toBe("a as pixel_values [batch, 3, 8, 20]");
    const wrong = "{ image: { size: [8, 20] }, names: { pixel_values: c, input_ids: [d] } }";
    await expect(captureModel(await picturesRoot(onnx, wrong))).rejects.toThrow(
      /inputs\.names\.input_ids: the model has no such input: expected one of a, b, received d\.\n.*inputs\.names\.pixel_values: .*received c\./,
    );
  });

  it.skipIf(!hasZoo)("is refused where layers look at windows (skipped without ../shared/zoo)", async () => {
    const root = await picturesRoot(
      await readFile(zooFile("swin", "onnx/model.onnx")),
      "{ image: { size: 32 } }",
    );
    await expect(captureModel(root)).rejects.toThrow(
      "L0H0: a layer attends to separate pieces of a sequence: expected one pattern per sequence, received 4 patterns of one sequence.\n  Attention over windows or blocks cannot be drawn on one map yet.",
    );
  });

  it("is refused where a later layer has more tokens than the first", async () => {
    const onnx = pictureOnnx({ ...conv4, prompts: 2 });
    await expect(captureModel(await picturesRoot(onnx, WIDE))).rejects.toThrow(
      "L1H0: the attention has another size than the sequence: expected 11 queries and 11 keys, received 13 and 13.",
    );
  });

  it("says the size that the graph takes where pictures are prepared in another", async () => {
    const onnx = pictureOnnx({ ...conv4, input: { name: "x", dims: [1, 3, 8, 24] } });
    await expect(captureModel(await picturesRoot(onnx, WIDE))).rejects.toThrow(
      /input x: pictures are prepared in another size than the model takes: expected x float32 \[1, 3, 8, 24\], received \[1, 3, 8, 20\]/,
    );
  });
});

function convFrom(from: string): Buffer[] {
  return [node("Conv", [from, "kernel"], ["map"], { strides: [4, 4] }), ...flatten("map")];
}

const LINES = {
  "datasets/d.yaml": "name: D\nkind: text\nsource: ./d.txt\n",
  "datasets/d.txt": "c a t\nd o g e\na\n",
};

async function textRoot(onnx: Buffer, inputs: string): Promise<string> {
  return contentRoot({
    ...LINES,
    "models/m.yaml": `name: M\nsource: ./weights/m.onnx\ndatasets: [d]\ninputs: ${inputs}\n`,
    "weights/m.onnx": onnx,
    "weights/tokenizer.json": JSON.stringify(wordTokenizer(LETTERS)),
  });
}

describe("a bare model of texts", () => {
  it("is built under any names, in any type and in fixed sizes", async () => {
    const { queries: expected } = await captureModel(await textRoot(encoderOnnx(), "{}"));
    const names = { input_ids: "x", attention_mask: "y" };
    const given = "{ names: { attention_mask: y } }";
    for (const [sizes, types] of [
      [{}, {}],
      [{}, { input_ids: TYPE.int32, attention_mask: TYPE.bool }],
      [{ dims: [1, "length"] }, {}],
      [{ dims: [2, 9] }, { input_ids: TYPE.int32, attention_mask: TYPE.half }],
    ] as const) {
      const { queries, streams } = await captureModel(
        await textRoot(encoderOnnx(names, { ...sizes, types }), given),
      );
      expect([...(streams.get("")?.starts ?? [])]).toEqual([0, 5, 11, 14]);
      expectClose(queries[""] ?? new Float32Array(0), expected[""] ?? new Float32Array(0), { abs: 1e-6 });
    }
  });

  it("is cut to the length that the graph fixes, and padded to it", async () => {
    const onnx = encoderOnnx({}, { dims: ["batch", 4] });
    const { streams } = await captureModel(await textRoot(onnx, "{}"));
    // Texts of five, six and three tokens: two windows, two windows, and one that is padded.
    expect([...(streams.get("")?.starts ?? [])]).toEqual([0, 3, 7, 11, 15, 18]);
  });

  it("says that the tokenizer is another one's", async () => {
    const root = await textRoot(decoderOnnx({ encoder_hidden_states: "encoder_hidden_states" }), "{}");
    await writeFile(join(root, "content/weights/m.onnx"), encoderOnnx({}, { vocabulary: 5 }));
    await expect(captureModel(root)).rejects.toThrow(
      /the tokenizer belongs to another model: .*expected ids of 0 to 4, received 5 for " ?t"/,
    );
  });
});

describe("an encoder and a decoder whose inputs are called alike", () => {
  it("read each its own", async () => {
    const dataset = {
      "datasets/d.yaml": "name: D\nkind: text\nsource: ./d.jsonl\n",
      "datasets/d.jsonl": [
        { text: "c a t", target: "K AE T" },
        { text: "d o g e", target: "T" },
      ]
        .map((line) => JSON.stringify(line))
        .join("\n"),
      "weights/m/tokenizer.json": JSON.stringify(wordTokenizer(LETTERS)),
      "weights/sounds/tokenizer.json": JSON.stringify(wordTokenizer(SOUNDS)),
    };
    const root = (encoder: Buffer, decoder: Buffer, inputs: string): Promise<string> =>
      contentRoot({
        ...dataset,
        "models/m.yaml": `name: M\nsource: ./weights/m\ndatasets: [d]\ninputs: { targetTokenizer: ./weights/sounds, ${inputs} }\n`,
        "weights/m/encoder_model.onnx": encoder,
        "weights/m/decoder_model.onnx": decoder,
      });
    const expected = await captureModel(await root(encoderOnnx(), decoderOnnx(), ""));
    const [ids, hidden, mask] = ["x", "h", "m"];
    const alike = await captureModel(
      await root(
        encoderOnnx({ input_ids: ids, attention_mask: mask }),
        decoderOnnx(
          { input_ids: ids, encoder_hidden_states: hidden, encoder_attention_mask: mask },
          { types: { encoder_hidden_states: TYPE.half, encoder_attention_mask: TYPE.bool } },
        ),
        "names: { attention_mask: m, encoder_attention_mask: m }",
      ),
    );
    expect(Object.keys(alike.queries)).toEqual(["encoder", "decoder", "cross"]);
    for (const [tower, queries] of Object.entries(expected.queries))
      expectClose(alike.queries[tower] ?? new Float32Array(0), queries, {
        abs: tower === "cross" ? 2e-3 : 0,
      });
  });
});
