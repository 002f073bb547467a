/** A head's numbers in one short attribute: a matrix of 400 heads stays a small page. */
import type { HeadMetrics } from "#atlas/head-numbers.ts";

/** Writes numbers separated by `|`; an absent one leaves its place empty. */
export function packMetrics(metrics: HeadMetrics): string {
  const { entropy, self, previous, next, first, distance, induction, patchDistance } = metrics;
  return [entropy, self, previous, next, first, distance, induction, patchDistance]
    .map((value) => (value === null ? "" : String(Number(value.toFixed(2)))))
    .join("|");
}

/** Reads them back, rounded to 2 digits. */
export function unpackMetrics(text: string): HeadMetrics {
  const parts = text.split("|").map((part) => (part === "" ? null : Number(part)));
  const [entropy, self, previous, next, first, distance, induction, patchDistance] = parts;
  return {
    entropy: entropy ?? 0,
    self: self ?? 0,
    previous: previous ?? 0,
    next: next ?? 0,
    first: first ?? 0,
    distance: distance ?? 0,
    induction: induction ?? null,
    patchDistance: patchDistance ?? null,
  };
}
