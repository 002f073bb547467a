/** W_U·W_E of a checkpoint, summed up part by part of the vocabulary. */
import type { Unembedding } from "../../onnx/matrices/find-vocabulary.ts";
import { StoredTable } from "../../weights/stored-table.ts";
import type { Products } from "../products.ts";

const WORDS_PER_PART = 4096;

/** @returns (diag(gain)·W_U·W_E)ᵀ, [width, width] */
export async function wordsByWords(
  { table, words }: Extract<Unembedding["answer"], { from: "file" }>,
  products: Products,
  gain: ArrayLike<number> | undefined,
): Promise<Float32Array> {
  const answered = new StoredTable(table);
  // Where both are tied, it is read once.
  const isTied = table.path === words.path && table.offset === words.offset;
  const read = isTied ? answered : new StoredTable(words);
  const { width, nRows } = answered;
  const sums = new Float64Array(width * width);
  try {
    for (let from = 0; from < nRows; from += WORDS_PER_PART) {
      const to = Math.min(nRows, from + WORDS_PER_PART);
      const own = answered.part(from, to);
      const other = isTied ? own : read.part(from, to);
      addTo(sums, await products.columnsTimesColumns(other, own, width));
    }
  } finally {
    answered.close();
    if (!isTied) read.close();
  }
  const turned = new Float32Array(sums.length);
  for (let at = 0; at < sums.length; at += width)
    for (let axis = 0; axis < width; axis++) turned[at + axis] = sums[at + axis]! * (gain?.[axis] ?? 1);
  return turned;
}

function addTo(sums: Float64Array, part: Float32Array): void {
  for (let i = 0; i < sums.length; i++) sums[i]! += part[i]!;
}
