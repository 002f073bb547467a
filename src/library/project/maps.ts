/** Maps of any vectors. */
import type { Dim, Method } from "#atlas/method.ts";
import type { Kernels, Metric } from "#math/kernels.ts";
import { loadKernels } from "#math/load-kernels.ts";
import type { WeightedGraph } from "#math/neighbor-graph.ts";
import { pca as components } from "#math/pca.ts";
import {
  optionFields,
  PROJECTION_OPTIONS,
  PROJECTORS,
  type MethodOptions,
  type ProjectionOptions,
} from "#projections/projections.ts";
import type { OptionField } from "#projections/projector.ts";
import { projectHead } from "../../pipeline/project/project-head.ts";
import { expectDim, expectPoints } from "./check-input.ts";

export interface MapOptions {
  /** Axes of the map; 2 if not given. */
  readonly dim?: Dim;
  /** Which vectors are near: those of one direction (`cosine`, if not given), or those at a small distance. */
  readonly metric?: Metric;
  /** A whole number from 0; another seed is another map. 0 if not given. */
  readonly seed?: number;
  /** The compiled kernels; if not given, the file that comes with Headland is loaded once. */
  readonly kernels?: Kernels;
}

export interface UmapOptions extends MapOptions {
  /** Neighbors of each point, itself included: 2 … 200, 15 if not given. Fewer show detail, more show the whole. */
  readonly nNeighbors?: number;
  /** Least distance of points on the map: 0 … 1, 0.1 if not given. */
  readonly minDist?: number;
  /** Passes over the graph: 10 … 2000; 500 below 10,000 points and 300 from there on, if not given. */
  readonly epochs?: number | null;
}

export interface TsneOptions extends MapOptions {
  /** Effective number of neighbors: 2 … 200, 30 if not given. */
  readonly perplexity?: number;
  /** Iterations at most, 100 … 5000; the layout stops when it has converged. 750 if not given. */
  readonly iterations?: number;
}

export interface PcaOptions {
  /** Number of components, at most `d`; 2 if not given. */
  readonly dim?: Dim;
}

/**
 * Principal components: exact, and linear, so that distances across the whole map mean something.
 *
 * @param points Row-major [n, d]; finite, at least 17 rows.
 * @returns coordinates: row-major [n, dim], centered; explained: the share of the variance of each axis, 0 … 1.
 * @throws {ShapeError} if the points are not whole rows, too few or not finite, or `dim` is more than d.
 */
export function pca(
  points: Float32Array,
  d: number,
  { dim = 2 }: PcaOptions = {},
): { readonly coordinates: Float32Array; readonly explained: readonly number[] } {
  const n = expectPoints(points, d);
  expectDim(dim, d);
  const { scores, explained } = components(points, n, d, dim);
  return { coordinates: scores, explained };
}

/**
 * UMAP (McInnes, Healy & Melville 2018), from exact neighbors and a start by principal components. O(n² d).
 *
 * @param points Row-major [n, d]; finite, at least 17 rows.
 * @returns Row-major [n, dim], turned to agree with the principal components.
 * @throws {ShapeError} if the points are not whole rows, too few or not finite; RangeError if an option is out of range.
 */
export function umap(points: Float32Array, d: number, options: UmapOptions = {}): Promise<Float32Array> {
  return project("umap", points, d, options);
}

/**
 * t-SNE (van der Maaten & Hinton 2008) by Barnes and Hut's approximation (van der Maaten 2014), started by principal
 * components and run until it has converged. Neighbors are exact: O(n² d).
 *
 * @param points Row-major [n, d]; finite, at least 17 rows.
 * @returns Row-major [n, dim], turned to agree with the principal components.
 * @throws {ShapeError} if the points are not whole rows, too few or not finite; RangeError if an option is out of range.
 */
export function tsne(points: Float32Array, d: number, options: TsneOptions = {}): Promise<Float32Array> {
  return project("tsne", points, d, options);
}

async function project(
  method: Method,
  points: Float32Array,
  d: number,
  options: UmapOptions & TsneOptions,
): Promise<Float32Array> {
  const n = expectPoints(points, d);
  const attentionLinks = {
    starts: new Int32Array(n + 1),
    others: new Int32Array(),
    weights: new Float32Array(),
  };
  return layOut(method, { points, n, d, attentionLinks }, options);
}

/** @param on What is laid out; n at least 17. */
export async function layOut(
  method: Method,
  on: {
    readonly points: Float32Array;
    readonly n: number;
    readonly d: number;
    readonly attentionLinks: WeightedGraph;
  },
  options: UmapOptions & TsneOptions,
): Promise<Float32Array> {
  const { dim = 2 } = options;
  expectDim(dim, on.d);
  const { maps } = projectHead({
    ...on,
    projections: [{ method, dim }],
    options: projectionOptions(options),
    kernels: options.kernels ?? (await kernels()),
    seed: seedOf(options),
  });
  return maps[0]!.coordinates;
}

let loaded: Promise<Kernels> | undefined;

/** Loaded once; a file that could not be had is asked for again the next time. */
export function kernels(): Promise<Kernels> {
  loaded ??= loadKernels();
  loaded.catch(() => (loaded = undefined));
  return loaded;
}

export function seedOf({ seed = PROJECTION_OPTIONS.seed }: MapOptions): number {
  return inRange("seed", seed, { least: 0, most: 0xffffffff, isWhole: true });
}

function projectionOptions(options: UmapOptions & TsneOptions): ProjectionOptions {
  const { engine, metric, ...values } = { ...PROJECTION_OPTIONS, ...definedOf(options) };
  const given = new Map<string, unknown>(Object.entries(values));
  const own = optionFields(PROJECTORS).map(([name, field]) => {
    const value = given.get(name);
    return [name, value === null && field.byDefault === null ? null : inRange(name, value, field)];
  });
  return { engine, metric: metricOf(metric), ...(Object.fromEntries(own) as MethodOptions) };
}

/** An option that is there but undefined is one that is not given. */
function definedOf<Options extends object>(options: Options): Options {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Options;
}

/** @throws {RangeError} if it is another. */
export function metricOf(metric: string): Metric {
  if (metric === "cosine" || metric === "euclidean") return metric;
  throw new RangeError(`metric: expected cosine or euclidean, received ${metric}.`);
}

function inRange(
  name: string,
  value: unknown,
  { least, most, isWhole }: Pick<OptionField, "least" | "most" | "isWhole">,
): number {
  const isKind = isWhole ? Number.isInteger(value) : typeof value === "number";
  if (isKind && Number(value) >= least && Number(value) <= most) return Number(value);
  const kind = isWhole ? "a whole number" : "a number";
  throw new RangeError(`${name}: expected ${kind} from ${least} to ${most}, received ${String(value)}.`);
}
