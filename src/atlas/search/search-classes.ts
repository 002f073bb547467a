/**
 * What the search index counts by: every distinct text, every value of a label, and anything at all. The pipeline and the
 * page derive the same numbers from the same token table, so that the index needs no names.
 */
import type { KindLabel } from "../tokens/token-labels.ts";
import type { TokenTable } from "../tokens/tokens.ts";

/** Texts, or the values of one label. A token is in one class of each column at most. */
export interface ClassColumn {
  /** Null for texts. */
  readonly label: string | null;
  /** Number of its first class. */
  readonly first: number;
  readonly n: number;
  /** [nTokens] the class of each token; −1 for none. */
  readonly of: Int32Array;
  /** Whether weights to its classes say anything: a label that is the same in a whole sequence gets all of the weight. */
  readonly isKey: boolean;
}

export interface SearchClasses {
  readonly columns: readonly ClassColumn[];
  /** All classes, with the last one. */
  readonly nClasses: number;
  /** The last class: queries of all tokens. */
  readonly any: number;
}

/** Labels with more values than these are names rather than classes. */
const MOST_VALUES = 256;
/** The index writes 16 bits per class. */
const MOST_CLASSES = 65_535;

/** @returns Null where the index does not apply: in cross-attention, and with too many distinct texts. */
export function searchClasses(table: TokenTable): SearchClasses | null {
  if (table.split !== null) return null;
  const columns: ClassColumn[] = [
    { label: null, first: 0, n: table.vocab.length, of: Int32Array.from(table.ids), isKey: true },
  ];
  let nClasses = table.vocab.length;
  for (const [name, label] of table.labels) {
    if (!("values" in label) || label.values.length > MOST_VALUES) continue;
    columns.push(labelColumn(name, label, nClasses, table));
    nClasses += label.values.length;
  }
  return nClasses >= MOST_CLASSES ? null : { columns, nClasses: nClasses + 1, any: nClasses };
}

function labelColumn(name: string, { values, of }: KindLabel, first: number, table: TokenTable): ClassColumn {
  const { starts, sequenceOf } = table;
  return {
    label: name,
    first,
    n: values.length,
    of: Int32Array.from(of, (value) => (values[value] === "" ? -1 : first + value)),
    isKey: of.some((value, token) => value !== of[starts[sequenceOf[token]!]!]),
  };
}

/** Tokens of every class: those of class c are tokens[starts[c]] … tokens[starts[c + 1] − 1], in order. */
export interface ClassMembers {
  readonly starts: Uint32Array;
  readonly tokens: Uint32Array;
}

export function classMembers({ columns, nClasses, any }: SearchClasses): ClassMembers {
  const starts = new Uint32Array(nClasses + 1);
  const nTokens = columns[0]?.of.length ?? 0;
  starts[any + 1] = nTokens;
  for (const { of } of columns) for (const own of of) if (own >= 0) starts[own + 1]!++;
  for (let c = 0; c < nClasses; c++) starts[c + 1]! += starts[c]!;
  const next = starts.slice();
  const tokens = new Uint32Array(starts[nClasses]!);
  for (let token = 0; token < nTokens; token++) {
    for (const { of } of columns) if (of[token]! >= 0) tokens[next[of[token]!]!++] = token;
    tokens[next[any]!++] = token;
  }
  return { starts, tokens };
}
