/** How far colors explain a map: whether points that are near on it agree in what a color says of them, beyond chance. */
import { eachAround, type Around } from "#math/map/map-neighbors.ts";
import { pointTree } from "#math/map/point-tree.ts";
import { seededRandom, shuffledIndices } from "#math/random.ts";

/** What a color says of every point. */
export interface ColorColumn {
  /** Name of the color mode. */
  readonly color: string;
  /** What a value belongs to. Points of the same unit agree by definition, so they are not counted as neighbors. */
  readonly unit: UnitName;
  /** 0 for kinds, which agree or do not; else how many numbers a point has. */
  readonly nAxes: number;
  /** A kind per point, a whole number, or row-major [n, nAxes], NaN where a point has no number. */
  readonly values: Float32Array;
  /** Whether the color leaves more than half of the points gray. */
  readonly isPartial: boolean;
}

export type UnitName = "token" | "text" | "sequence";

/** [n] each: the number of a point's token, of its text, and of its sequence. */
export type Units = Readonly<Record<UnitName, Int32Array>>;

/** A map of the points. */
export interface ColoredMap {
  readonly dim: number;
  /** Row-major [n, dim]. */
  readonly coordinates: Float32Array;
}

export interface ExplainedColor {
  readonly color: string;
  /** 0 … 1, to three decimals. */
  readonly share: number;
  readonly isPartial?: true;
}

/** Size of the neighborhoods. */
const K = 10;
/** Up to this many points are asked for their neighbors, drawn by seed; then a share is known to about 0.01. */
const MOST_ANCHORS = 2_500;

/**
 * The share of each color on each of the maps of the same points, strongest first; those that leave most points gray come last.
 *
 * For kinds: (agreement − chance) / (1 − chance), where agreement is the share of a point's 10 nearest that are of its
 * kind, and chance the same for points drawn at random. For numbers: 1 − the squared error of the mean of the 10 nearest /
 * the variance; neighbors without a number are passed over. Less than nothing is 0. A color in which all points agree is
 * left out, as is one without any number.
 */
export function explainedColors(
  maps: readonly ColoredMap[],
  columns: readonly ColorColumn[],
  units: Units,
  seed: number,
): ExplainedColor[][] {
  const anchors = shuffledIndices(units.token.length, seededRandom(seed)).slice(0, MOST_ANCHORS).sort();
  const questions = (["token", "text", "sequence"] as const).flatMap((unit) => {
    const own = columns.filter((column) => column.unit === unit && isVaried(column));
    const judges = own.map((column) => (column.nAxes === 0 ? judgeKinds : judgeNumbers)(column, units[unit]));
    return own.length === 0 ? [] : [{ units: units[unit], own, judges }];
  });
  const placeOf = new Map(columns.map(({ color }, place) => [color, place]));
  return maps.map(({ coordinates, dim }) => {
    const tree = pointTree(coordinates, dim);
    const judges = questions.map((question) => question.judges.map((begin) => begin()));
    const kinds = questions.map((question) => question.units);
    eachAround({ tree, units: kinds, anchors, k: K }, (anchor, around) => {
      for (let kind = 0; kind < kinds.length; kind++)
        if (around[kind]!.count > 0) for (const judge of judges[kind]!) judge.add(anchor, around[kind]!);
    });
    const found = questions.flatMap((question, kind) => {
      return question.own.flatMap(({ color, isPartial }, i): ExplainedColor[] => {
        const share = judges[kind]![i]!.share();
        if (Number.isNaN(share)) return [];
        // Points are summed in their order: a share in the middle of two decimals must not hang on that.
        const rounded = Math.max(0, Number(Number(share.toFixed(9)).toFixed(3)));
        return [{ color, share: rounded, ...(isPartial ? { isPartial } : {}) }];
      });
    });
    return found.sort(
      (a, b) =>
        Number(a.isPartial ?? false) - Number(b.isPartial ?? false) ||
        b.share - a.share ||
        placeOf.get(a.color)! - placeOf.get(b.color)!,
    );
  });
}

/** Takes neighborhood after neighborhood. */
interface Judge {
  readonly add: (anchor: number, around: Around) => void;
  /** NaN where nothing could be asked. */
  readonly share: () => number;
}

