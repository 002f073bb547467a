/**
 * An atlas of patterns: heads with their numbers and with sequences in which they attend, but without queries and keys, so
 * without maps. Its folder has other files than an atlas with maps, and `manifest.json` says so with `kind`.
 */
import { formatHead, type HeadId } from "../head/head-id.ts";

/** `kind` in manifest.json. An atlas with maps has no such field. */
export const PATTERNS = "patterns";

/** What readers that need maps say of such an atlas. */
export const NO_MAPS =
  "this atlas has numbers and patterns of attention, but no maps, because it was made of a HeadVis tree, which has no vectors.";

export interface PatternsManifest {
  readonly kind: typeof PATTERNS;
  readonly formatVersion: 1;
  readonly model: {
    readonly slug: string;
    readonly name: string;
    readonly description: string;
    readonly license: string;
    /** sha-256 over all files of the tree. */
    readonly digest: string;
  };
  readonly dataset: Pick<PatternsManifest["model"], "slug" | "name" | "description" | "license">;
  /** What the tree says of itself; null where it says nothing. */
  readonly origin: {
    readonly model: string | null;
    readonly dataset: string | null;
    /** Of the whole dataset, of which the tree has a sample per head. */
    readonly nSequences: number | null;
    /** Smaller weights are left out. */
    readonly leastWeight: number | null;
    /** Weights that are kept of each query. */
    readonly mostKeys: number | null;
  };
  /** The sequences of a head stand in so many groups, by their largest weight; the largest are in the last. */
  readonly nIntervals: number;
  /** The numbers of each head, and what they mean. */
  readonly numbers: readonly { readonly name: string; readonly meaning: string }[];
  /** By layer, then by head. There may be gaps. */
  readonly heads: readonly PatternsHead[];
  readonly warnings: readonly string[];
  /** sha-256 over everything the atlas depends on: equal key, equal atlas. */
  readonly buildKey: string;
}

export interface PatternsHead {
  readonly layer: number;
  readonly head: number;
  /** In the order of the manifest's `numbers`; null where none counts. */
  readonly values: readonly (number | null)[];
  readonly nSequences: number;
}

/** `heads/L3H5/patterns.json`. */
export interface HeadPatterns {
  readonly v: 1;
  readonly sequences: readonly PatternSequence[];
  /** Tokens by the weight that they give and receive in these sequences; absent where the tree does not say. */
  readonly attending?: readonly RankedToken[];
  readonly attended?: readonly RankedToken[];
  /** Weight by |query − key|; absent where the tree does not say. */
  readonly distances?: { readonly edges: readonly number[]; readonly values: readonly number[] };
}

export interface RankedToken {
  readonly token: string;
  readonly weight: number;
}

export interface PatternSequence {
  /** Its number in the dataset. */
  readonly id: number;
  readonly interval: number;
  /** The largest weight, as the tree says it. */
  readonly largest: number;
  readonly tokens: readonly string[];
  /** query · tokens + key, of the weights that are kept; ascending. */
  readonly indices: readonly number[];
  /** 0 … 1, one per index. */
  readonly weights: readonly number[];
}

/** A head's file, relative to the atlas folder. */
export function patternsFile(head: HeadId): string {
  return `heads/${formatHead(head)}/patterns.json`;
}

/** Whether what a manifest.json holds describes an atlas of patterns. */
export function isPatterns(json: unknown): boolean {
  return (json as { readonly kind?: unknown } | null)?.kind === PATTERNS;
}
