import { shareRow, type MeasureRow } from "../measure-row.ts";
import type { Scores } from "../scores.ts";
import type { PatternMeasure } from "./pattern-measure.ts";

const WEIGHT = shareRow("sink.weight", "Weight on the sink");
const PLACE: MeasureRow = {
  id: "sink.place",
  title: "Place of the sink",
  unit: "position",
  range: [null, null],
  remarkable: null,
  needs: ["A"],
};

/** Mean weight of one place, summed over the sequences that have it. */
interface Place {
  /** From 0 at the first key, or from −1 at the last one. */
  readonly place: number;
  sum: number;
  count: number;
}

/** What each key of one sequence gets on average from all its queries; those that cannot see it give it nothing. */
type Received = Float64Array;

/**
 * The place that gets most weight, wherever it is. In each sequence, the place is the one that gets most in the others, so a
 * key that happens to get much in one text does not count; `sink.weight` is what it gets there, averaged over sequences.
 * `sink.place` is the place that gets most in all of them: 0 is the first key, −1 the last (in heads that read both ways).
 * Only places that at least half of the sequences have are asked. Null for a single sequence.
 */
export const sinkPlace: PatternMeasure = {
  rows: [WEIGHT, PLACE],
  hasChance: false,
  begin: ({ isCausal }) => {
    const received: Received[] = [];
    const nRows: number[] = [];
    return {
      add: ({ sequence, width, nKeys, weights, at }) => {
        const own = (received[sequence] ??= new Float64Array(width));
        nRows[sequence] = (nRows[sequence] ?? 0) + 1;
        for (let key = 0; key < nKeys; key++) own[key]! += weights[at + key]!;
      },
      scores: () => {
        const means = received
          .map((own, s) => own.map((sum) => sum / nRows[s]!))
          .filter((own) => own.length > 1);
        return placed(means, !isCausal);
      },
    };
  },
};

function placed(means: readonly Received[], isFromEnd: boolean): Scores {
  if (means.length < 2) return { [WEIGHT.id]: null, [PLACE.id]: null };
  const longest = Math.max(...means.map((own) => own.length));
  const all = [
    ...Array.from({ length: longest }, (_, i) => i),
    ...(isFromEnd ? Array.from({ length: longest }, (_, i) => -1 - i) : []),
  ].map((place): Place => ({ place, sum: 0, count: 0 }));
  for (const own of means)
    for (const one of all) {
      const got = gotAt(own, one.place);
      if (got === undefined) continue;
      one.sum += got;
      one.count++;
    }
  // Half of the sequences have it, and at least one besides the sequence at hand.
  const places = all.filter(({ count }) => count >= 2 && 2 * count >= means.length);
  let [sum, nAsked] = [0, 0];
  for (const own of means) {
    const best = most(places, own);
    if (best === undefined) continue;
    sum += gotAt(own, best.place) ?? 0;
    nAsked++;
  }
  return {
    [WEIGHT.id]: nAsked > 0 ? sum / nAsked : null,
    [PLACE.id]: most(places)?.place ?? null,
  };
}

/** The place with the highest mean; of equals the one that most sequences have, then the first. @param without Its own share does not count, and it must have the place. */
function most(places: readonly Place[], without?: Received): Place | undefined {
  let [best, highest]: [Place | undefined, number] = [undefined, -Infinity];
  for (const one of places) {
    const own = without && gotAt(without, one.place);
    if (without !== undefined && own === undefined) continue;
    const mean = own === undefined ? one.sum / one.count : (one.sum - own) / (one.count - 1);
    if (mean > highest || (mean === highest && one.count > (best?.count ?? 0))) [best, highest] = [one, mean];
  }
  return best;
}

/** What the place of a sequence gets; undefined if the sequence has no such place. */
function gotAt(own: Received, place: number): number | undefined {
  return own[place < 0 ? own.length + place : place];
}
