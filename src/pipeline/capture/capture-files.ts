/** Where the capture keeps what: names of a head's files, and the place of a sequence's pattern in them. */
import { formatHead, type HeadId } from "#atlas/head/head-id.ts";
import { lengthsOf } from "../inputs/encoded-dataset.ts";

/** What is kept of a head: queries, keys, patterns, and lengths of value vectors. */
export type CaptureFile = "q" | "k" | "weights" | "valueNorms";

/** Names of a head's files in the capture folder. */
export const captureFiles = (head: HeadId): Record<CaptureFile, string> => ({
  q: `${formatHead(head)}.q`,
  k: `${formatHead(head)}.k`,
  weights: `${formatHead(head)}.w`,
  valueNorms: `${formatHead(head)}.v`,
});

/** Place of each sequence's pattern among all patterns, in numbers, and how many there are as last entry. */
export function patternStarts(queryStarts: Uint32Array, keyStarts: Uint32Array): number[] {
  const [rows, columns] = [lengthsOf(queryStarts), lengthsOf(keyStarts)];
  const places = [0];
  rows.forEach((length, s) => places.push(places[s]! + length * columns[s]!));
  return places;
}
