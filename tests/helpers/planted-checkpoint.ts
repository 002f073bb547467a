/** A checkpoint of two layers whose last head copies: word t is axis t of the stream, and nothing else changes it. */
import { writeCheckpoint, type WrittenTensor } from "./write-checkpoint.ts";

/** Words, and the width of the stream. One head. */
export const PLANTED_WIDTH = 16;
const N_LAYERS = 2;

export type Table = (row: number, column: number) => number;
export const unit: Table = (row, column) => (row === column ? 1 : 0);

function table(entries: Table, rows = PLANTED_WIDTH, columns = PLANTED_WIDTH): WrittenTensor {
  const at = (i: number): number => entries(Math.floor(i / columns), i % columns);
  return { shape: [rows, columns], numbers: Float32Array.from({ length: rows * columns }, (_, i) => at(i)) };
}

export function vector(entry: (i: number) => number, length = PLANTED_WIDTH): WrittenTensor {
  return { shape: [length], numbers: Float32Array.from({ length }, (_, i) => entry(i)) };
}

export interface Planted {
  /** Further fields of config.json. */
  readonly config?: object;
  /** Whether it is LLaMA, with norms by root mean square, rather than GPT-2. */
  readonly isLlama?: boolean;
  /** The tables of words and of answers, the latter stored only if given. */
  readonly words?: Table;
  readonly answers?: Table;
  /** Instead of or besides what it has. */
  readonly tensors?: Readonly<Record<string, WrittenTensor>>;
}

/** @returns The path of its weights. */
export function plantedCheckpoint(folder: string, planted: Planted): string {
  const { config, isLlama = false, words = unit, answers, tensors } = planted;
  const own = isLlama ? llama(words) : gpt2(words);
  return writeCheckpoint(
    folder,
    { ...own.config, ...config },
    {
      ...own.tensors,
      ...(answers === undefined ? {} : { "lm_head.weight": table(answers) }),
      ...tensors,
    },
  );
}

interface Whole {
  readonly config: object;
  readonly tensors: Readonly<Record<string, WrittenTensor>>;
}

const none: Table = () => 0;

function gpt2(words: Table): Whole {
  const norm = (name: string): Record<string, WrittenTensor> => ({
    [`${name}.weight`]: vector(() => 1),
    [`${name}.bias`]: vector(() => 0),
  });
  const map = (
    name: string,
    entries: Table,
    rows: number,
    columns: number,
  ): Record<string, WrittenTensor> => ({
    [`${name}.weight`]: table(entries, rows, columns),
    [`${name}.bias`]: vector(() => 0, columns),
  });
  const n = PLANTED_WIDTH;
  const layers = Array.from({ length: N_LAYERS }, (_, layer) => {
    const at = `transformer.h.${layer}`;
    const output = layer === N_LAYERS - 1 ? unit : none;
    return {
      ...norm(`${at}.ln_1`),
      ...norm(`${at}.ln_2`),
      ...map(`${at}.attn.c_attn`, (row, column) => unit(row, column % n), n, 3 * n),
      ...map(`${at}.attn.c_proj`, output, n, n),
      ...map(`${at}.mlp.c_fc`, none, n, n),
      ...map(`${at}.mlp.c_proj`, none, n, n),
    };
  });
  return {
    config: {
      ...{
        model_type: "gpt2",
        architectures: ["GPT2LMHeadModel"],
        vocab_size: n,
        n_positions: 12,
        n_embd: n,
      },
      ...{ n_layer: N_LAYERS, n_head: 1, n_inner: n },
    },
    tensors: {
      "transformer.wte.weight": table(words),
      "transformer.wpe.weight": table(none, 12),
      ...Object.fromEntries(layers.flatMap((layer) => Object.entries(layer))),
      ...norm("transformer.ln_f"),
    },
  };
}

function llama(words: Table): Whole {
  const n = PLANTED_WIDTH;
  const layers = Array.from({ length: N_LAYERS }, (_, layer) => {
    const at = `model.layers.${layer}`;
    const output = layer === N_LAYERS - 1 ? unit : none;
    return {
      [`${at}.input_layernorm.weight`]: vector(() => 1),
      [`${at}.post_attention_layernorm.weight`]: vector(() => 1),
      ...Object.fromEntries(
        ["q", "k", "v"].map((side) => [`${at}.self_attn.${side}_proj.weight`, table(unit)]),
      ),
      [`${at}.self_attn.o_proj.weight`]: table(output),
      ...Object.fromEntries(
        ["gate", "up", "down"].map((part) => [`${at}.mlp.${part}_proj.weight`, table(none)]),
      ),
    };
  });
  return {
    config: {
      ...{ model_type: "llama", architectures: ["LlamaForCausalLM"], vocab_size: n, hidden_size: n },
      ...{ intermediate_size: n, num_hidden_layers: N_LAYERS, num_attention_heads: 1 },
    },
    tensors: {
      "model.embed_tokens.weight": table(words),
      ...Object.fromEntries(layers.flatMap((layer) => Object.entries(layer))),
      "model.norm.weight": vector(() => 1),
    },
  };
}
