/** Non-negative least squares over the known numbers of a row: how much of each profile it holds. */

/** Numbers of all heads, row-major [n, nFeatures]; NaN where a head has none. */
export interface Features {
  readonly n: number;
  readonly nFeatures: number;
  readonly values: Float64Array;
}

/** Changes below this are none: numbers of heads have four decimals. */
const TOLERANCE = 1e-6;
const MOST_SWEEPS = 200;
/** Where less of a profile's squares is known, nothing is said of how much a row holds of it: the amount is 0. */
const LEAST_KNOWN = 0.5;

/** A profile without its zeros, of which it has many. */
export interface Profile {
  readonly places: readonly number[];
  readonly values: readonly number[];
}

/** @param profile [nFeatures], not negative. */
export function withoutZeros(profile: Float64Array): Profile {
  const places = Array.from(profile, (_, f) => f).filter((f) => profile[f]! > 0);
  return { places, values: places.map((f) => profile[f]!) };
}

/**
 * Coordinate descent from the given amounts.
 *
 * @param row [nFeatures], NaN where unknown: those features do not count.
 * @param amounts By profile; changed in place.
 * @returns What is left of the row, NaN where unknown.
 */
export function fitRow(row: Float64Array, profiles: readonly Profile[], amounts: Float64Array): Float64Array {
  const rest = new Float64Array(row);
  const squares = profiles.map(({ places, values }, k) => {
    let [known, all] = [0, 0];
    for (let i = 0; i < places.length; i++) {
      const [f, value] = [places[i]!, values[i]!];
      rest[f]! -= amounts[k]! * value;
      all += value * value;
      if (!Number.isNaN(row[f]!)) known += value * value;
    }
    return all > 0 && known >= LEAST_KNOWN * all ? known : 0;
  });
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let change = 0;
    for (let k = 0; k < profiles.length; k++) {
      if (squares[k] === 0) continue;
      const { places, values } = profiles[k]!;
      let along = 0;
      for (let i = 0; i < places.length; i++) {
        const left = rest[places[i]!]!;
        if (!Number.isNaN(left)) along += left * values[i]!;
      }
      const next = Math.max(0, amounts[k]! + along / squares[k]!);
      const step = next - amounts[k]!;
      if (step === 0) continue;
      amounts[k] = next;
      for (let i = 0; i < places.length; i++) rest[places[i]!]! -= step * values[i]!;
      change = Math.max(change, Math.abs(step));
    }
    if (change < TOLERANCE) break;
  }
  return rest;
}
