/** Random weight matrices of a head and its model, and what is measured of them. */
import type { Random } from "#math/random.ts";
import type { WeightScores } from "#measures/scores.ts";
import { copyChance, copyScores } from "#measures/weights/copy-scores.ts";
import { copyingEigenvalue } from "#measures/weights/copying-eigenvalue.ts";
import type { Matrix } from "#measures/weights/matrix.ts";
import { scoreRank } from "#measures/weights/score-rank.ts";

const [N_WORDS, WIDTH, D] = [16, 6, 4];

/** Each multiplies a row from the right. */
export interface Matrices {
  /** [words, width] and [width, words] */
  readonly embedding: Matrix;
  readonly unembedding: Matrix;
  /** [width, d] */
  readonly query: Matrix;
  readonly key: Matrix;
  readonly value: Matrix;
  /** [d, width] */
  readonly output: Matrix;
}

export function drawMatrices(random: Random): Matrices {
  const drawn = (nRows: number, nColumns: number): Matrix => ({
    nRows,
    nColumns,
    data: Array.from({ length: nRows * nColumns }, () => random() * 2 - 1),
  });
  return {
    embedding: drawn(N_WORDS, WIDTH),
    unembedding: drawn(WIDTH, N_WORDS),
    query: drawn(WIDTH, D),
    key: drawn(WIDTH, D),
    value: drawn(WIDTH, D),
    output: drawn(D, WIDTH),
  };
}

/**
 * @param factor W_Q times it and W_K divided by it; so are W_V and W_O, whose product is what a head writes.
 * @param isTurned Whether words come in another order.
 */
export function measureMatrices(matrices: Matrices, factor: number, isTurned: boolean): WeightScores {
  const words = Array.from({ length: N_WORDS }, (_, word) => (isTurned ? N_WORDS - 1 - word : word));
  const embedding = chosen(matrices.embedding, words, undefined);
  const unembedding = chosen(matrices.unembedding, undefined, words);
  const [value, output] = [times(matrices.value, factor), times(matrices.output, 1 / factor)];
  const [values, written] = [product(embedding, value), product(output, unembedding)];
  const rank = scoreRank(times(matrices.query, factor), times(matrices.key, 1 / factor));
  return {
    head: {
      ...copyScores(
        Float32Array.from(product(values, written).data),
        words.map((_, word) => word),
      ),
      "copying-eigenvalue": copyingEigenvalue(Float64Array.from(product(written, values).data), D),
      "score-rank.effective": rank?.effective ?? null,
      "score-rank.stable": rank?.stable ?? null,
    },
    chance: copyChance(N_WORDS),
  };
}

function times(matrix: Matrix, factor: number): Matrix {
  return { ...matrix, data: Array.from(matrix.data, (x) => x * factor) };
}

/** These rows and columns, in this order; all of them, if none are given. */
function chosen(
  { nRows, nColumns, data }: Matrix,
  rows = Array.from({ length: nRows }, (_, i) => i),
  columns = Array.from({ length: nColumns }, (_, i) => i),
): Matrix {
  return {
    nRows,
    nColumns,
    data: rows.flatMap((row) => columns.map((column) => data[row * nColumns + column]!)),
  };
}

function product(a: Matrix, b: Matrix): Matrix {
  const data = new Array<number>(a.nRows * b.nColumns).fill(0);
  for (let i = 0; i < a.nRows; i++)
    for (let j = 0; j < b.nColumns; j++)
      for (let x = 0; x < a.nColumns; x++)
        data[i * b.nColumns + j]! += a.data[i * a.nColumns + x]! * b.data[x * b.nColumns + j]!;
  return { nRows: a.nRows, nColumns: b.nColumns, data };
}
