/** An output: files of an atlas other than its manifest. Each output is one small file; `outputs.ts` lists them. */
import type { CircuitsFile } from "#atlas/files/circuits.ts";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import type { Manifest } from "#atlas/files/manifest.ts";
import type { HeadId } from "#atlas/head/head-id.ts";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import type { Projection } from "#atlas/method.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import type { SearchNumbers } from "../../measure/search-numbers.ts";
import type { TowerTable } from "../tower-tables.ts";

/** A file with its path inside the atlas. */
export type OutputFile = readonly [name: string, content: Uint8Array];
type Files = readonly OutputFile[] | Promise<readonly OutputFile[]>;

/** Files of each head. They are made in the thread that computed the head, and stored with its result. */
interface HeadOutput {
  readonly of: "head";
  readonly files: (head: HeadResult) => Files;
}

/** Files about what each tower reads. */
interface TowerOutput {
  readonly of: "tower";
  readonly files: (tower: PackedTower) => Files;
}

/** Files about one flat map of all heads together. They are made in threads, which read each head's map once for all outputs. */
interface MapOutput {
  readonly of: "map";
  /** @returns The collector that receives the heads; null if this task has nothing to do. */
  readonly begin: (task: MapTask) => MapCollector | null;
}

/** Files of the whole atlas. */
interface AtlasOutput {
  readonly of: "atlas";
  readonly files: (atlas: PackedAtlas) => Files;
}

export type Output = HeadOutput | TowerOutput | MapOutput | AtlasOutput;

/** The outputs of one kind, in the order of the table. */
export function outputsOf<Kind extends Output["of"]>(
  outputs: readonly Output[],
  kind: Kind,
): Extract<Output, { readonly of: Kind }>[] {
  const isOfKind = (output: Output): output is Extract<Output, { readonly of: Kind }> => output.of === kind;
  return outputs.filter(isOfKind);
}

/** The results of earlier stages for one head. */
export interface HeadResult {
  readonly head: HeadId;
  readonly maps: readonly HeadMap[];
  readonly nQueries: number;
  /** |q| of all queries, then |k| of all keys. */
  readonly norms: Float32Array;
  /** By projection name, one number per point. */
  readonly distortion: ReadonlyMap<string, Float32Array>;
  /** Patterns of all sequences, one after the other. */
  readonly weights: Float32Array;
  /** First query of each sequence, and the number of queries as last entry. */
  readonly starts: Uint32Array;
  /** The same for keys, in cross-attention; null if queries and keys belong to the same tokens. */
  readonly keyStarts: Uint32Array | null;
  /** The patches of each picture; null for texts and between two sequences. */
  readonly grid: { readonly columns: number; readonly nSpecial: number } | null;
  /** |v| of all keys; null if Headland does not understand the model's values. */
  readonly valueNorms: Float32Array | null;
  readonly numbers: HeadNumbers;
  /** Null where the search over all heads does not apply. */
  readonly search?: SearchNumbers | null;
}

export interface HeadMap {
  readonly projection: Projection;
  /** Row-major [queries + keys, dim]; queries first. */
  readonly coordinates: Float32Array;
}

export interface PackedTower extends Omit<TowerTable, "patches"> {
  /** RGBA of each token's patch, as in `TowerTable`; null for text and between two sequences. */
  readonly pictures: readonly (Uint8Array | null)[] | null;
  /** Of the whole atlas. */
  readonly manifest: Manifest;
  /** The folder that contains the files of all heads. */
  readonly folder: string;
}

export interface PackedAtlas {
  readonly manifest: Manifest;
  /** The folder that contains the files of all earlier outputs. */
  readonly folder: string;
  /** Size of all files so far. */
  readonly nBytes: number;
  /** All heads, in the order of the model. */
  readonly numbers: readonly HeadNumbers[];
  /** Links between heads, if the model's weights were looked at. */
  readonly circuits: CircuitsFile | undefined;
}

/** The data with which the heads of one tower are drawn. */
export interface SheetTable {
  /** The manifest of this tower, with the range of all norms if it is known. */
  readonly manifest: Manifest;
  readonly tower: string | undefined;
  readonly tokens: TokenTable;
  /** [3 · nTokens]; null for text. */
  readonly patchColors: Uint8Array | null;
}

/** One map of all heads in some of its colors, as plain data for a worker. */
export interface MapTask {
  readonly manifest: Manifest;
  readonly tables: readonly SheetTable[];
  /** The folder that contains the heads' files. */
  readonly folder: string;
  readonly projection: Projection;
  /** How far colors explain the maps of each head, by its name. */
  readonly explained: ReadonlyMap<string, HeadNumbers["explained"]>;
  /** Names of color modes, or `auto`. */
  readonly colors: readonly string[];
  /** Whether this is the map's first task, which also makes what does not depend on colors. */
  readonly isFirst: boolean;
}

/** Receives the heads one by one, tower by tower and layer by layer. */
export interface MapCollector {
  /** Whether it needs the lengths of the heads' queries and keys. */
  readonly needsNorms?: boolean;
  /**
   * @param map As published.
   * @param norms [points of the map]; null unless the collector needs them.
   */
  readonly add: (head: HeadId, map: MapCoordinates, norms: Float32Array | null) => void;
  readonly files: () => Files;
}
