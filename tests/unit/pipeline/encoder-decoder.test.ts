/** Atlases of an encoder and a decoder in two files, whatever these are called, with a vocabulary for each. */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { atlasFiles, headFiles } from "#atlas/address.ts";
import { decodeTokens, spanOf, tokenText } from "#atlas/tokens/tokens.ts";
import { inspectModel } from "#pipeline/inspect/inspect-model.ts";
import { printInspection } from "#pipeline/inspect/print-inspection.ts";
import { openModel } from "#pipeline/onnx/open-model.ts";
import { contentRoot, runBuild, statesOf } from "../../helpers/run-build.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { decoderOnnx, encoderOnnx, SOUNDS, writeTinyPair } from "../../helpers/tiny-pair.ts";
import { wordTokenizer } from "../../helpers/word-tokenizer.ts";

const DATASET = {
  "datasets/d.yaml": "name: D\nkind: text\nsource: ./d.jsonl\nprojection: { methods: [pca], dims: [2] }\n",
  "datasets/d.jsonl": [
    { text: "c a t", target: "K AE T" },
    { text: "t a c", target: "T AE K" },
    { text: "a c t", target: "AE K T" },
  ]
    .map((line) => JSON.stringify(line))
    .join("\n"),
};
const clock = { now: () => 0, secondsPerHead: () => Promise.resolve(0) };

async function pairRoot(yaml: string, files?: string[]): Promise<string> {
  const model = `name: M\nsource: ./weights/pair\ndatasets: [d]\n${yaml}`;
  const root = await contentRoot({ ...DATASET, "models/m.yaml": model });
  await writeTinyPair(join(root, "content/weights/pair"), files);
  return root;
}

async function textsOf(root: string, tower: string): Promise<string[]> {
  const table = decodeTokens(
    JSON.parse(await readFile(join(root, "out/m/d", atlasFiles.tokens(tower)), "utf8")),
  );
  return Array.from({ length: table.nSequences }, (_, sequence) => {
    const { start, n } = spanOf(table, sequence, "query");
    return Array.from({ length: n }, (_, i) => tokenText(table, start + i))
      .join("")
      .trim();
  });
}

const attentionOf = (root: string, layer: string): Promise<string> =>
  readFile(join(root, "out/m/d", headFiles.attention({ tower: layer, layer: 0, head: 0 })), "utf8");

describe("inputs.targetTokenizer", () => {
  it("reads what the decoder reads, with its own words and special tokens", async () => {
    const root = await pairRoot("inputs: { targetTokenizer: ./weights/pair/sounds }\n");
    expect(await statesOf(root)).toEqual({ "m/d": "built 6" });
    expect(await textsOf(root, "encoder")).toEqual(["<s> c a t </s>", "<s> t a c </s>", "<s> a c t </s>"]);
    expect(await textsOf(root, "decoder")).toEqual(["<s> K AE T", "<s> T AE K", "<s> AE K T"]);
    expect(await textsOf(root, "cross")).toEqual(await textsOf(root, "decoder"));
  });

  it("makes the atlas be built again when it changes, and is not the encoder's", async () => {
    const root = await pairRoot("inputs: { targetTokenizer: ./weights/pair/sounds }\n");
    await statesOf(root);
    expect(await statesOf(root)).toEqual({ "m/d": "unchanged 0" });
    const before = await attentionOf(root, "decoder");
    const swapped = [...SOUNDS.slice(0, 3), "T", "AE", "K"];
    await writeFile(
      join(root, "content/weights/pair/sounds/tokenizer.json"),
      JSON.stringify(wordTokenizer(swapped)),
    );
    expect(await statesOf(root)).toEqual({ "m/d": "built 6" });
    expect(await attentionOf(root, "decoder")).not.toBe(before);
  });

  it("is said to be of no use where no decoder is shown", async () => {
    const root = await pairRoot(
      "file: onnx/encoder_model.onnx\ninputs: { targetTokenizer: ./weights/pair/sounds }\n",
    );
    const { outcomes } = await runBuild(root);
    expect(outcomes["m/d"]?.warnings).toContain(
      "inputs.targetTokenizer is not used: no decoder reads texts of this dataset.",
    );
  });
});

