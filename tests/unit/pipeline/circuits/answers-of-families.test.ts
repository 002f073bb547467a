/** Every family of checkpoints whose models answer with words has copy scores; the others say why they have none. */
import { describe, expect, it } from "vitest";
import { modelNumbers } from "#pipeline/circuits/model-numbers.ts";
import { openModel } from "#pipeline/onnx/open-model.ts";
import { readFixture } from "../../../helpers/architecture-fixtures.ts";
import { writeFormulaModel } from "../../../helpers/formula-weights.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const ANSWERING =
  `bert/plain bert/albert bert/distilbert bert/roberta bert/mpnet-masked bert/hub-names modernbert/modernbert
  gpt2/plain gpt2/untied gpt2/gpt-neo gpt2/neox gpt2/pythia opt/opt opt/opt-behind opt/bloom opt/gptj opt/phi
  llama/plain llama/bfloat16 llama/tied llama/qwen2-tied llama/qwen3 llama/gemma
  llama/granite llama/mistral llama/phi3 llama/smollm3 llama/sharded decoders/cohere decoders/cohere2 decoders/starcoder2`.split(
    /\s+/,
  );

const LEFT_OUT = "its head for words was left out";
const SILENT: Readonly<Record<string, string>> = {
  "bert/bare": `the checkpoint has no cls.predictions.transform.dense.weight: ${LEFT_OUT}`,
  "bert/electra": `the checkpoint has no generator_predictions.dense.weight: ${LEFT_OUT}`,
  "gpt2/bare": "config.json names GPT2Model, which has no number for every token",
  "llama/bare":
    "the checkpoint has no lm_head.weight, and config.json does not tie it to embed_tokens.weight",
  // A norm stands between what its heads write and the stream.
  "llama/gemma2": "the residual stream behind the first block was not found",
  "t5/encoder": "its architecture has no number for every token of the vocabulary",
  "t5/plain": "a token alone says nothing to a decoder that reads an encoder",
  "vit/plain": "the model reads no tokens",
};

/** The copy score of the last head. */
async function copyScoreOf(name: string): Promise<unknown> {
  const model = await openModel(writeFormulaModel(await tempFolder(), readFixture(name)));
  try {
    const heads = model.blocks.flatMap(({ layer, tower, nHeads = 1 }) =>
      Array.from({ length: nHeads }, (_, head) => ({ id: { ...(tower ? { tower } : {}), layer, head } })),
    );
    const { weights } = await modelNumbers({
      ...{ model, heads },
      ...{ lengthOf: () => Promise.resolve(undefined), tell: () => undefined },
    });
    return Object.values(weights)
      .map(({ head }) => head["copy-score"])
      .at(-1);
  } finally {
    await model.release();
  }
}

describe("copy scores of a checkpoint", () => {
  it.each(ANSWERING)("are read: %s", async (name) => {
    expect(await copyScoreOf(name)).toEqual(expect.any(Number));
  });

  it.each(Object.entries(SILENT))("are not readable: %s, because %s", async (name, why) => {
    expect(await copyScoreOf(name)).toEqual({ why: `Not readable: ${why}.` });
  });
});
