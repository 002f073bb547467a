/**
 * The files of a HeadVis tree, as https://github.com/anthropics/headvis describes them in data_pipeline.py and Neuronpedia
 * writes them. Fields that nothing here needs may be missing or be of any kind; fields that nobody knows are passed over.
 */
import { z } from "zod";

/** Names of heads have four digits at most. */
const place = z.int().min(0).max(9999);
const count = z.int().min(0);
const finite = z.number();
const text = z.string().min(1);

/** As Python writes what it does not know. */
const orNull = <Type extends z.ZodType>(type: Type) => type.nullish().catch(null);

export const configSchema = z.object({
  model_name: orNull(text),
  dataset_name: orNull(text),
  heads: z.array(z.tuple([place, place])).min(1),
  n_intervals: z.int().min(1).optional(),
  /** Keys of scatter_data.json; all that hold numbers if not given. */
  metrics: z.array(text).min(1).optional(),
  metric_descriptions: z.record(z.string(), z.string()).optional(),
  head_data_pattern: z.string().optional(),
  pipeline_config: orNull(
    z.object({
      model_name: orNull(text),
      dataset_name: orNull(text),
      n_sequences: orNull(count),
      sparse_topk_per_row: orNull(count),
      sparse_threshold: orNull(z.number().min(0).max(1)),
    }),
  ),
});
export type TreeConfig = z.infer<typeof configSchema>;

export const scatterSchema = z.array(z.looseObject({ layer: place, head: place }));
export type ScatterRow = z.infer<typeof scatterSchema>[number];

const histogram = z.object({ bin_edges: z.array(finite), bin_values: z.array(finite.min(0)) });
const ranked = z.array(z.object({ token: z.string(), weight: finite.min(0) }));

const sequence = z.object({
  sequence_id: count,
  interval: count,
  tokens: z.array(z.string()).min(1),
  attention_indices: z.array(count),
  attention_values: z.array(z.number().min(0).max(1)),
  seq_len: z.int().min(1),
  max_activation: z.number().min(0).max(1).nullish(),
});
export type TreeSequence = z.infer<typeof sequence>;

export const headSchema = z.object({
  /** None where the sampling found none. */
  sequences: z.array(sequence),
  qk_distance_histogram: histogram.nullish(),
  top_query_tokens: ranked.nullish(),
  top_key_tokens: ranked.nullish(),
});
export type TreeHead = z.infer<typeof headSchema>;
