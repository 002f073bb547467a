/** Numbers that cannot be drawn: NaN, infinities, and what is too large to be squared in 32 bits. */
import type { Problem } from "../../errors.ts";
import type { Precision } from "../find/attention-block.ts";
import type { BlockCapture } from "./block-capture.ts";

export interface NotFinite {
  readonly head: number;
  readonly part: "queries" | "keys" | "weights" | "values";
  /** As it is shown: a report is kept as JSON, which knows no NaN. */
  readonly value: string;
}

/** Distances are sums of squares: of some 300 numbers of this size, the sum still is a float32. */
const LARGEST = 1e17;

/** Index of the first number that cannot be drawn; −1 if all can. */
export function indexOfNotFinite(numbers: ArrayLike<number>, from = 0, to = numbers.length): number {
  // Comparisons with NaN are false, so that this asks what a number is, rather than what it is not.
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

/** What to do about it: computing in more bits helps only where there are more to be had. */
const CURES: Readonly<Record<Precision, string>> = {
  float16: "Numbers overflow in 16 bits: take an export of the model in float32.",
  quantized: "Numbers overflow where the file counts in few bits: take an export that is not quantized.",
  float32:
    "The file computes in float32 already, so its weights hold such numbers, or lead to them: take another checkpoint of the model.",
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
