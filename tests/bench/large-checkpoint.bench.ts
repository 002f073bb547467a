/** A checkpoint that is larger than the memory: seven billion weights in bfloat16, run layer by layer. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Fixture, FixtureTensor } from "../helpers/architecture-fixtures.ts";
import { writeFormulaModel } from "../helpers/formula-weights.ts";
import type { Bench } from "./run.ts";

/** Sizes of LLaMA 2 7B (Touvron et al. 2023). */
const CONFIG = {
  architectures: ["LlamaForCausalLM"],
  model_type: "llama",
  hidden_act: "silu",
  hidden_size: 4096,
  intermediate_size: 11_008,
  max_position_embeddings: 4096,
  num_attention_heads: 32,
  num_hidden_layers: 32,
  num_key_value_heads: 32,
  rms_norm_eps: 1e-5,
  tie_word_embeddings: false,
  torch_dtype: "bfloat16",
  vocab_size: 32_000,
};
const [LENGTH, N_SEQUENCES] = [100, 20];
const SHARDS = 3;

interface Told {
  readonly before: number;
  readonly open: { readonly seconds: number; readonly peakMb: number };
  readonly nParts: number;
  readonly nHeads: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
  readonly maxError: number;
}

export default {
  title: "A checkpoint of seven billion weights",
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), "headland-large-"));
    try {
      const model: Pick<Fixture, "config" | "tensors"> = { config: CONFIG, tensors: tensors() };
      const entry = writeFormulaModel(join(folder, "model"), model, SHARDS);
      const captured = join(folder, "capture");
      await mkdir(captured);
      const program = join(import.meta.dirname, "open-once.ts");
      const { stdout } = await promisify(execFile)(process.execPath, [
        program,
        entry,
        String(LENGTH),
        String(N_SEQUENCES),
        captured,
      ]);
      const told = JSON.parse(stdout) as Told;
      const mb = (megabytes: number): string => `${megabytes.toFixed(0)} MB`;
      return [
        `The shape of LLaMA 2 7B with made-up weights: ${(bytesOf(model.tensors) / 1e9).toFixed(1)} GB of bfloat16 in ${SHARDS} files. ${LENGTH * N_SEQUENCES} tokens are captured, in ${N_SEQUENCES} sequences. Memory is the largest resident memory of the process, with the pages of the weights' files that it has mapped.`,
        "",
        "|     |     |",
        "| --- | ---: |",
        `| opening | ${(told.open.seconds * 1000).toFixed(0)} ms |`,
        `| memory of the process before it opens, and after | ${mb(told.before)}, ${mb(told.open.peakMb)} |`,
        `| parts that run one after the other | ${told.nParts} |`,
        `| heads | ${told.nHeads.toLocaleString("en")} |`,
        `| capturing | ${told.seconds.toFixed(0)} s, ${told.cpuSeconds.toFixed(0)} CPU s |`,
        `| memory at most | ${mb(told.peakMb)} |`,
        `| largest difference of recomputed patterns | ${told.maxError.toExponential(1)} |`,
      ].join("\n");
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
} satisfies Bench;

function tensors(): FixtureTensor[] {
  const { hidden_size: width, intermediate_size: inner, vocab_size: nVocabulary } = CONFIG;
  const tensor = (name: string, shape: number[], center = 0): FixtureTensor => ({
    name,
    shape,
    dtype: "BF16",
    center,
    // Products keep the size of what they are made of.
    spread: center === 0 ? Math.sqrt(3 / (shape[1] ?? 1)) : 0.1,
  });
  const layer = (at: string): FixtureTensor[] => [
    tensor(`${at}.input_layernorm.weight`, [width], 1),
    ...["q", "k", "v", "o"].map((part) => tensor(`${at}.self_attn.${part}_proj.weight`, [width, width])),
    tensor(`${at}.post_attention_layernorm.weight`, [width], 1),
    ...["gate", "up"].map((part) => tensor(`${at}.mlp.${part}_proj.weight`, [inner, width])),
    tensor(`${at}.mlp.down_proj.weight`, [width, inner]),
  ];
  return [
    tensor("model.embed_tokens.weight", [nVocabulary, width]),
    ...Array.from({ length: CONFIG.num_hidden_layers }, (_, i) => layer(`model.layers.${i}`)).flat(),
    tensor("model.norm.weight", [width], 1),
    tensor("lm_head.weight", [nVocabulary, width]),
  ];
}

function bytesOf(all: readonly FixtureTensor[]): number {
  return all.reduce((sum, { shape }) => sum + 2 * shape.reduce((product, size) => product * size, 1), 0);
}
