/** `tokens.json`: the tokens of a dataset for one model; written once and shared by all heads. */
import {
  FormatError,
  readBytes,
  readUint16,
  readUint32,
  writeBytes,
  writeUint16,
  writeUint32,
  type Column,
} from "../files/columns.ts";
import { openFile, readCount, readFields, readTexts } from "../files/fields.ts";
import type { Role } from "../role-colors.ts";
import {
  decodeLabel,
  encodeLabel,
  type LabelColumn,
  type SourceLabels,
  type TokenLabel,
} from "./token-labels.ts";

export interface TokensFile {
  readonly v: 1;
  readonly nTokens: number;
  readonly nSequences: number;
  /** Distinct token texts; `ids` point into it. Untrusted text: never shown as HTML. */
  readonly vocab: readonly string[];
  /** uint16 [nTokens]. */
  readonly ids: Column;
  /** uint32 [nSequences + 1]: first token of each sequence, then nTokens. */
  readonly starts: Column;
  /**
   * Cross-attention only, uint32 [nSequences]: the first token of each sequence that asks; those before it only answer, and
   * have no query, as those from it on have no key.
   */
  readonly split?: Column;
  /** uint8 [nTokens]: 1 for special tokens (CLS, SEP, BOS …). */
  readonly special: Column;
  /** By name; a name may be anything, `__proto__` too. */
  readonly labels: Readonly<Record<string, LabelColumn>>;
}

/** The decoded table. Position, row and column follow from `starts` and the manifest's grid. */
export interface TokenTable {
  readonly nTokens: number;
  readonly nSequences: number;
  readonly vocab: readonly string[];
  readonly ids: Uint16Array;
  readonly starts: Uint32Array;
  /** Cross-attention only: in each sequence the tokens from this one on have queries, those before it keys. Else null. */
  readonly split: Uint32Array | null;
  readonly special: Uint8Array;
  /** Sequence of each token. */
  readonly sequenceOf: Uint32Array;
  readonly labels: ReadonlyMap<string, TokenLabel>;
}

/** The tokens of a dataset in the pipeline. */
export interface TokensSource {
  readonly tokens: readonly string[];
  readonly starts: Uint32Array;
  readonly split?: Uint32Array;
  readonly special: Uint8Array;
  /** A value per sequence. */
  readonly sequenceLabels: SourceLabels;
  /** A value per token; no name stands in both. */
  readonly tokenLabels: SourceLabels;
}

/** Packs the token table. */
export function encodeTokens(source: TokensSource): TokensFile {
  const [vocab, ids] = categories(source.tokens);
  const columns = (per: "sequence" | "token", labels: SourceLabels): (readonly [string, LabelColumn])[] =>
    [...labels].map(([name, values]) => [name, encodeLabel(per, values)]);
  return {
    v: 1,
    nTokens: source.tokens.length,
    nSequences: source.starts.length - 1,
    vocab,
    ids: writeUint16(ids),
    starts: writeUint32(source.starts),
    ...(source.split ? { split: writeUint32(source.split) } : {}),
    special: writeBytes(source.special),
    // A plain assignment would lose a key called __proto__.
    labels: Object.fromEntries([
      ...columns("sequence", source.sequenceLabels),
      ...columns("token", source.tokenLabels),
    ]),
  };
}

/** Reads the token table. @throws {FormatError} if it is of another version, cut short or damaged. */
export function decodeTokens(json: unknown): TokenTable {
  const file = openFile(json, "tokens");
  const [nTokens, nSequences] = [
    readCount(file["nTokens"], "nTokens"),
    readCount(file["nSequences"], "nSequences"),
  ];
  const vocab = readTexts(file["vocab"], "vocab");
  const ids = readUint16(file["ids"], nTokens, "ids");
  expectAll(ids, (id) => id < vocab.length, `ids: expected indices of ${vocab.length} texts`);
  const starts = readUint32(file["starts"], nSequences + 1, "starts");
  expectStarts(starts, nTokens);
  const split = file["split"] === undefined ? null : readUint32(file["split"], nSequences, "split");
  if (split) {
    const isInside = (token: number, s: number): boolean => token >= starts[s]! && token <= starts[s + 1]!;
    expectAll(split, isInside, "split: expected a token of its own sequence");
  }
  const special = readBytes(file["special"], nTokens, "special");
  expectAll(special, (flag) => flag <= 1, "special: expected 0 or 1");
  const sequenceOf = sequencesOf(starts);
  const labels = new Map<string, TokenLabel>();
  for (const [name, label] of Object.entries(readFields(file["labels"], "labels"))) {
    labels.set(name, decodeLabel(label, name, { nTokens, nSequences, sequenceOf }));
  }
  return { nTokens, nSequences, vocab, ids, starts, split, special, sequenceOf, labels };
}

