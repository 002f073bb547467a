/** Decoders that compute the same as another one when their weights are the same. */
import { describe, it } from "vitest";
import type { BlockCapture, Feeds } from "#pipeline/onnx/open-model.ts";
import { readFixture } from "../../../helpers/architecture-fixtures.ts";
import { expectClose } from "../../../helpers/expect-close.ts";
import { captureModel, tensorsOf, type Tensors } from "../../../helpers/relative-models.ts";
import { longs } from "../../../helpers/run-graph.ts";
import type { WrittenTensor } from "../../../helpers/write-checkpoint.ts";

const FEEDS: Feeds = {
  input_ids: longs([
    [7, 12, 3, 40, 22, 9],
    [31, 2, 5, 17, 8, 6],
  ]),
  attention_mask: longs([
    [1, 1, 1, 1, 1, 1],
    [1, 1, 1, 1, 1, 1],
  ]),
};

async function expectSame(one: readonly [object, Tensors], other: readonly [object, Tensors]): Promise<void> {
  const [expected, received] = [await captureModel(...one, FEEDS), await captureModel(...other, FEEDS)];
  const numbers = (blocks: readonly BlockCapture[]): number[] =>
    blocks.flatMap(({ q, k, weights }) => [q, k, weights].flatMap(({ data }) => Array.from(data)));
  expectClose(numbers(received), numbers(expected), { abs: 1e-5 });
}

/** Rows of a matrix, or numbers of a vector, in another order; some may be left out or come twice. */
function rows({ shape, numbers }: WrittenTensor, order: readonly number[]): WrittenTensor {
  const width = shape[1] ?? 1;
  return {
    shape: [order.length, ...shape.slice(1)],
    numbers: Float32Array.from(order.flatMap((row) => [...numbers.subarray(row * width, (row + 1) * width)])),
  };
}

/** A matrix with rows for columns; a vector stays. */
function turned({ shape, numbers }: WrittenTensor): WrittenTensor {
  const [nRows = 1, nColumns] = shape;
  if (nColumns === undefined) return { shape, numbers };
  return {
    shape: [nColumns, nRows],
    numbers: numbers.map((_, i) => numbers[(i % nRows) * nColumns + Math.floor(i / nRows)]!),
  };
}

const upTo = (n: number, from = 0): number[] => Array.from({ length: n }, (_, i) => from + i);
const changed = (tensors: Tensors, change: (name: string, tensor: WrittenTensor) => WrittenTensor): Tensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, change(name, tensor)]));

const [HEADS, WIDTH] = [3, 24];
const D_HEAD = WIDTH / HEADS;
/** Three times the heads' numbers, in which those of one head stand together. */
const perHead = upTo(HEADS).flatMap((head) =>
  upTo(3).flatMap((part) => upTo(D_HEAD, part * WIDTH + head * D_HEAD)),
);
/** The same of queries, with the first head's key and value for all. */
const firstKey = [0, 1, 2].flatMap((part) =>
  upTo(HEADS).flatMap((head) => upTo(D_HEAD, part * WIDTH + (part === 0 ? head * D_HEAD : 0))),
);

describe("StarCoder", () => {
  const { config } = readFixture("gpt2/plain");
  const gpt2 = tensorsOf("gpt2/plain");
  const isMap = (name: string): boolean => /\.c_(attn|proj|fc)\./.test(name);
  const isPacked = (name: string): boolean => name.includes(".c_attn.");
  const linear = changed(gpt2, (name, tensor) => (isMap(name) ? turned(tensor) : tensor));

  it("is GPT-2 in the layout of linear maps where each head has its own key", async () => {
    const own = changed(linear, (name, tensor) => (isPacked(name) ? rows(tensor, perHead) : tensor));
    await expectSame([config, gpt2], [{ ...config, model_type: "gpt_bigcode", multi_query: false }, own]);
  });

  it("is GPT-2 with the same key in all heads where they share one", async () => {
    const one = [...upTo(WIDTH), ...upTo(D_HEAD, WIDTH), ...upTo(D_HEAD, 2 * WIDTH)];
    const shared = changed(linear, (name, tensor) => (isPacked(name) ? rows(tensor, one) : tensor));
    const repeated = changed(gpt2, (name, tensor) =>
      isPacked(name) ? turned(rows(turned(tensor), firstKey)) : tensor,
    );
    await expectSame([config, repeated], [{ ...config, model_type: "gpt_bigcode" }, shared]);
  });
});