function judgeKinds({ values }: ColorColumn, units: Int32Array): () => Judge {
  const chanceOf = chances(values, units);
  return () => {
    let agreement = 0;
    let chance = 0;
    let count = 0;
    return {
      add: (anchor, { count: nNear, points, weights }) => {
        const kind = values[anchor]!;
        let same = 0;
        let all = 0;
        for (let i = 0; i < nNear; i++) {
          const weight = weights[i]!;
          all += weight;
          if (values[points[i]!] === kind) same += weight;
        }
        agreement += same / all;
        chance += chanceOf[anchor]!;
        count++;
      },
      share: () => (agreement - chance) / (count - chance),
    };
  };
}

/** For each point: of the points that could be neighbors, those of other units, the share that is of its kind. */
function chances(values: Float32Array, units: Int32Array): Float64Array {
  const [kinds, owners] = [numbered(values), numbered(units)];
  const nTogether = new Map<number, number>();
  const pairOf = (point: number): number => owners.of[point]! * kinds.counts.length + kinds.of[point]!;
  values.forEach((_, point) => {
    const pair = pairOf(point);
    nTogether.set(pair, (nTogether.get(pair) ?? 0) + 1);
  });
  return Float64Array.from(
    values,
    (_, point) =>
      (kinds.counts[kinds.of[point]!]! - nTogether.get(pairOf(point))!) /
      (values.length - owners.counts[owners.of[point]!]!),
  );
}

function judgeNumbers({ nAxes, values }: ColorColumn): () => Judge {
  const means = Array.from({ length: nAxes }, (_, axis) => meanOf(values, nAxes, axis));
  const sums = new Float64Array(nAxes);
  const isNumber = Uint8Array.from({ length: values.length / nAxes }, (_, point) =>
    Number(hasNumbers(values, nAxes, point)),
  );
  return () => {
    let error = 0;
    let spread = 0;
    return {
      add: (anchor, { count, points, weights }) => {
        if (isNumber[anchor] === 0) return;
        for (let axis = 0; axis < nAxes; axis++) sums[axis] = 0;
        let total = 0;
        for (let i = 0; i < count; i++) {
          const point = points[i]!;
          if (isNumber[point] === 0) continue;
          const weight = weights[i]!;
          total += weight;
          for (let axis = 0; axis < nAxes; axis++) sums[axis]! += weight * values[point * nAxes + axis]!;
        }
        if (total === 0) return;
        for (let axis = 0; axis < nAxes; axis++) {
          const value = values[anchor * nAxes + axis]!;
          error += (sums[axis]! / total - value) ** 2;
          spread += (means[axis]! - value) ** 2;
        }
      },
      share: () => 1 - error / spread,
    };
  };
}

/** Whether there are two points that differ. */
function isVaried({ nAxes, values }: ColorColumn): boolean {
  const width = Math.max(1, nAxes);
  let first = -1;
  for (let point = 0; point * width < values.length; point++) {
    if (!hasNumbers(values, width, point)) continue;
    if (first < 0) first = point;
    for (let axis = 0; axis < width; axis++)
      if (values[point * width + axis] !== values[first * width + axis]) return true;
  }
  return false;
}

function hasNumbers(values: Float32Array, nAxes: number, point: number): boolean {
  for (let axis = 0; axis < nAxes; axis++) if (Number.isNaN(values[point * nAxes + axis])) return false;
  return true;
}

function meanOf(values: Float32Array, nAxes: number, axis: number): number {
  let [sum, count] = [0, 0];
  for (let point = 0; point * nAxes < values.length; point++) {
    if (!hasNumbers(values, nAxes, point)) continue;
    sum += values[point * nAxes + axis]!;
    count++;
  }
  return sum / count;
}

/** The number of every value, in the order of their first points, and how often each occurs. */
function numbered(values: Int32Array | Float32Array): { of: Int32Array; counts: readonly number[] } {
  const numbers = new Map<number, number>();
  const counts: number[] = [];
  const of = new Int32Array(values.length);
  values.forEach((value, point) => {
    const number = numbers.get(value) ?? numbers.size;
    if (number === counts.length) {
      numbers.set(value, number);
      counts.push(0);
    }
    counts[number]!++;
    of[point] = number;
  });
  return { of, counts };
}
