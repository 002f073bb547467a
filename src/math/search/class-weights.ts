/**
 * How much weight the tokens of one class give to those of another: of the queries of class A that can see a key of class B,
 * the mean of the summed weight on all such keys. Beside it what they would give if every visible key got the same.
 */
import { eachRow, type Patterns } from "../pattern-rows.ts";

/** Classes of tokens, and who is in them. */
export interface Classes {
  readonly nClasses: number;
  /** Tokens of class c: tokens[starts[c]] … tokens[starts[c + 1] − 1]. */
  readonly members: { readonly starts: Uint32Array; readonly tokens: Uint32Array };
  /** The class of every token, −1 for none, per way of dividing the tokens that keys are counted by. */
  readonly keyClasses: readonly Int32Array[];
}

/** Mean weights above chance, ordered by query class, then by key class. */
export interface ClassWeights {
  readonly queries: Uint16Array;
  readonly keys: Uint16Array;
  /** 0 … 1 */
  readonly means: Float32Array;
}

/** Nearer to chance than this is rounding. */
const EPSILON = 1e-6;

/**
 * O(keys seen × ways of dividing²) for one head.
 *
 * @param floor Only means from here on are kept, and only where they exceed what uniform attention gives.
 */
export function classWeights(patterns: Patterns, classes: Classes, floor: number): ClassWeights {
  const { weights } = patterns;
  const { nClasses, members, keyClasses } = classes;
  const rows = rowsOf(patterns);
  const [queries, keys, means]: [number[], number[], number[]] = [[], [], []];
  const given = new Float64Array(nClasses);
  const uniform = new Float64Array(nClasses);
  const seenBy = new Uint32Array(nClasses);
  const lastRow = new Int32Array(nClasses);
  let row = 0;
  for (let own = 0; own < nClasses; own++) {
    const touched: number[] = [];
    for (let m = members.starts[own]!; m < members.starts[own + 1]!; m++) {
      const query = members.tokens[m]!;
      const [at, first, nKeys] = [rows.at[query]!, rows.firstKey[query]!, rows.nKeys[query]!];
      row++;
      for (const classOf of keyClasses) {
        for (let j = 0; j < nKeys; j++) {
          const other = classOf[first + j]!;
          if (other < 0) continue;
          given[other]! += weights[at + j]!;
          uniform[other]! += 1 / nKeys;
          if (lastRow[other] === row) continue;
          lastRow[other] = row;
          if (seenBy[other]!++ === 0) touched.push(other);
        }
      }
    }
    touched.sort((a, b) => a - b);
    for (const other of touched) {
      const mean = given[other]! / seenBy[other]!;
      if (mean >= floor && mean > uniform[other]! / seenBy[other]! + EPSILON) {
        queries.push(own);
        keys.push(other);
        means.push(Math.min(1, mean));
      }
      given[other] = uniform[other] = seenBy[other] = 0;
    }
  }
  return {
    queries: Uint16Array.from(queries),
    keys: Uint16Array.from(keys),
    means: Float32Array.from(means),
  };
}

/** Where the weights of each query are, and which keys they are of. */
function rowsOf(patterns: Patterns): { at: Float64Array; firstKey: Uint32Array; nKeys: Uint32Array } {
  const n = patterns.starts[patterns.starts.length - 1]!;
  const rows = { at: new Float64Array(n), firstKey: new Uint32Array(n), nKeys: new Uint32Array(n) };
  eachRow(patterns, (row) => {
    rows.at[row.query] = row.at;
    rows.firstKey[row.query] = row.firstKey;
    rows.nKeys[row.query] = row.nKeys;
  });
  return rows;
}
