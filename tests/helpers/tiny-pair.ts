/** An encoder and its decoder of one layer with two heads, written by hand as two ONNX files with vocabularies of their own. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { seededRandom } from "#math/random.ts";
import { floats, longs, node, onnxModel, TYPE, value } from "./onnx-writer.ts";
import { wordTokenizer } from "./word-tokenizer.ts";

const [WIDTH, HEADS, D_HEAD] = [8, 2, 4];
export const LETTERS = ["<pad>", "<s>", "</s>", "c", "a", "t", "d", "o", "g", "e"];
export const SOUNDS = ["<pad>", "<s>", "</s>", "K", "AE", "T"];

/** Names of inputs, where they are other than those of Hugging Face. */
export type InputNames = Readonly<Record<string, string>>;

export interface PairOptions {
  /** Types of inputs by what they are, where they are other than the usual ones. */
  readonly types?: Readonly<Record<string, number>>;
  /** Axes of ids and mask. */
  readonly dims?: readonly (number | string)[];
  /** Rows of the table. */
  readonly vocabulary?: number;
}

/** One layer of attention from `query` to `key`, giving `out`; names begin with `at`. `mask` is added to the scores. */
function layer(at: string, query: string, key: string, out: string, mask?: string): Buffer[] {
  const n = (name: string): string => `${at}.${name}`;
  const source = (name: string): string => (name === "q" ? query : key);
  return [
    ...["q", "k", "v"].flatMap((name) => [
      node("MatMul", [source(name), `${at}.w${name}`], [n(`${name}f`)]),
      node("Reshape", [n(`${name}f`), "split"], [n(`${name}s`)]),
      node("Transpose", [n(`${name}s`)], [n(name)], { perm: name === "k" ? [0, 2, 3, 1] : [0, 2, 1, 3] }),
    ]),
    node("MatMul", [n("q"), n("k")], [n("scores")]),
    ...(mask === undefined ? [] : [node("Add", [n("scores"), mask], [n("masked")])]),
    node("Softmax", [n(mask === undefined ? "scores" : "masked")], [n("weights")], { axis: -1 }),
    node("MatMul", [n("weights"), n("v")], [n("mixed")]),
    node("Transpose", [n("mixed")], [n("turned")], { perm: [0, 2, 1, 3] }),
    node("Reshape", [n("turned"), "joined"], [out]),
  ];
}

const weights = (at: string, seed: number): Buffer[] => {
  const random = seededRandom(seed);
  const draw = (): number[] => Array.from({ length: WIDTH * WIDTH }, () => (random() - 0.5) * 2);
  return ["q", "k", "v"].map((name) => floats(`${at}.w${name}`, [WIDTH, WIDTH], draw()));
};

const table = (rows: number, seed: number): Buffer => {
  const random = seededRandom(seed);
  return floats(
    "table",
    [rows, WIDTH],
    Array.from({ length: rows * WIDTH }, () => (random() - 0.5) * 2),
  );
};

const constants = [
  longs("split", [0, 0, HEADS, D_HEAD]),
  longs("joined", [0, 0, WIDTH]),
  longs("axes", [1, 2]),
  floats("one", [], [1]),
  floats("lowest", [], [-1e9]),
];

/** A mask of 1 for tokens → what is added to the scores. */
const additive = (mask: string): Buffer[] => [
  node("Cast", [mask], ["seen"], { to: TYPE.float }),
  node("Sub", ["one", "seen"], ["hidden"]),
  node("Mul", ["hidden", "lowest"], ["low"]),
  node("Unsqueeze", ["low", "axes"], ["additive"]),
];

/** Letters and their mask → hidden states. */
export function encoderOnnx(names: InputNames = {}, options: PairOptions = {}): Buffer {
  const { input_ids: ids = "input_ids", attention_mask: mask = "attention_mask" } = names;
  const { types = {}, dims = ["batch", "length"], vocabulary = LETTERS.length } = options;
  return onnxModel({
    nodes: [
      node("Gather", ["table", ids], ["vectors"]),
      ...additive(mask),
      ...layer("self", "vectors", "vectors", "last_hidden_state", "additive"),
    ],
    initializers: [table(vocabulary, 1), ...weights("self", 2), ...constants],
    inputs: [
      value(ids, types["input_ids"] ?? TYPE.int64, dims),
      value(mask, types["attention_mask"] ?? TYPE.int64, dims),
    ],
    outputs: ["last_hidden_state"],
  });
}

/** Sounds, hidden states and their mask → sounds. */
export function decoderOnnx(names: InputNames = {}, { types = {} }: PairOptions = {}): Buffer {
  const {
    input_ids: ids = "input_ids",
    encoder_hidden_states: hidden = "encoder_hidden_states",
    encoder_attention_mask: mask = "encoder_attention_mask",
  } = names;
  return onnxModel({
    nodes: [
      node("Gather", ["table", ids], ["vectors"]),
      ...layer("self", "vectors", "vectors", "asking"),
      ...additive(mask),
      node("Cast", [hidden], ["memory32"], { to: TYPE.float }),
      ...layer("cross", "asking", "memory32", "out", "additive"),
    ],
    initializers: [table(SOUNDS.length, 3), ...weights("self", 4), ...weights("cross", 5), ...constants],
    inputs: [
      value(ids, TYPE.int64, ["batch", "length"]),
      value(hidden, types["encoder_hidden_states"] ?? TYPE.float, ["batch", "source", WIDTH]),
      value(mask, types["encoder_attention_mask"] ?? TYPE.int64, ["batch", "source"]),
    ],
    outputs: ["out"],
  });
}

/** A model folder in Hugging Face layout, and beside it a folder `sounds` with the decoder's tokenizer. */
export async function writeTinyPair(
  folder: string,
  files = ["encoder_model", "decoder_model"],
): Promise<void> {
  await mkdir(join(folder, "onnx"), { recursive: true });
  await mkdir(join(folder, "sounds"), { recursive: true });
  const [encoder = "", decoder = ""] = files;
  await writeFile(join(folder, `onnx/${encoder}.onnx`), encoderOnnx());
  await writeFile(join(folder, `onnx/${decoder}.onnx`), decoderOnnx());
  await writeFile(
    join(folder, "config.json"),
    JSON.stringify({ model_type: "bart", decoder_start_token_id: 1 }),
  );
  await writeFile(join(folder, "tokenizer.json"), JSON.stringify(wordTokenizer(LETTERS)));
  await writeFile(join(folder, "sounds/tokenizer.json"), JSON.stringify(wordTokenizer(SOUNDS)));
}