describe("a list of files", () => {
  it("is one model, whatever the files are called and in whatever order", async () => {
    const plain = await pairRoot("inputs: { targetTokenizer: ./weights/pair/sounds }\n");
    await statesOf(plain);
    const [encoder, decoder] = ["decoder_of_letters", "encoder_of_sounds"];
    const files = `file: [onnx/${decoder}.onnx, onnx/${encoder}.onnx]\n`;
    const root = await pairRoot(`${files}inputs: { targetTokenizer: ./weights/pair/sounds }\n`, [
      encoder,
      decoder,
    ]);
    expect(await statesOf(root)).toEqual({ "m/d": "built 6" });
    for (const tower of ["encoder", "decoder", "cross"])
      expect(await attentionOf(root, tower)).toBe(await attentionOf(plain, tower));
  });

  it.each([
    [
      ["net_a", "net_b"],
      ["encoder", "decoder", "cross"],
    ],
    [
      ["text_encoder", "text_decoder"],
      ["encoder", "decoder", "cross"],
    ],
    [
      ["vision_encoder", "decoder"],
      ["encoder", "decoder", "cross"],
    ],
  ])("has its towers by what the files read: %j", async (names, towers) => {
    const folder = await tempFolder();
    await writeTinyPair(folder, names);
    for (const order of [names, names.toReversed()]) {
      const model = await openModel({
        folder,
        files: order.map((name) => join(folder, `onnx/${name}.onnx`)),
      });
      await model.release();
      expect(model.blocks.map(({ tower }) => tower)).toEqual(towers);
    }
  });

  it("has its towers by the names of files that do not read each other", async () => {
    const folder = await tempFolder();
    for (const [names, towers] of [
      [
        ["my-text-net.onnx", "my_vision.onnx"],
        ["text", "vision"],
      ],
      [
        ["audio_encoder.onnx", "text_encoder.onnx"],
        ["audio", "text"],
      ],
      [
        ["one.onnx", "two.onnx"],
        ["tower", "tower2"],
      ],
    ] as const) {
      const files = names.map((name) => join(folder, name));
      for (const file of files) await writeFile(file, encoderOnnx());
      const model = await openModel({ folder, files });
      await model.release();
      expect(model.blocks.map(({ tower }) => tower)).toEqual(towers);
    }
  });
});

describe("inspect on a folder", () => {
  it.each(["optimized", "fp16", "quantized", "int8", "uint8", "q4f16", "q4", "bnb4"])(
    "opens a pair of the kind %s, and says which files it did not open",
    async (kind) => {
      const root = await pairRoot("", [`encoder_model_${kind}`, `decoder_model_${kind}`]);
      const folder = join(root, "content/weights/pair");
      await writeFile(join(folder, `onnx/decoder_with_past_model_${kind}.onnx`), decoderOnnx());
      await writeFile(join(folder, "onnx/other.onnx"), encoderOnnx());
      const inspection = await inspectModel(folder, clock);
      expect(inspection.towers.map(({ name }) => name)).toEqual(["encoder", "decoder", "cross"]);
      expect(inspection.problem).toBeNull();
      const lines = printInspection(inspection);
      expect(lines[1]).toBe(
        `  files   ${["encoder", "decoder"].map((part) => join(folder, `onnx/${part}_model_${kind}.onnx`)).join(", ")}`,
      );
      expect(lines.filter((line) => line.includes("not opened"))).toEqual([
        `  not opened: onnx/decoder_with_past_model_${kind}.onnx, a decoder that continues from a cache: it has the heads of the decoder`,
        "  not opened: onnx/other.onnx, its name does not tell what it is; name it in `file` to open it",
      ]);
    },
  );

  it("says nothing of other files where one is named", async () => {
    const root = await pairRoot("");
    const folder = join(root, "content/weights/pair");
    await mkdir(join(folder, "more"));
    await rename(join(folder, "onnx/decoder_model.onnx"), join(folder, "more/decoder_model.onnx"));
    expect((await inspectModel(join(folder, "onnx/encoder_model.onnx"), clock)).notOpened).toEqual([]);
  });
});
