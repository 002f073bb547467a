/** A content folder around a made-up model of several layers: what units of a build are tested on. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { seededRandom } from "#math/random.ts";
import { wordTokenizer } from "./word-tokenizer.ts";
import { writeCheckpoint, type WrittenTensor } from "./write-checkpoint.ts";

const WORDS = ["[UNK]", "[CLS]", "[SEP]", "the", "cat", "dog", "sees", "a", "bird", "and", "sleeps", "."];
const LINES = ["the cat sees a bird .", "a dog and the cat and the bird .", "the dog sleeps ."];
const [WIDTH, LENGTH] = [12, 16];

/** A GPT-2 of so many layers with three heads each: weights from a seed, no training. */
export async function writeLayeredContent(content: string, nLayers = 4): Promise<void> {
  for (const folder of ["models", "datasets", "weights/deep"])
    await mkdir(join(content, folder), { recursive: true });
  const weights = join(content, "weights/deep");
  writeCheckpoint(weights, CONFIG(nLayers), tensorsOf(nLayers));
  await writeFile(join(weights, "tokenizer.json"), JSON.stringify(wordTokenizer(WORDS)));
  await writeFile(
    join(weights, "tokenizer_config.json"),
    JSON.stringify({ model_max_length: LENGTH, unk_token: "[UNK]" }),
  );
  await writeFile(
    join(content, "models/deep.yaml"),
    "name: Deep\nsource: ./weights/deep\ndatasets: [lines]\n",
  );
  await writeFile(
    join(content, "datasets/lines.yaml"),
    "name: Lines\nkind: text\nsource: ./lines.jsonl\nprojection: { methods: [pca], dims: [2] }\n",
  );
  const lines = Array.from({ length: 9 }, (_, i) => JSON.stringify({ text: LINES[i % LINES.length] }));
  await writeFile(join(content, "datasets/lines.jsonl"), `${lines.join("\n")}\n`);
}

const CONFIG = (nLayers: number): object => ({
  model_type: "gpt2",
  architectures: ["GPT2LMHeadModel"],
  vocab_size: WORDS.length,
  n_positions: LENGTH,
  n_embd: WIDTH,
  n_layer: nLayers,
  n_head: 3,
  n_inner: WIDTH,
});

function tensorsOf(nLayers: number): Record<string, WrittenTensor> {
  const random = seededRandom(7);
  const drawn = (...shape: number[]): WrittenTensor => {
    const length = shape.reduce((a, b) => a * b, 1);
    return { shape, numbers: Float32Array.from({ length }, () => (random() - 0.5) * 1.5) };
  };
  const linear = (name: string, from: number, to: number): Record<string, WrittenTensor> => ({
    [`${name}.weight`]: drawn(from, to),
    [`${name}.bias`]: drawn(to),
  });
  const norm = (name: string): Record<string, WrittenTensor> => ({
    [`${name}.weight`]: drawn(WIDTH),
    [`${name}.bias`]: drawn(WIDTH),
  });
  const layers = Array.from({ length: nLayers }, (_, layer) => `transformer.h.${layer}`).map((at) => ({
    ...norm(`${at}.ln_1`),
    ...norm(`${at}.ln_2`),
    ...linear(`${at}.attn.c_attn`, WIDTH, 3 * WIDTH),
    ...linear(`${at}.attn.c_proj`, WIDTH, WIDTH),
    ...linear(`${at}.mlp.c_fc`, WIDTH, WIDTH),
    ...linear(`${at}.mlp.c_proj`, WIDTH, WIDTH),
  }));
  return {
    "transformer.wte.weight": drawn(WORDS.length, WIDTH),
    "transformer.wpe.weight": drawn(LENGTH, WIDTH),
    ...Object.assign({}, ...layers),
    ...norm("transformer.ln_f"),
  } as Record<string, WrittenTensor>;
}
