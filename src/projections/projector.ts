/** A projector: a head's points in, coordinates out. One small file each; `projections.ts` is the table. */
import type { Dim } from "#atlas/method.ts";
import type { Kernels } from "#math/kernels.ts";
import type { Neighbors } from "#math/neighbors/neighbors.ts";
import type { WeightedGraph } from "#math/neighbor-graph.ts";

/** A number that authors may set under `projection` in a dataset's YAML. */
export interface OptionField {
  /** Null leaves it to the method. */
  readonly byDefault: number | null;
  readonly least: number;
  readonly most: number;
  readonly isWhole: boolean;
}
export type OptionFields = Readonly<Record<string, OptionField>>;
export type OptionValues = Readonly<Record<string, number | null>>;

/** Values of options; those that may be left to the method may be null. */
export type OptionsOf<Fields extends OptionFields> = {
  readonly [Name in keyof Fields]: null extends Fields[Name]["byDefault"] ? number | null : number;
};

/** What is computed once per head for all methods that ask for it, and how much of it. */
export interface Needs<Options = OptionValues> {
  readonly points?: true;
  /** @returns Of how many nearest neighbors of every point; where there are fewer points, they are fewer. */
  neighbors?(options: Options): number;
  /** @returns At which perplexity. */
  affinities?(options: Options): number;
  readonly attentionLinks?: true;
}

/** What every projector is given. */
export interface Given {
  /** Number of points. */
  readonly n: number;
  /** The first `dim` principal components, row-major [n, dim], scaled so that the largest coordinate is `reach`. */
  readonly start: (dim: Dim, reach: number) => Float32Array;
  readonly kernels: Kernels;
  readonly seed: number;
}

/** What is given besides, where it is needed. */
export interface Shared {
  readonly points: {
    /** Row-major [n, d]. */
    readonly points: Float32Array;
    readonly d: number;
  };
  readonly neighbors: { readonly neighbors: Neighbors };
  /** t-SNE's affinities of near points: every row sums to 1. */
  readonly affinities: { readonly affinities: WeightedGraph };
  /** Which points belong together for another reason than being near: queries and the keys they attend to. */
  readonly attentionLinks: { readonly attentionLinks: WeightedGraph };
}

type IfNeeded<Own, Need extends keyof Shared> =
  Own extends Readonly<Record<Need, unknown>> ? Shared[Need] : unknown;
/** What a projector with these needs is given. */
type GivenFor<Own> = Given &
  IfNeeded<Own, "points"> &
  IfNeeded<Own, "neighbors"> &
  IfNeeded<Own, "affinities"> &
  IfNeeded<Own, "attentionLinks">;

/** Gives coordinates, row-major [n, dim]. */
export type Layout = (dim: Dim) => Float32Array;

interface ProjectorOf<Fields extends OptionFields, Own> {
  /** In the address of a map and in the names of its files: small letters, e.g. `umap`. */
  readonly method: string;
  /** How people write it; not needed for those that `METHODS` of the contract has. */
  readonly title?: string;
  /** What authors write as `engine` to get this projector, where a method has more than one. */
  readonly engine?: string;
  readonly options: Fields;
  readonly needs: Own;
  /** Does the work that maps of 2 and of 3 axes share, and returns the function that lays out either. */
  prepare(given: GivenFor<Own>, options: OptionsOf<Fields>): Layout;
}

/** A projector as the table has it, whatever its options and needs. */
export type Projector = Omit<ProjectorOf<OptionFields, Needs>, "prepare"> & {
  prepare(given: Given & Partial<Shared[keyof Shared]>, options: OptionValues): Layout;
};

/** Checks that a projector uses only the options and needs that it declares. */
export function projector<const Fields extends OptionFields, const Own extends Needs<OptionsOf<Fields>>>(
  own: ProjectorOf<Fields, Own>,
): Omit<Projector, "options"> & { readonly options: Fields } {
  return own;
}
