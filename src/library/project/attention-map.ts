/** Maps of one attention head's queries and keys. */
import { align, type Alignment, type Criterion } from "#math/align.ts";
import { attentionGraph } from "#math/attention-graph.ts";
import type { Metric } from "#math/kernels.ts";
import { PROJECTION_OPTIONS } from "#projections/projections.ts";
import { expectHead, pointsOf, type Head } from "./check-input.ts";
import { kernels, layOut, metricOf, seedOf, type MapOptions, type TsneOptions } from "./maps.ts";

export interface AlignOptions extends Omit<MapOptions, "dim"> {
  /**
   * How the scale between queries and keys is chosen: by the rank of a query's most attended key among all points
   * (`headland`, if not given), or as in AttentionViz (`paper`).
   */
  readonly alignment?: Criterion;
}

export interface AttentionMapOptions extends TsneOptions {
  readonly alignment?: Criterion;
}

/**
 * One space for queries and keys (Yeh et al. 2023, AttentionViz), in which to be near has to do with attention: queries are
 * divided by a scale and keys multiplied by it, and keys are moved so that both have the same mean. No weight changes by
 * that.
 *
 * @returns points: row-major [queries + keys, dHead], queries first, ready for `umap`, `tsne` and `pca`; and the chosen scale.
 * @throws {ShapeError} if vectors and weights do not fit together, are fewer than 17 or not finite.
 */
export async function alignHead(head: Head, options: AlignOptions = {}): Promise<Alignment> {
  const shape = expectHead(head);
  const { alignment: criterion = PROJECTION_OPTIONS.alignment } = options;
  return align(head.q, head.k, shape, head.patterns, options.kernels ?? (await kernels()), {
    criterion,
    seed: seedOf(options),
    metric: metric(options),
  });
}

/**
 * A map on which near means attending: every query is linked to the keys it attends to in its own sequence, by weight, and
 * to those it would attend to in others; links and neighbors are laid out together as t-SNE lays out its own (van der
 * Maaten 2014).
 *
 * @returns Row-major [queries + keys, dim], queries first.
 * @throws {ShapeError} as `alignHead` does; RangeError if an option is out of range.
 */
export async function attentionMap(head: Head, options: AttentionMapOptions = {}): Promise<Float32Array> {
  const loaded = options.kernels ?? (await kernels());
  const { points } = await alignHead(head, { ...options, kernels: loaded });
  const shape = expectHead(head);
  const attentionLinks = attentionGraph(head.q, head.k, shape, head.patterns, loaded);
  const on = { points, n: pointsOf(shape), d: head.dHead, attentionLinks };
  return layOut("attention", on, { ...options, kernels: loaded });
}

function metric({ metric: given = PROJECTION_OPTIONS.metric }: { readonly metric?: Metric }): Metric {
  return metricOf(given);
}
