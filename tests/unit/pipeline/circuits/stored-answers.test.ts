/** Copy scores of models that are opened by their weights: the answer's table is read from the checkpoint. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { modelNumbers, type ModelNumbers } from "#pipeline/circuits/model-numbers.ts";
import { openModel } from "#pipeline/onnx/open-model.ts";
import { checkpointOfOnnx } from "../../../helpers/checkpoint-of-onnx.ts";
import {
  plantedCheckpoint,
  PLANTED_WIDTH,
  unit,
  vector,
  type Planted,
} from "../../../helpers/planted-checkpoint.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

async function numbersOf(path: string, nHeads: number): Promise<ModelNumbers> {
  const model = await openModel(path);
  try {
    const heads = model.blocks.flatMap(({ layer }) =>
      Array.from({ length: nHeads }, (_, head) => ({ id: { layer, head } })),
    );
    const lengthOf = (): Promise<undefined> => Promise.resolve(undefined);
    return await modelNumbers({ model, heads, lengthOf, tell: () => undefined });
  } finally {
    await model.release();
  }
}

describe.each(["tiny-gpt", "tiny-bert"])("%s opened by its weights", (name) => {
  it("has the numbers of its ONNX file", async () => {
    const folder = await tempFolder();
    const whole = join("content/weights", name);
    await checkpointOfOnnx(whole, folder);
    const [expected, received] = [
      await numbersOf(whole, 4),
      await numbersOf(join(folder, "model.safetensors"), 4),
    ];
    for (const [head, { head: scores, chance }] of Object.entries(expected.weights)) {
      const own = received.weights[head]!;
      expect(own.chance).toEqual(chance);
      for (const [id, score] of Object.entries(scores)) {
        if (typeof score !== "number") expect(own.head[id], `${head} ${id}`).toEqual(score);
        else expect(Math.abs((own.head[id] as number) - score), `${head} ${id}`).toBeLessThan(1e-6);
      }
    }
  }, 60_000);
});

/** The scores of the head that copies. */
async function scoresOf(planted: Planted): Promise<Readonly<Record<string, unknown>>> {
  const path = plantedCheckpoint(await tempFolder(), planted);
  return (await numbersOf(path, 1)).weights["L1H0"]!.head;
}
const turned = (row: number, column: number): number => -unit(row, column);
const moved = (row: number, column: number): number => unit((row + 1) % PLANTED_WIDTH, column);
const COPIES = { "copy-score": 1, "copy-score.first": 1, suppression: 0 };
const SUPPRESSES = { "copy-score": 0, "copy-score.first": 0, suppression: 1 };
const why = (reason: string): unknown => ({
  "copy-score": { why: `Not readable: ${reason}.` },
  "copying-eigenvalue": { why: `Not readable: ${reason}.` },
});

describe("a planted checkpoint", () => {
  it("answers by the table of its words where both are tied, as its family has it, or its configuration says", async () => {
    expect(await scoresOf({})).toMatchObject({ ...COPIES, "copying-eigenvalue": 1 });
    expect(await scoresOf({ isLlama: true, config: { tie_word_embeddings: true } })).toMatchObject(COPIES);
    // Of a file that stores both, the words count, as transformers ties them.
    expect(await scoresOf({ answers: turned })).toMatchObject(COPIES);
  });

  it("answers by a table of its own where they are not tied", async () => {
    const config = { tie_word_embeddings: false };
    expect(await scoresOf({ config, answers: turned })).toMatchObject({
      ...SUPPRESSES,
      "copying-eigenvalue": -1,
    });
    expect(await scoresOf({ isLlama: true, answers: turned })).toMatchObject(SUPPRESSES);
    expect(await scoresOf({ isLlama: true, answers: moved })).toMatchObject({ "copy-score.first": 0 });
  });

  it("is not readable without a table, and says why", async () => {
    const isUntied = (words: string): unknown =>
      why(`the checkpoint has no lm_head.weight, and config.json does not tie it to ${words}`);
    expect(await scoresOf({ isLlama: true })).toMatchObject(isUntied("embed_tokens.weight") as object);
    expect(await scoresOf({ config: { tie_word_embeddings: false } })).toMatchObject(
      isUntied("wte.weight") as object,
    );
    expect(await scoresOf({ config: { architectures: ["GPT2ForSequenceClassification"] } })).toMatchObject(
      why("config.json names GPT2ForSequenceClassification, which has no number for every token") as object,
    );
    const narrow = { "lm_head.weight": vector(() => 1) };
    expect(await scoresOf({ isLlama: true, tensors: narrow })).toMatchObject(
      why("lm_head.weight is [16], expected [16, 16]") as object,
    );
    const rounded = { "lm_head.weight": { shape: [16, 16], numbers: new Int8Array(256) } };
    expect(await scoresOf({ isLlama: true, tensors: rounded })).toMatchObject(
      why("lm_head.weight is stored as I8, expected F32, F16, BF16, F64") as object,
    );
  });

  it("has its last norm before the table: by its mean as well, or by its length only", async () => {
    // Word 5 is what all axes together say: nothing is left of that once the mean is taken off.
    const answers = (row: number, column: number): number => (row === 5 ? 10 : unit(row, column));
    const config = { tie_word_embeddings: false };
    expect((await scoresOf({ config, answers }))["copy-score.first"]).toBeGreaterThan(0.9);
    expect(await scoresOf({ isLlama: true, answers })).toMatchObject({ "copy-score.first": 1 / 16 });
    // Half of the axes change their sign in it.
    const signs = vector((i) => (i % 2 === 0 ? 1 : -1));
    for (const [isLlama, name] of [
      [true, "model.norm.weight"],
      [false, "transformer.ln_f.weight"],
    ] as const)
      expect(
        await scoresOf({ isLlama, config: { tie_word_embeddings: true }, tensors: { [name]: signs } }),
      ).toMatchObject({ "copy-score.first": 0.5, suppression: 0.5 });
  });

  it("has a bias behind the table where it is stored; what is the same for all tokens does not count once centred", async () => {
    const bias = { "lm_head.bias": vector((i) => (i < 8 ? 100 : 0)) };
    expect(await scoresOf({ tensors: bias })).toMatchObject({
      "copy-score.first": 0.5,
      "copy-score.centred-first": 1,
    });
  });
});