/** Sequence of each token. */
export function sequencesOf(starts: Uint32Array): Uint32Array {
  const sequenceOf = new Uint32Array(starts.at(-1));
  for (let s = 0; s + 1 < starts.length; s++) sequenceOf.fill(s, starts[s], starts[s + 1]);
  return sequenceOf;
}

/** Every token is in one sequence, between two starts. A sequence may be empty. */
function expectStarts(starts: Uint32Array, nTokens: number): void {
  const last = starts.length - 1;
  if (starts[0] !== 0) throw new FormatError(`starts: expected 0 first, received ${starts[0]}.`);
  if (starts[last] !== nTokens) {
    throw new FormatError(`starts: expected ${nTokens} last, received ${starts[last]}.`);
  }
  expectAll(starts, (start, s) => s === 0 || start >= starts[s - 1]!, "starts: expected rising numbers");
}

/** @throws {FormatError} naming the first value that does not hold. */
function expectAll(
  values: Uint8Array | Uint16Array | Uint32Array,
  holds: (value: number, at: number) => boolean,
  expected: string,
): void {
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (!holds(value, at)) throw new FormatError(`${expected}, received ${value} at ${at}.`);
  }
}

/** Tokens that follow each other. */
export interface Span {
  readonly start: number;
  readonly n: number;
}

/** The tokens of a sequence that have a query, or a key. In cross-attention, some tokens have a query and the others a key. */
export function spanOf({ starts, split }: TokenTable, sequence: number, role: Role): Span {
  const [start, end] = [starts[sequence] ?? 0, starts[sequence + 1] ?? 0];
  const asking = split?.[sequence];
  if (asking === undefined) return { start, n: end - start };
  return role === "query" ? { start: asking, n: end - asking } : { start, n: asking - start };
}

/** Whether a token has a query, or a key. */
export function hasRole(table: TokenTable, token: number, role: Role): boolean {
  const { start, n } = spanOf(table, table.sequenceOf[token]!, role);
  return token >= start && token < start + n;
}

/** The tokens of a token's sequence; in cross-attention, of its own one of the two. */
export function ownSpan(table: TokenTable, token: number): Span {
  return spanOf(table, table.sequenceOf[token]!, hasRole(table, token, "query") ? "query" : "key");
}

/** Lengths of all sequences; in cross-attention of both of each pair. */
export function sequenceLengths(table: TokenTable): number[] {
  const roles = table.split === null ? (["query"] as const) : (["query", "key"] as const);
  return Array.from({ length: table.nSequences }, (_, s) =>
    roles.map((role) => spanOf(table, s, role).n),
  ).flat();
}

/** Position of a token in its sequence, from 0. */
export function positionOf(table: TokenTable, token: number): number {
  return token - ownSpan(table, token).start;
}

/** The text of a token. */
export function tokenText(table: TokenTable, token: number): string {
  return table.vocab[table.ids[token]!] ?? "";
}

/** Distinct texts in the order in which they first come, and which of them each one is. */
export function categories(texts: readonly string[]): [string[], Uint16Array] {
  const index = new Map<string, number>();
  const ids = Uint16Array.from(texts, (text) => {
    const known = index.get(text) ?? index.size;
    index.set(text, known);
    return known;
  });
  if (index.size > 65536)
    throw new FormatError(`expected at most 65,536 distinct values, received ${index.size}.`);
  return [[...index.keys()], ids];
}
