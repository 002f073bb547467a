/** `tokens.json`: the tokens of a dataset as one model sees them; written once, shared by all heads. */
import {
  FormatError,
  readBytes,
  readUint16,
  readUint32,
  writeBytes,
  writeUint16,
  writeUint32,
  type Column,
} from "./columns.ts";
import type { Role } from "./role-colors.ts";

/** A label that is the same for all tokens of a sequence (`kind: story`), or one per token (`objectCover: 0 … 1`). */
export type LabelColumn =
  | { readonly per: "sequence"; readonly values: readonly string[]; readonly column: Column }
  | { readonly per: "token"; readonly values: readonly string[]; readonly column: Column }
  | { readonly per: "token"; readonly min: number; readonly max: number; readonly column: Column };

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
  /** uint16 value indices (categories), or uint8 between min and max (numbers). */
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

/** A label spread over all tokens: an index into `values`, or a number. */
export type TokenLabel =
  | { readonly values: readonly string[]; readonly of: Uint16Array }
  | { readonly min: number; readonly max: number; readonly of: Float32Array };

/** What the pipeline knows of a dataset's tokens. */
export interface TokensSource {
  readonly tokens: readonly string[];
  readonly starts: Uint32Array;
  readonly split?: Uint32Array;
  readonly special: Uint8Array;
  /** One text per sequence. */
  readonly sequenceLabels: Readonly<Record<string, readonly string[]>>;
  /** One text or number per token. */
  readonly tokenLabels: Readonly<Record<string, readonly string[] | readonly number[]>>;
}

/** Packs the token table. */
export function encodeTokens(source: TokensSource): TokensFile {
  const [vocab, ids] = categories(source.tokens);
  const labels: Record<string, LabelColumn> = {};
  for (const [name, texts] of Object.entries(source.sequenceLabels)) {
    const [values, column] = categories(texts);
    labels[name] = { per: "sequence", values, column: writeUint16(column) };
  }
  for (const [name, entries] of Object.entries(source.tokenLabels)) labels[name] = tokenLabel(entries);
  return {
    v: 1,
    nTokens: source.tokens.length,
    nSequences: source.starts.length - 1,
    vocab,
    ids: writeUint16(ids),
    starts: writeUint32(source.starts),
    ...(source.split ? { split: writeUint32(source.split) } : {}),
    special: writeBytes(source.special),
    labels,
  };
}

/** Reads the token table. @throws {FormatError} if it is of another version or cut short. */
export function decodeTokens(json: unknown): TokenTable {
  const file = json as TokensFile | null;
  if (file?.v !== 1) throw new FormatError("tokens: expected format version 1.");
  const { nTokens, nSequences, vocab } = file;
  const ids = readUint16(file.ids, nTokens, "ids");
  const starts = readUint32(file.starts, nSequences + 1, "starts");
  const split = file.split === undefined ? null : readUint32(file.split, nSequences, "split");
  const special = readBytes(file.special, nTokens, "special");
  const sequenceOf = new Uint32Array(nTokens);
  for (let s = 0; s < nSequences; s++) sequenceOf.fill(s, starts[s], starts[s + 1]);
  const labels = new Map<string, TokenLabel>();
  for (const [name, label] of Object.entries(file.labels)) {
    labels.set(name, spreadLabel(label, name, { nTokens, nSequences, sequenceOf }));
  }
  return { nTokens, nSequences, vocab, ids, starts, split, special, sequenceOf, labels };
}

/** Tokens that follow each other. */
export interface Span {
  readonly start: number;
  readonly n: number;
}

/** The tokens of a sequence that have a query, or a key: all of them, but in cross-attention some have one and the rest the other. */
export function spanOf({ starts, split }: TokenTable, sequence: number, role: Role): Span {
  const [start, end] = [starts[sequence] ?? 0, starts[sequence + 1] ?? 0];
  const asking = split?.[sequence];
  if (asking === undefined) return { start, n: end - start };
  return role === "query" ? { start: asking, n: end - asking } : { start, n: asking - start };
}

/** Whether a token has a query, or a key. */
export function hasRole(table: TokenTable, token: number, role: Role): boolean {
  const { start, n } = spanOf(table, table.sequenceOf[token] ?? 0, role);
  return token >= start && token < start + n;
}

/** The tokens that stand with a token: its sequence; in cross-attention, its own of the two. */
export function ownSpan(table: TokenTable, token: number): Span {
  return spanOf(table, table.sequenceOf[token] ?? 0, hasRole(table, token, "query") ? "query" : "key");
}

/** Lengths of all sequences; in cross-attention of both of each pair. */
export function sequenceLengths(table: TokenTable): number[] {
  const roles = table.split === null ? (["query"] as const) : (["query", "key"] as const);
  return Array.from({ length: table.nSequences }, (_, s) =>
    roles.map((role) => spanOf(table, s, role).n),
  ).flat();
}

/** Place of a token among those that stand with it, from 0. */
export function positionOf(table: TokenTable, token: number): number {
  return token - ownSpan(table, token).start;
}

/** The text of a token. */
export function tokenText(table: TokenTable, token: number): string {
  return table.vocab[table.ids[token] ?? 0] ?? "";
}

function categories(texts: readonly string[]): [string[], Uint16Array] {
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

function tokenLabel(entries: readonly string[] | readonly number[]): LabelColumn {
  if (entries.every((entry) => typeof entry === "number")) {
    const min = entries.reduce((a, b) => Math.min(a, b), Infinity);
    const max = entries.reduce((a, b) => Math.max(a, b), -Infinity);
    const scale = max > min ? 255 / (max - min) : 0;
    return {
      per: "token",
      min,
      max,
      column: writeBytes(Uint8Array.from(entries, (x) => Math.round((x - min) * scale))),
    };
  }
  const [values, column] = categories(entries.map(String));
  return { per: "token", values, column: writeUint16(column) };
}

function spreadLabel(
  label: LabelColumn,
  name: string,
  size: { nTokens: number; nSequences: number; sequenceOf: Uint32Array },
): TokenLabel {
  if ("min" in label) {
    const { min, max } = label;
    const of = Float32Array.from(
      readBytes(label.column, size.nTokens, name),
      (b) => min + (b / 255) * (max - min),
    );
    return { min, max, of };
  }
  if (label.per === "token")
    return { values: label.values, of: readUint16(label.column, size.nTokens, name) };
  const perSequence = readUint16(label.column, size.nSequences, name);
  return { values: label.values, of: Uint16Array.from(size.sequenceOf, (s) => perSequence[s] ?? 0) };
}
