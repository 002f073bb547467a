/**
 * What HeadVis's own documentation says of its files (data_pipeline.py of github.com/anthropics/headvis, and the README of
 * Neuronpedia's pipeline), written down as a schema, and the rules between fields that a schema cannot say.
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const whole = z.int().min(0);
const head = z.tuple([whole, whole]);
const histogram = z
  .object({ bin_edges: z.array(z.number()), bin_values: z.array(z.number()) })
  .refine(({ bin_edges, bin_values }) => bin_values.length === bin_edges.length - 1);
const ranked = z.array(z.object({ token: z.string(), weight: z.number() }));

const config = z.object({
  model_name: z.string().min(1),
  heads: z.array(head).min(1),
  n_layers: z.int().min(1),
  n_heads: z.int().min(1),
  n_intervals: z.int().min(1),
  metrics: z.array(z.string()),
  metric_descriptions: z.record(z.string(), z.string()),
  head_data_pattern: z.literal("L{layer}H{head}.json"),
  has_umap: z.boolean(),
  umap_heads: z.array(head),
  custom_plots: z.array(z.object({ key: z.string(), label: z.string() })),
  custom_tables: z.array(z.object({ key: z.string(), label: z.string() })),
  statistics_display: z.record(z.string(), z.object({ label: z.string(), format: z.string() })),
  // Neuronpedia's loader refuses a run without these.
  pipeline_config: z.object({
    model_name: z.string(),
    dataset_name: z.string(),
    n_sequences: whole,
    seq_len: whole,
    dtype: z.string(),
    attn_implementation: z.string(),
  }),
});

const metric = z.number().nullable();
const scatter = z.array(
  z.strictObject({
    layer: whole,
    head: whole,
    self_attention_score: metric,
    prev_token_score: metric,
    pattern_entropy: metric,
    qk_distance: metric,
    qk_distance_variance: metric,
    induction_score: metric,
  }),
);

const headFile = z.object({
  sequences: z.array(
    z.strictObject({
      sequence_id: whole,
      interval: z.int().min(1),
      tokens: z.array(z.string()),
      attention_indices: z.array(whole),
      attention_values: z.array(z.number().min(0).max(1)),
      seq_len: z.int().min(2),
      max_activation: z.number().min(0).max(1),
    }),
  ),
  qk_distance_histogram: histogram,
  top_query_tokens: ranked,
  top_key_tokens: ranked,
  histogram,
  statistics: z.record(z.string(), z.number().nullable()),
});

export interface HeadVisTree {
  readonly config: z.infer<typeof config>;
  readonly scatter: z.infer<typeof scatter>;
  /** By name, e.g. `L0H1`. */
  readonly heads: ReadonlyMap<string, z.infer<typeof headFile>>;
}

/** Reads a tree. @throws if a file is missing or not as documented. */
export async function readHeadVis(folder: string): Promise<HeadVisTree> {
  const json = async (file: string): Promise<unknown> =>
    JSON.parse(await readFile(join(folder, file), "utf8"));
  const tree = {
    config: config.parse(await json("config.json")),
    scatter: scatter.parse(await json("scatter_data.json")),
    heads: new Map<string, z.infer<typeof headFile>>(),
  };
  for (const [layer, index] of tree.config.heads) {
    const name = `L${layer}H${index}`;
    tree.heads.set(name, headFile.parse(await json(`heads/${name}.json`)));
  }
  z.strictObject({}).parse(await json("server_config.json"));
  z.strictObject({}).parse(await json("attributions/manifest.json"));
  const problems = [...between(tree), ...(await strangers(folder, tree))];
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return tree;
}

function between({
  config: { heads, n_intervals, metrics, ...about },
  scatter: rows,
  heads: files,
}: HeadVisTree): string[] {
  const names = new Set(heads.map((pair) => pair.join()));
  const problems = rows
    .filter(({ layer, head: index }) => !names.has([layer, index].join()))
    .map(({ layer, head: index }) => `scatter_data.json has L${layer}H${index}, config.json has not`);
  if (rows.length !== heads.length) problems.push("scatter_data.json has another number of heads");
  for (const name of metrics)
    if (!rows.every((row) => name in row)) problems.push(`scatter_data.json lacks ${name}`);
  for (const [name, file] of files) {
    for (const { key } of [...about.custom_plots, ...about.custom_tables])
      if (!(key in file)) problems.push(`${name} lacks ${key}`);
    for (const key of Object.keys(about.statistics_display))
      if (!(key in file.statistics)) problems.push(`${name} lacks the statistic ${key}`);
    for (const s of file.sequences) {
      const where = `${name}, sequence ${s.sequence_id}`;
      if (s.interval > n_intervals) problems.push(`${where}: no such interval`);
      if (s.tokens.length !== s.seq_len) problems.push(`${where}: not as many tokens as seq_len`);
      if (s.attention_indices.length !== s.attention_values.length) problems.push(`${where}: lengths differ`);
      if (s.attention_indices.some((i) => i >= s.seq_len ** 2)) problems.push(`${where}: an index beyond`);
    }
  }
  return problems;
}

async function strangers(folder: string, { config: { heads } }: HeadVisTree): Promise<string[]> {
  const there = await readdir(join(folder, "heads"));
  const known = new Set(heads.map(([layer, index]) => `L${layer}H${index}.json`));
  return there.filter((file) => !known.has(file)).map((file) => `heads/${file} is in no list`);
}
