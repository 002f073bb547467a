/** Heads of two atlases of the same shape, ranked by how much they changed. Pure. */
import type { Attention } from "#atlas/files/attention.ts";
import { headsOf, manifestOf, type Manifest } from "#atlas/files/manifest.ts";
import { formatHead, type HeadId } from "#atlas/head/head-id.ts";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { listSome } from "#atlas/list-some.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import { compareSameHeads, type SharedHeads } from "../relations/compare-heads.ts";
import { BY_PATTERN } from "./compare-address.ts";
import {
  measureDifferences,
  spansAmong,
  withoutVariants,
  type MeasureDifference,
} from "./measure-differences.ts";
import { patternDistance, sameRows, type SameRows } from "./same-rows.ts";

/** What is read of an atlas. */
export interface DiffedAtlas {
  readonly manifest: Manifest;
  /** Null where the atlas has none. */
  readonly numbers: ReadonlyMap<string, HeadNumbers> | null;
  readonly tokens: (tower: string | undefined) => Promise<TokenTable>;
  readonly attention: (head: HeadId) => Promise<Attention>;
}

export interface HeadChange {
  readonly id: HeadId;
  /** `L3H5`. */
  readonly head: string;
  /** Mean distance of its patterns on the same sequences, 0 … 1; null where there is none, or before it is known. */
  readonly distance: number | null;
  /** Those that changed most first. */
  readonly measures: readonly MeasureDifference[];
}

/** Distances of the heads of one tower, each from the head of the same name. */
export interface TowerDistances {
  readonly rows: TowerRows;
  /** By head; null where too few rows have weight in both. */
  readonly distances: ReadonlyMap<string, number | null>;
}

/**
 * Distances on the rows that both atlases publish as a sample, in words or patches.
 *
 * @param a Of a tower, as its atlas publishes it; null where it does not.
 * @returns Null where the two have too few of these rows in common.
 */
export function sampledDistances(
  manifest: Manifest,
  tower: string | undefined,
  a: SharedHeads | null,
  b: SharedHeads | null,
): TowerDistances | null {
  const heads = headsOf(manifest).filter((head) => head.tower === tower);
  const compared = a && b && a.nHeads === heads.length ? compareSameHeads(a, b) : null;
  if (compared === null) return null;
  const { distances, nSequences, nRows } = compared;
  const known = heads.map((head, i) => {
    const distance = distances[i] ?? NaN;
    return [formatHead(head), Number.isNaN(distance) ? null : distance] as const;
  });
  return { rows: { tower, nSequences, nRows }, distances: new Map(known) };
}

/** What the rows of a tower are, on which its heads are compared. */
export interface TowerRows {
  readonly tower: string | undefined;
  readonly nSequences: number;
  readonly nRows: number;
}

/** Why the heads of the two cannot be told to be the same; null if they can. */
export function shapeProblem(a: Manifest, b: Manifest): string | null {
  const [own, other] = [headsOf(a).map(formatHead), headsOf(b).map(formatHead)];
  const [lacksB, lacksA] = [without(own, other), without(other, own)];
  if (lacksB.length === 0 && lacksA.length === 0) return null;
  const [missing, in_] = lacksB.length > 0 ? [lacksB, b] : [lacksA, a];
  return `The two have not the same heads, so none is known to be another one’s later self: ${in_.model.name} has no ${listSome(missing)}. Name a head on each side.`;
}

function without(names: readonly string[], others: readonly string[]): string[] {
  const there = new Set(others);
  return names.filter((name) => !there.has(name));
}

/** Measures of all heads, before any pattern is read; in the order of the atlas. */
export function measureChanges(a: DiffedAtlas, b: DiffedAtlas): HeadChange[] {
  const spans = spansAmong([a, b].flatMap(({ numbers }) => [...(numbers?.values() ?? [])]));
  return headsOf(a.manifest).map((id) => {
    const head = formatHead(id);
    const [own, other] = [a.numbers?.get(head), b.numbers?.get(head)];
    return { id, head, distance: null, measures: own && other ? measureDifferences(own, other, spans) : [] };
  });
}

/** Reads the patterns of one head after the other. The rows of each tower are found once. */
export class PatternDiff {
  readonly #a: DiffedAtlas;
  readonly #b: DiffedAtlas;
  readonly #rows = new Map<string, Promise<SameRows>>();

  constructor(a: DiffedAtlas, b: DiffedAtlas) {
    this.#a = a;
    this.#b = b;
  }

  /** @returns Null where no sequence is the same. */
  async distance(head: HeadId): Promise<number | null> {
    const rows = await this.#rowsOf(head.tower);
    if (rows.starts.length === 1) return null;
    const [own, other] = await Promise.all([this.#a.attention(head), this.#b.attention(head)]);
    return patternDistance(own, other, rows);
  }

  async rows(tower: string | undefined): Promise<TowerRows> {
    const { pairs, starts } = await this.#rowsOf(tower);
    return { tower, nSequences: pairs.length, nRows: starts.length - 1 };
  }

  #rowsOf(tower: string | undefined): Promise<SameRows> {
    const known = this.#rows.get(tower ?? "");
    if (known) return known;
    const found = this.#find(tower);
    this.#rows.set(tower ?? "", found);
    return found;
  }

  async #find(tower: string | undefined): Promise<SameRows> {
    const [own, other] = await Promise.all([this.#a.tokens(tower), this.#b.tokens(tower)]);
    const isCausal = [this.#a, this.#b].every(({ manifest }) => manifestOf(manifest, tower).causal);
    // Names of patches are the same in all pictures: only the same data are the same pictures.
    const isPicture = manifestOf(this.#a.manifest, tower).patches !== null;
    if (isPicture && this.#a.manifest.dataset.digest !== this.#b.manifest.dataset.digest)
      return { pairs: [], rows: [], starts: Uint32Array.of(0) };
    return sameRows(own, other, isCausal);
  }
}

/** By the distance of patterns, or by the change of one measure; those without a number last, and otherwise as they were. */
export function rankChanges(changes: readonly HeadChange[], by: string): HeadChange[] {
  const sizeOf = (change: HeadChange): number =>
    (by === BY_PATTERN ? change.distance : changeOf(change, by)?.size) ?? -1;
  return changes
    .map((change, place) => ({ change, place, size: sizeOf(change) }))
    .sort((x, y) => y.size - x.size || x.place - y.place)
    .map(({ change }) => change);
}

export function changeOf({ measures }: HeadChange, id: string): MeasureDifference | undefined {
  return measures.find(({ measure }) => measure.id === id);
}

/** Groups that say what a head does; the others are about its vectors and maps. */
const TELLING: ReadonlySet<string> = new Set(["pattern", "headvis", "weights", "repeats", "reasons"]);
/** A change below this is not worth a line. */
const LEAST_NAMED = 0.005;

/** The measures of what the head does that changed most; of variants of one measure, the one that changed most. */
export function tellingMeasures({ measures }: HeadChange, most: number): MeasureDifference[] {
  const telling = measures.filter(
    ({ measure, size }) => TELLING.has(measure.group) && (size ?? 0) >= LEAST_NAMED,
  );
  return withoutVariants(telling).slice(0, most);
}
