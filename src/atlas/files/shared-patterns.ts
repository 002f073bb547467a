/**
 * `shared.json`: rows of the patterns of all heads of a tower, on words, by which heads of other models can be compared with
 * them. The sequences are chosen by their digests, so models that read the same texts have the same ones.
 */
import { FormatError, readBytes, writeBytes, type Column } from "./columns.ts";
import { described, openFile, readCount, readFields, readTexts } from "./fields.ts";

export const SHARED_UNITS = ["words", "patches", "pairs of texts"] as const;
export type SharedUnit = (typeof SHARED_UNITS)[number];

export interface SharedPatterns {
  readonly unit: SharedUnit;
  /** Whether rows end at their own word. */
  readonly isCausal: boolean;
  readonly nHeads: number;
  /** In the order of their digests. */
  readonly sequences: readonly SharedPatternsSequence[];
  /** [nHeads, weights per head], each √weight × 255. */
  readonly weights: Uint8Array;
}

export interface SharedPatternsSequence {
  readonly digest: string;
  /** In words or patches. */
  readonly nQueries: number;
  readonly nKeys: number;
  /** Words whose rows are stored. */
  readonly rows: readonly number[];
}

export interface SharedPatternsFile extends Omit<SharedPatterns, "weights"> {
  readonly v: 1;
  readonly weights: Column;
}

export function encodeSharedPatterns({ weights, ...rest }: SharedPatterns): SharedPatternsFile {
  return { v: 1, ...rest, weights: writeBytes(weights) };
}

/** @param weightsPerHead What the sequences ask for. @throws {FormatError} if the file is of another version or damaged. */
export function decodeSharedPatterns(
  json: unknown,
  weightsPerHead: (shared: Pick<SharedPatterns, "isCausal" | "sequences">) => number,
): SharedPatterns {
  const file = openFile(json, "shared patterns");
  const unit = SHARED_UNITS.find((each) => each === file["unit"]);
  if (unit === undefined) throw new FormatError(`unit: expected words, received ${described(file["unit"])}.`);
  const isCausal = file["isCausal"] === true;
  const nHeads = readCount(file["nHeads"], "nHeads");
  const sequences = readSequences(file["sequences"]);
  const length = nHeads * weightsPerHead({ isCausal, sequences });
  return { unit, isCausal, nHeads, sequences, weights: readBytes(file["weights"], length, "weights") };
}

function readSequences(value: unknown): SharedPatternsSequence[] {
  if (!Array.isArray(value)) {
    throw new FormatError(`sequences: expected a list, received ${described(value)}.`);
  }
  return value.map((each: unknown) => {
    const fields = readFields(each, "sequence");
    const [digest = ""] = readTexts([fields["digest"]], "digest");
    const nQueries = readCount(fields["nQueries"], "nQueries");
    const rows: unknown = fields["rows"];
    if (!Array.isArray(rows)) throw new FormatError(`rows: expected a list, received ${described(rows)}.`);
    return {
      digest,
      nQueries,
      nKeys: readCount(fields["nKeys"], "nKeys"),
      rows: rows.map((row: unknown) => readCount(row, "row", Math.max(0, nQueries - 1))),
    };
  });
}
