/** Numbers that cannot be drawn: NaN, infinities, and numbers whose square overflows 32 bits. */
import type { Problem } from "../../errors.ts";
import type { Precision } from "../find/attention-block.ts";
import type { BlockCapture } from "./block-capture.ts";

export interface NotFinite {
  readonly head: number;
  readonly part: "queries" | "keys" | "weights" | "values";
  /** As text, because the report is stored as JSON, which has no NaN. */
  readonly value: string;
}

/** Distances are sums of squares; the sum for about 300 numbers of this size still fits into a float32. */
const LARGEST = 1e17;

/** Index of the first number that cannot be drawn; −1 if all can. */
export function indexOfNotFinite(numbers: ArrayLike<number>, from = 0, to = numbers.length): number {
  // Comparisons with NaN are false, so test for valid numbers instead of invalid ones.
  for (let i = from; i < to; i++) if (!(Math.abs(numbers[i]!) <= LARGEST)) return i;
  return -1;
}

/** The first part of each head that holds such numbers. */
export function notFiniteIn({ q, k, weights, valueNorms, nHeads }: BlockCapture): NotFinite[] {
  const parts = [
    ["queries", q],
    ["keys", k],
    ["weights", weights],
    ...(valueNorms ? [["values", valueNorms] as const] : []),
  ] as const;
  return Array.from({ length: nHeads }, (_, head) => head).flatMap((head) => {
    for (const [part, { dims, data }] of parts) {
      const size = data.length / (dims[0] ?? 1) / nHeads;
      for (let group = head; group * size < data.length; group += nHeads) {
        const at = indexOfNotFinite(data, group * size, (group + 1) * size);
        if (at >= 0) return [{ head, part, value: String(data[at]) }];
      }
    }
    return [];
  });
}

/** The cure by precision: computing with more bits helps only if the file uses fewer. */
const CURES: Readonly<Record<Precision, string>> = {
  float16: "Numbers overflow in 16 bits: use a float32 export of the model.",
  quantized: "Numbers overflow in the quantized file: use an export that is not quantized.",
  float32:
    "The file already computes in float32, so its weights contain such numbers or lead to them: use another checkpoint of the model.",
};

/** What is not known to be in few bits is taken to be in float32. */
export function cureOf(precision: Precision = "float32"): string {
  return CURES[precision];
}

/** @param where The head's name. */
export function notFiniteProblem(
  { part, value }: Omit<NotFinite, "head">,
  where: string,
  precision: Precision | undefined,
): Problem {
  return {
    what: `the model's ${part} cannot be drawn`,
    where,
    expected: "finite numbers",
    received: value,
    cure: cureOf(precision),
  };
}
