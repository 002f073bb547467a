/** `manifest.json` describes an atlas. It is the first file that a page reads and the last one that a build writes. */
import type { AtlasId } from "../address.ts";
import type { HeadId } from "../head/head-id.ts";
import type { Dim, Method, MethodTitles } from "../method.ts";
import { isPatterns, NO_MAPS, type PatternsManifest } from "../patterns/patterns.ts";
import { FormatError } from "./columns.ts";

/** Version of the data format, so that a reader can report a newer file. */
export const FORMAT_VERSION = 1;

export interface Manifest {
  readonly formatVersion: number;
  readonly model: {
    readonly slug: string;
    readonly name: string;
    readonly description: string;
    readonly license: string;
    /** `model_type` of config.json, e.g. `gpt2`; `unknown` where there is none. */
    readonly architecture: string;
    /** sha-256 over all files the model was read from. */
    readonly digest: string;
    /** For models of the hub: the source, e.g. `hub:org/name@main`, and its commit. */
    readonly hub?: { readonly source: string; readonly commit: string };
    /** For a checkpoint: the trained model, the number of training steps, and what pages call this stage if it is no step. */
    readonly checkpoint?: { readonly of: string; readonly step: number; readonly name?: string };
  };
  readonly dataset: {
    readonly slug: string;
    readonly name: string;
    readonly description: string;
    readonly license: string;
    readonly kind: "text" | "images";
    /** sha-256 over the dataset's files. */
    readonly digest: string;
    readonly nSequences: number;
    readonly nTokens: number;
    /** Points of a head; absent where every token has a query and a key. */
    readonly nPoints?: number;
    /** Size of the dataset before sampling; null if all of it is shown. */
    readonly sampledFrom: { readonly nSequences: number; readonly nTokens: number } | null;
    /** Texts longer than the model or the limit allows: how many stand in several windows, or were cut; absent if none. */
    readonly tooLong?: { readonly limit: number; readonly nSplit: number; readonly nCut: number };
    /** Names of the labels in tokens.json. */
    readonly labels: readonly string[];
  };
  /** Layers and heads, per tower in models with several. A layer's number of heads may differ from the next one's. */
  readonly towers: readonly Tower[];
  readonly dHead: number;
  readonly causal: boolean;
  readonly methods: readonly Method[];
  readonly dims: readonly Dim[];
  /** Of the methods that are not among `METHODS`; absent where all are. */
  readonly titles?: MethodTitles;
  /** The color mode in which all heads open, where the author has chosen one. */
  readonly color?: string;
  readonly seed: number;
  /** Largest difference between the model's own pattern and softmax(q·kᵀ) recomputed from what is shown. */
  readonly replay: { readonly maxError: number; readonly tolerance: number };
  /** Warnings for the page, e.g. that a bias is not part of q·k. */
  readonly warnings: readonly string[];
  /** The sheet of thumbnails of all heads, one per method and color: a row per layer, a column per head. */
  readonly sheet: {
    readonly cellPx: number;
    readonly columns: number;
    readonly rows: number;
    /** Names of the color modes there are sheets of, the first one of roles. Absent in older atlases: only that one. */
    readonly colors?: readonly string[];
    /** Whether there are pictures of the average patterns, one per head and a sheet of all. Absent in older atlases: none. */
    readonly average?: boolean;
  };
  /** Images only: the patch grid, and the sprite sheet with every token's patch (special tokens are blank). */
  readonly patches: PatchSheet | null;
  /** Length of the shortest and longest query or key of all heads, a common scale for comparing heads. Absent in older atlases. */
  readonly normRange?: NormRange;
  /** Whether there is an index for the search over all heads. Absent in older atlases, and with several towers. */
  readonly search?: boolean;
  /** sha-256 over everything the atlas depends on: equal key, equal atlas. */
  readonly buildKey: string;
}

export interface NormRange {
  readonly min: number;
  readonly max: number;
}

