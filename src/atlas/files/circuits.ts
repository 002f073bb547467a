/**
 * `circuits.json`: which heads write what later heads read, by their weight matrices alone.
 *
 * A head writes into the residual stream through OV = W_V·W_O and reads from it through W_Q, W_K and W_V. The matrices that
 * read include the gain of the norm in front of them. The file lists pairs of heads, from an earlier block to a later one
 * that reads the stream into which it writes; a head and those of its own block are no pair. Of every kind of link:
 *
 * - `kComposition`, `qComposition`, `vComposition` (Elhage 2021): ‖OV₁·X₂‖ / (‖OV₁‖·‖X₂‖), Frobenius norms, for X₂ = W_K,
 *   W_Q, OV₂ of the later head. 0 to 1; `baseline` is the same for random matrices of these shapes.
 * - `outputToKey`, `outputToQuery`, `outputToValue`, `outputToOutput` (the projection kernel): ‖P_A·P_B‖²_F / d, where P_A
 *   projects on the space that the earlier head writes into, P_B on that which the later one reads its keys, queries or
 *   values from, or writes into, and d is the smaller of their dimensions. 0: at right angles; 1: one space inside the
 *   other.
 *
 * Numbers depend on the model alone, not on the dataset.
 */
import { FormatError } from "./columns.ts";
import { described, openFile, readCount, readFields, readNumber, readTexts } from "./fields.ts";

export const CIRCUIT_KINDS = [
  "kComposition",
  "qComposition",
  "vComposition",
  "outputToKey",
  "outputToQuery",
  "outputToValue",
  "outputToOutput",
] as const;

export type CircuitKind = (typeof CIRCUIT_KINDS)[number];

export interface CircuitsFile {
  readonly v: 1;
  /** All heads of the atlas in its order; links name them by their places in this list. */
  readonly heads: readonly string[];
  /** Heads without links because their matrices were not read, and why; by name. */
  readonly unread: Readonly<Record<string, string>>;
  /** Pairs that are more blocks of attention apart were left out to bound the work; null if none were. */
  readonly mostApart: number | null;
  /** A kind is absent if there are no pairs at all. */
  readonly kinds: Readonly<Partial<Record<CircuitKind, CircuitLinks>>>;
}

export interface CircuitLinks {
  /** Pairs that were computed. */
  readonly nPairs: number;
  /** Pairs whose number is above `threshold`. */
  readonly nAbove: number;
  /** Median of all pairs. */
  readonly median: number;
  /** The same for pairs of random matrices of these shapes, and the greatest of them, which links must exceed. */
  readonly baseline: number;
  readonly threshold: number;
  /** Pairs above the threshold, strongest first, to four decimals: at most the strongest of all and a few of every head. */
  readonly links: readonly CircuitLink[];
}

/** Places of the earlier and the later head in `heads`, and their number. */
export type CircuitLink = readonly [from: number, to: number, value: number];

/** @throws {FormatError} if the file is of another version or damaged. */
export function decodeCircuits(json: unknown): CircuitsFile {
  const file = openFile(json, "circuits");
  const heads = readTexts(file["heads"], "heads");
  const unread = Object.entries(readFields(file["unread"], "unread")).map(
    ([head, why]) => [head, textIn(why, head)] as const,
  );
  const written = readFields(file["kinds"], "kinds");
  const kinds = CIRCUIT_KINDS.flatMap((kind) =>
    written[kind] === undefined ? [] : [[kind, readKind(written[kind], kind, heads.length)] as const],
  );
  return {
    v: 1,
    heads,
    unread: Object.fromEntries(unread),
    mostApart: file["mostApart"] === null ? null : readCount(file["mostApart"], "mostApart"),
    kinds: Object.fromEntries(kinds),
  };
}

function readKind(json: unknown, kind: string, nHeads: number): CircuitLinks {
  const kept = readFields(json, kind);
  return {
    nPairs: readCount(kept["nPairs"], `${kind}.nPairs`),
    nAbove: readCount(kept["nAbove"], `${kind}.nAbove`),
    median: readNumber(kept["median"], `${kind}.median`),
    baseline: readNumber(kept["baseline"], `${kind}.baseline`),
    threshold: readNumber(kept["threshold"], `${kind}.threshold`),
    links: listIn(kept["links"], `${kind}.links`).map((link, i) => {
      const name = `${kind}.links[${i}]`;
      const [from, to, value] = listIn(link, name);
      const place = (at: unknown): number => {
        const head = readCount(at, name);
        if (head < nHeads) return head;
        throw new FormatError(`${name}: expected the place of one of ${nHeads} heads, received ${head}.`);
      };
      return [place(from), place(to), readNumber(value, name)] as const;
    }),
  };
}

function listIn(json: unknown, name: string): readonly unknown[] {
  if (Array.isArray(json)) return json;
  throw new FormatError(`${name}: expected a list, received ${described(json)}.`);
}

function textIn(json: unknown, name: string): string {
  if (typeof json === "string") return json;
  throw new FormatError(`${name}: expected text, received ${described(json)}.`);
}
