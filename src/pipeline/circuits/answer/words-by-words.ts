/** W_U·W_E of a checkpoint, summed up part by part of the vocabulary. */
import type { Unembedding } from "../../onnx/matrices/find-vocabulary.ts";
import { StoredTable } from "../../weights/stored-table.ts";
import { columnsOf, type Products } from "../products.ts";

const WORDS_PER_PART = 4096;

/** @returns (diag(gain)·W_U·W_E)ᵀ, [width, width] */
export async function wordsByWords(
  { table, words }: Extract<Unembedding["answer"], { from: "file" }>,
  products: Products,
  gain: ArrayLike<number> | undefined,
): Promise<Float32Array> {
  const [answered, read] = [new StoredTable(table), new StoredTable(words)];
  const { width, nRows } = answered;
  const sums = new Float64Array(width * width);
  try {
    for (let from = 0; from < nRows; from += WORDS_PER_PART) {
      const to = Math.min(nRows, from + WORDS_PER_PART);
      const [own, other] = [answered, read].map((of) => columnsOf(of.rows(from, to), width));
      const part = await products.rowsTimesRows(other!, own!, to - from);
      for (let i = 0; i < sums.length; i++) sums[i]! += part[i]!;
    }
  } finally {
    answered.close();
    read.close();
  }
  return Float32Array.from(sums, (sum, i) => sum * (gain?.[i % width] ?? 1));
}
