/** A metric is one number about a head's attention. Each metric has its own file; `metrics.ts` is the table. */

/** Weight on a key of the row at hand, counted from the first key of its sequence. */
export type Weight = (key: number) => number;

/** The grid of patches, after the special tokens. */
export interface PatchPlaces {
  readonly columns: number;
  readonly nSpecial: number;
}

/** One query's row of a pattern. Rows with a single visible key are never measured. */
export interface MetricRow {
  /** Position of the query in its sequence. */
  readonly row: number;
  /** Queries of the sequence. */
  readonly length: number;
  /** Keys that the query can see, from the first key on; at least 2. */
  readonly nKeys: number;
  readonly weight: Weight;
  /** Sum of the weights on visible keys: 1, or less where keys are not shown. */
  readonly total: number;
  /** Whether the keys are of the same tokens as the queries; not so in cross-attention. */
  readonly isWithin: boolean;
  /** Places in the sequence of the query's token, its own among them, in ascending order; null for pictures, whose tokens are places. */
  readonly copies: readonly number[] | null;
  /** Null for text. */
  readonly grid: PatchPlaces | null;
  /** Null for text, and where no labels tell what patches show. */
  readonly objects: PatchObjects | null;
}

/** Places of a picture's patches by what they show, in ascending order. */
export interface PatchObjects {
  /** Of the query's object, its own place among them; null if it shows none. */
  readonly same: readonly number[] | null;
  /** Of any object. */
  readonly any: readonly number[];
}

/** Properties of a head's input on which the words for a number depend. */
export interface MetricReader {
  readonly isPicture: boolean;
  readonly isCausal: boolean;
  readonly isWithin: boolean;
  /** Whether pictures have tokens in front of their patches. */
  readonly hasSpecial: boolean;
}

/** Name and explanation of a number on a page. */
export interface MetricWords {
  readonly title: string;
  readonly note: string;
}

/** Averaged over the rows of a dataset, and beside it for a head that spreads its weight evenly over visible keys. */
export interface Metric {
  /** Its key in `heads.json`. */
  readonly name: string;
  /** It compares places in one sequence, so cross-attention has none: null there. */
  readonly isOfPlaces: boolean;
  /** Its value if no row counts. */
  readonly otherwise: 0 | null;
  /** Older atlases lack it. */
  readonly isLater?: true;
  /** The number of this row as a function of its weights; null where the row does not count. */
  readonly measure: (row: MetricRow) => ((weight: Weight) => number) | null;
  /** Pages show metrics in ascending order of rank. */
  readonly rank: number;
  /** Null if it has no meaning for such a head. */
  readonly words: (reader: MetricReader) => MetricWords | null;
}

/** Numbers by name, as they are measured. */
export type MetricsOf<List extends readonly Metric[]> = {
  readonly [Item in List[number] as Item["name"]]: Item extends {
    readonly isOfPlaces: false;
    readonly otherwise: 0;
  }
    ? number
    : number | null;
};

type Later<List extends readonly Metric[]> = Extract<List[number], { readonly isLater: true }>["name"];

/** Numbers by name, as `heads.json` has them. */
export type WrittenMetrics<List extends readonly Metric[]> = Omit<MetricsOf<List>, Later<List>> &
  Partial<Pick<MetricsOf<List>, Later<List>>>;

/** Whether `heads.json` may have null in place of its number. */
export function isNullable({ isOfPlaces, otherwise }: Metric): boolean {
  return isOfPlaces || otherwise === null;
}

/** Sum of `value(0)` … `value(n − 1)`. */
export function sumOver(n: number, value: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += value(i);
  return sum;
}

/** Sum of the weights at these places, which ascend, as far as the query sees them. */
export function weightAt(places: readonly number[], nKeys: number, weight: Weight): number {
  let sum = 0;
  for (const place of places) {
    if (place >= nKeys) break;
    sum += weight(place);
  }
  return sum;
}