describe("Falcon", () => {
  const { config } = readFixture("gpt2/neox-whole");
  const { vocab_size, hidden_size, num_hidden_layers, num_attention_heads } = config;
  const sizes = { model_type: "falcon", vocab_size, hidden_size, num_hidden_layers, num_attention_heads };
  const own = { ...sizes, bias: true, ffn_hidden_size: config["intermediate_size"], rope_theta: 500 };
  const falconName = (norms: readonly [string, string], name: string): string =>
    name
      .replace("gpt_neox.embed_in", "transformer.word_embeddings")
      .replace("gpt_neox.layers", "transformer.h")
      .replace("gpt_neox.final_layer_norm", "transformer.ln_f")
      .replace(".attention.", ".self_attention.")
      .replace("input_layernorm", norms[0])
      .replace("post_attention_layernorm", norms[1]);
  const named = (norms: readonly [string, string], leaves = "embed_out"): Tensors =>
    tensorsOf("gpt2/neox-whole", (name) => (name.includes(leaves) ? [] : [falconName(norms, name)]));
  const neox = tensorsOf("gpt2/neox-whole");
  const isPacked = (name: string): boolean => name.includes("query_key_value");

  it("is GPT-NeoX whose heads turn as a whole where each head has its own key", async () => {
    const isNew = { ...own, new_decoder_architecture: true };
    await expectSame([config, neox], [isNew, named(["ln_attn", "ln_mlp"])]);
  });

  it("is GPT-NeoX without parallel steps where it has none", async () => {
    const behind = { ...own, parallel_attn: false, multi_query: false };
    await expectSame(
      [{ ...config, use_parallel_residual: false }, neox],
      [behind, named(["input_layernorm", "post_attention_layernorm"])],
    );
  });

  it("shares keys among the heads of a group, and all heads in its first version", async () => {
    const [nHeads, dHead] = [3, 16];
    // GPT-NeoX with the first head's key and value in all; one norm for both steps.
    const alike = upTo(nHeads).flatMap((head) => [
      ...upTo(dHead, 3 * head * dHead),
      ...upTo(2 * dHead, dHead),
    ]);
    const one = [...upTo(nHeads).flatMap((head) => upTo(dHead, 3 * head * dHead)), ...upTo(2 * dHead, dHead)];
    const repeated = changed(neox, (name, tensor) => {
      if (isPacked(name)) return rows(tensor, alike);
      return neox[name.replace("post_attention_layernorm", "input_layernorm")] ?? tensor;
    });
    const single = changed(named(["input_layernorm", ""], "post_attention"), (name, tensor) =>
      isPacked(name) ? rows(tensor, one) : tensor,
    );
    delete single["embed_out.weight"];
    await expectSame([config, repeated], [own, single]);
    const grouped = { ...own, new_decoder_architecture: true, num_kv_heads: 1, num_ln_in_parallel_attn: 1 };
    await expectSame([config, repeated], [grouped, single]);
  });
});

describe("GPT", () => {
  it("is OPT that normalizes behind each step, with maps side by side as they are stored", async () => {
    const { config } = readFixture("opt/opt");
    const names: readonly (readonly [string, string])[] = [
      ["self_attn_layer_norm", "ln_1"],
      ["self_attn.out_proj", "attn.c_proj"],
      ["final_layer_norm", "ln_2"],
      ["fc1", "mlp.c_fc"],
      ["fc2", "mlp.c_proj"],
    ];
    // GPT's feed-forward layer is four times as wide as the model: OPT's gets that many rows, some of them twice.
    const inner = upTo(4 * WIDTH).map((i) => i % 40);
    const opt = changed(
      tensorsOf("opt/opt", (name) => (/decoder\.final_layer_norm|lm_head/.test(name) ? [] : [name])),
      (name, tensor) => {
        if (name.includes("fc1")) return rows(tensor, inner);
        return name.endsWith("fc2.weight") ? turned(rows(turned(tensor), inner)) : tensor;
      },
    );
    const gpt: Tensors = {
      "tokens_embed.weight": opt["model.decoder.embed_tokens.weight"]!,
      "positions_embed.weight": rows(opt["model.decoder.embed_positions.weight"]!, upTo(19, 2)),
    };
    for (const layer of [0, 1]) {
      const from = (part: string): WrittenTensor => opt[`model.decoder.layers.${layer}.${part}`]!;
      for (const [theirs, own] of names)
        for (const kind of ["weight", "bias"]) {
          const isNorm = own.startsWith("ln");
          const tensor = from(`${theirs}.${kind}`);
          gpt[`h.${layer}.${own}.${kind}`] = isNorm ? tensor : turned(tensor);
        }
      for (const kind of ["weight", "bias"]) {
        const parts = ["q", "k", "v"].map((part) => from(`self_attn.${part}_proj.${kind}`));
        const numbers = Float32Array.from(parts.flatMap((part) => [...part.numbers]));
        const joined = { shape: [3 * WIDTH, ...parts[0]!.shape.slice(1)], numbers };
        gpt[`h.${layer}.attn.c_attn.${kind}`] = turned(joined);
      }
    }
    const { vocab_size } = config;
    const sizes = { vocab_size, n_embd: WIDTH, n_head: HEADS, n_layer: 2, n_positions: 19 };
    await expectSame(
      [{ ...config, do_layer_norm_before: false, ffn_dim: 4 * WIDTH }, opt],
      [{ model_type: "openai-gpt", afn: "relu", ...sizes }, gpt],
    );
  });
});
