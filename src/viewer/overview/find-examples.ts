/** The sequences in which a head does most of what it is known for. Pure. */
import type { Attention } from "#atlas/files/attention.ts";
import { patchObject } from "#atlas/tokens/patch-object.ts";
import { spanOf, type TokenTable } from "#atlas/tokens/tokens.ts";
import { eachMetricRow, evenly } from "#measures/head-metrics.ts";
import type { Metric, MetricRow, PatchPlaces, Weight } from "#measures/metric.ts";
import { METRICS } from "#measures/metrics.ts";

export interface Example {
  readonly sequence: number;
  /** The token whose query does it most, and the key for which it counts most. */
  readonly query: number;
  readonly key: number;
  readonly weight: number;
  /** The measure, as a mean over the queries of this sequence. */
  readonly mean: number;
}

export interface Examples {
  /** The strongest first; two of the same tokens are one. */
  readonly found: readonly Example[];
  /** Whether they are found by the measure; otherwise by the largest weight of each query. */
  readonly isByMeasure: boolean;
}

export interface ExamplesInput {
  readonly table: TokenTable;
  readonly attention: Attention;
  /** The name of a metric, e.g. `induction`; null for a head that is known for none. */
  readonly measure: string | null;
  readonly isCausal: boolean;
  /** Pictures only. */
  readonly grid: PatchPlaces | null;
}

type Measure = Metric["measure"];

/** How much of its weight a query puts on one key. */
const surest: Measure =
  ({ nKeys }) =>
  (weight) => {
    let most = 0;
    for (let key = 0; key < nKeys; key++) most = Math.max(most, weight(key));
    return most;
  };

/** Sequences count as if they had this many queries more, in which the head does nothing: few can do so much by accident. */
const DOUBT = 3;
/** Weights that are looked at; of larger datasets, only the first sequences are. */
const MOST_WEIGHTS = 6_000_000;

/** @param count How many to find at most. */
export function findExamples(input: ExamplesInput, count: number): Examples {
  const metric = METRICS.find(({ name }) => name === input.measure);
  const byMeasure = metric ? strongest(input, metric.measure, count) : [];
  if (byMeasure.length > 0) return { found: byMeasure, isByMeasure: true };
  return { found: strongest(input, surest, count), isByMeasure: false };
}

function strongest(input: ExamplesInput, measure: Measure, count: number): Example[] {
  const { table } = input;
  const objects = input.grid && objectsOf(table);
  const scored: (Example & { readonly score: number })[] = [];
  let nWeights = 0;
  for (let sequence = 0; sequence < table.nSequences && nWeights < MOST_WEIGHTS; sequence++) {
    nWeights += spanOf(table, sequence, "query").n * spanOf(table, sequence, "key").n;
    const example = scoreSequence(input, measure, sequence, objects);
    if (example !== null) scored.push(example);
  }
  const seen = new Set<string>();
  const found: Example[] = [];
  for (const { score, ...example } of scored.sort((a, b) => b.score - a.score || a.sequence - b.sequence)) {
    const tokens = tokensKey(input, example.sequence);
    if (score <= 0 || seen.has(tokens)) continue;
    seen.add(tokens);
    found.push(example);
    if (found.length === count) break;
  }
  return found;
}

/** Null where no query counts. */
function scoreSequence(
  { table, attention, isCausal, grid }: ExamplesInput,
  measure: Measure,
  sequence: number,
  objects: Uint32Array | null,
): (Example & { readonly score: number }) | null {
  const [queries, keys] = [spanOf(table, sequence, "query"), spanOf(table, sequence, "key")];
  const weights = new Float32Array(queries.n * keys.n);
  for (let at = 0; at < weights.length; at++)
    weights[at] = attention.weight(sequence, Math.floor(at / keys.n), at % keys.n);
  const own = <Values extends Uint16Array | Uint32Array>(values: Values): Values =>
    values.subarray(queries.start, queries.start + queries.n) as Values;
  const rows = {
    starts: Uint32Array.of(0, queries.n),
    ...(table.split ? { keyStarts: Uint32Array.of(0, keys.n) } : {}),
    weights,
    isCausal,
    ids: grid ? null : own(table.ids),
    grid,
    objects: objects && own(objects),
  };
  let [count, sum, beyond, most] = [0, 0, 0, -Infinity];
  let [query, key] = [0, 0];
  eachMetricRow(rows, (row, at) => {
    const measured = measure(row);
    if (measured === null) return;
    const value = measured(row.weight);
    const more = value - measured(evenly(row));
    count++;
    sum += value;
    beyond += more;
    // Beyond chance: that the second token looks at the first one says little.
    if (more <= most) return;
    most = more;
    [query, key] = [at, keyOf(row, measured)];
  });
  if (count === 0) return null;
  return {
    sequence,
    query: queries.start + query,
    key: keys.start + key,
    weight: attention.weight(sequence, query, key),
    mean: sum / count,
    score: beyond / (count + DOUBT),
  };
}

/** The key that contributes most to what is measured. */
function keyOf({ nKeys, weight }: MetricRow, measured: (weight: Weight) => number): number {
  let [best, most] = [0, -Infinity];
  for (let key = 0; key < nKeys; key++) {
    const share = measured((other) => (other === key ? weight(key) : 0));
    if (share > most) [best, most] = [key, share];
  }
  return best;
}

/** The same for sequences that show the same: pictures are told apart by their place in the dataset alone. */
function tokensKey({ table, grid }: ExamplesInput, sequence: number): string {
  if (grid) return String(sequence);
  return table.ids.subarray(table.starts[sequence], table.starts[sequence + 1]).join();
}

/** A number from 1 per distinct object of the labeled patches, 0 for none; null without such labels. */
function objectsOf(table: TokenTable): Uint32Array | null {
  const labels = [...table.labels.values()].filter((label) => "values" in label);
  const ofPatches = labels.filter(({ of }) =>
    of.some((value, token) => token > 0 && value !== of[token - 1] && !isFirst(table, token)),
  );
  if (ofPatches.length === 0) return null;
  const numbers = new Map<string, number>();
  return Uint32Array.from({ length: table.nTokens }, (_, token) => {
    const texts = ofPatches.map(({ values, of }) => values[of[token]!] ?? "");
    const object = patchObject(texts);
    if (object === null) return 0;
    const number = numbers.get(object) ?? numbers.size + 1;
    numbers.set(object, number);
    return number;
  });
}

function isFirst({ starts, sequenceOf }: TokenTable, token: number): boolean {
  return starts[sequenceOf[token]!] === token;
}