export interface Tower {
  /** Absent in a model with a single tower. */
  readonly name?: string;
  /** Number of heads of each layer. */
  readonly heads: readonly number[];
  /** Number of heads with keys of their own in each layer; absent where every head has its own. */
  readonly keyHeads?: readonly number[];
  /** What it reads, in a model with several towers. */
  readonly reads?: TowerReads;
}

/** The fields of the manifest that each tower of a model with several towers has for itself. */
export interface TowerReads extends Pick<Manifest, "dHead" | "causal" | "patches"> {
  readonly kind: Manifest["dataset"]["kind"];
  readonly nTokens: number;
  readonly nPoints?: number;
  readonly labels: readonly string[];
}

export interface PatchSheet {
  readonly rows: number;
  readonly columns: number;
  /** Number of special tokens before the patches (CLS, distillation). */
  readonly nSpecial: number;
  /** Side of one patch in the sheet, in pixels. */
  readonly cellPx: number;
  /** Patches per row of the sheet; token t lies in cell t. */
  readonly sheetColumns: number;
  readonly sheetRows: number;
}

/** Of an atlas with maps, or without. */
export type AnyManifest = Manifest | PatternsManifest;

export function hasMaps(manifest: AnyManifest): manifest is Manifest {
  return !isPatterns(manifest);
}

/** The atlas a manifest belongs to. */
export function atlasOf({ model, dataset }: AnyManifest): AtlasId {
  return { model: model.slug, dataset: dataset.slug };
}

/** The manifest for the heads of one tower, with its tokens, patches and d_head. */
export function manifestOf(manifest: Manifest, tower: string | undefined): Manifest {
  const reads = manifest.towers.find(({ name }) => name === tower)?.reads;
  if (reads === undefined) return manifest;
  const { dHead, causal, patches, ...dataset } = reads;
  return { ...manifest, dHead, causal, patches, dataset: { ...manifest.dataset, ...dataset } };
}

/** Points of each head: queries and keys. */
export function nPointsOf({ dataset }: Manifest): number {
  return dataset.nPoints ?? dataset.nTokens * 2;
}

/** All heads of an atlas, layer by layer. */
export function headsOf(manifest: Manifest): HeadId[] {
  return manifest.towers.flatMap((tower) =>
    tower.heads.flatMap((nHeads, layer) =>
      Array.from({ length: nHeads }, (_, head) =>
        tower.name === undefined ? { layer, head } : { tower: tower.name, layer, head },
      ),
    ),
  );
}

/** Whether an atlas has a head, without a list of all. */
export function hasHead({ towers }: Pick<Manifest, "towers">, { tower, layer, head }: HeadId): boolean {
  return head < (towers.find(({ name }) => name === tower)?.heads[layer] ?? 0);
}

/** Position of a head's thumbnail in a sheet, in cells. */
export function sheetCell(manifest: Manifest, id: HeadId): { row: number; column: number } {
  let row = id.layer;
  for (const tower of manifest.towers) {
    if (tower.name === id.tower) break;
    row += tower.heads.length;
  }
  return { row, column: id.head };
}

/** Why this version of Headland cannot read the manifest; undefined if it can. */
export function manifestProblem(json: unknown): string | undefined {
  if (isPatterns(json)) return NO_MAPS;
  const version = (json as Partial<Manifest> | null)?.formatVersion;
  if (typeof version !== "number") return "expected a formatVersion; this is not a Headland manifest.";
  if (version <= FORMAT_VERSION) return undefined;
  return `this atlas has format version ${version}, this page reads ${FORMAT_VERSION}. Rebuild the site with a newer Headland.`;
}

/** Takes a manifest as it is. @throws {FormatError} if it is none, or of a newer version. */
export function readManifest(json: unknown): Manifest {
  const problem = manifestProblem(json);
  if (problem !== undefined) throw new FormatError(`manifest.json: ${problem}`);
  return json as Manifest;
}
