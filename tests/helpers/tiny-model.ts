/** A transformer of one layer with two heads, written by hand as an ONNX file: weights from a seed, no training. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { seededRandom } from "#math/random.ts";
import { floats, longs, node, onnxModel, TYPE, value } from "./onnx-writer.ts";

const WORDS = ["[UNK]", "[CLS]", "[SEP]", "the", "cat", "dog", "sees", "a", "bird", "and", "sleeps", "."];
const [WIDTH, D_HEAD] = [8, 4];

/** Writes a model folder in Hugging Face layout. */
export async function writeTinyModel(folder: string): Promise<void> {
  await mkdir(join(folder, "onnx"), { recursive: true });
  await writeFile(join(folder, "onnx/model.onnx"), tinyOnnx());
  await writeFile(join(folder, "config.json"), JSON.stringify({ model_type: "tiny" }));
  await writeFile(join(folder, "tokenizer.json"), JSON.stringify(tokenizer()));
  await writeFile(
    join(folder, "tokenizer_config.json"),
    JSON.stringify({ model_max_length: 16, unk_token: "[UNK]" }),
  );
}

export function tinyOnnx(): Buffer {
  const random = seededRandom(11);
  const matrix = (rows: number, columns: number): Float32Array =>
    Float32Array.from({ length: rows * columns }, () => (random() - 0.5) * 3);
  const nodes = [
    node("Gather", ["table", "input_ids"], ["x"]),
    ...["q", "k", "v"].flatMap((name) => [
      node("MatMul", ["x", `w${name}`], [`${name}flat`]),
      node("Reshape", [`${name}flat`, "split"], [`${name}split`]),
    ]),
    node("Transpose", ["qsplit"], ["q"], { perm: [0, 2, 1, 3] }),
    node("Transpose", ["ksplit"], ["k"], { perm: [0, 2, 3, 1] }),
    node("Transpose", ["vsplit"], ["v"], { perm: [0, 2, 1, 3] }),
    node("MatMul", ["q", "k"], ["product"]),
    node("Div", ["product", "root"], ["scaled"]),
    node("Cast", ["attention_mask"], ["seen"], { to: TYPE.float }),
    node("Sub", ["one", "seen"], ["hidden"]),
    node("Mul", ["hidden", "lowest"], ["low"]),
    node("Unsqueeze", ["low", "axes"], ["mask"]),
    node("Add", ["scaled", "mask"], ["scores"]),
    node("Softmax", ["scores"], ["weights"], { axis: -1 }),
    node("MatMul", ["weights", "v"], ["mixed"]),
    node("Transpose", ["mixed"], ["turned"], { perm: [0, 2, 1, 3] }),
    node("Reshape", ["turned", "joined"], ["out"]),
  ];
  const initializers = [
    floats("table", [WORDS.length, WIDTH], matrix(WORDS.length, WIDTH)),
    ...["q", "k", "v"].map((name) => floats(`w${name}`, [WIDTH, WIDTH], matrix(WIDTH, WIDTH))),
    floats("root", [], Float32Array.of(Math.sqrt(D_HEAD))),
    floats("one", [], Float32Array.of(1)),
    floats("lowest", [], Float32Array.of(-1e9)),
    longs("split", [0, 0, WIDTH / D_HEAD, D_HEAD]),
    longs("joined", [0, 0, WIDTH]),
    longs("axes", [1, 2]),
  ];
  const inputs = ["input_ids", "attention_mask"].map((name) => value(name, TYPE.int64, ["batch", "length"]));
  return onnxModel({ nodes, initializers, inputs, outputs: ["out"] });
}

function tokenizer(): unknown {
  const special = (id: number) => ({
    id,
    content: WORDS[id],
    special: true,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
  });
  const piece = (name: string) => ({ SpecialToken: { id: name, type_id: 0 } });
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: [0, 1, 2].map(special),
    normalizer: null,
    pre_tokenizer: { type: "Whitespace" },
    post_processor: {
      type: "TemplateProcessing",
      single: [piece("[CLS]"), { Sequence: { id: "A", type_id: 0 } }, piece("[SEP]")],
      pair: [],
      special_tokens: {
        "[CLS]": { id: "[CLS]", ids: [1], tokens: ["[CLS]"] },
        "[SEP]": { id: "[SEP]", ids: [2], tokens: ["[SEP]"] },
      },
    },
    decoder: null,
    model: {
      type: "WordLevel",
      vocab: Object.fromEntries(WORDS.map((word, id) => [word, id])),
      unk_token: "[UNK]",
    },
  };
}
