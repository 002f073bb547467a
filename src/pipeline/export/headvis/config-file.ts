/** `config.json` of a HeadVis tree: the file that HeadVis reads first. */
import type { HeadId } from "#atlas/head/head-id.ts";
import type { AboutAtlas } from "#export/about.ts";
import { HEADVIS_METRICS } from "#measures/headvis.ts";
import { LEAST_WEIGHT, MOST_KEYS, N_INTERVALS, SAMPLES_PER_INTERVAL } from "./head-sequences.ts";

export interface HeadVisRun {
  readonly about: AboutAtlas;
  readonly heads: readonly HeadId[];
  /** In the tower, or the model. */
  readonly nLayers: number;
  /** Of the layer that has most. */
  readonly nHeads: number;
  readonly nSequences: number;
  /** Tokens of the longest sequence. */
  readonly longest: number;
}

/** `pipeline_config` has what Neuronpedia's loader asks for, and the settings of the export. */
export function headVisConfig(run: HeadVisRun): object {
  const { about, heads, nLayers, nHeads, nSequences, longest } = run;
  return {
    model_name: about.model.name,
    dataset_name: about.dataset.name,
    heads: heads.map(({ layer, head }) => [layer, head]),
    n_layers: nLayers,
    n_heads: nHeads,
    n_intervals: N_INTERVALS,
    metrics: Object.keys(HEADVIS_METRICS),
    metric_descriptions: HEADVIS_METRICS,
    head_data_pattern: "L{layer}H{head}.json",
    has_umap: false,
    umap_heads: [],
    custom_plots: [
      { key: "qk_distance_histogram", label: "Distance of query and key" },
      { key: "histogram", label: "Largest weight of a sequence" },
    ],
    custom_tables: [
      { key: "top_query_tokens", label: "Tokens that attend most" },
      { key: "top_key_tokens", label: "Tokens that are attended most" },
    ],
    statistics_display: {
      n_samples: { label: "Sequences shown", format: "default" },
      mean_max_activation: { label: "Mean of the largest weights", format: "default" },
    },
    pipeline_config: {
      model_name: about.model.name,
      dataset_name: about.dataset.name,
      n_sequences: nSequences,
      seq_len: longest,
      dtype: "float32",
      attn_implementation: "onnxruntime",
      n_intervals: N_INTERVALS,
      samples_per_interval: SAMPLES_PER_INTERVAL,
      sparse_topk_per_row: MOST_KEYS,
      sparse_threshold: LEAST_WEIGHT,
      source: about,
    },
  };
}
