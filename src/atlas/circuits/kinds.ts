/** The kinds of links between heads, in words and in addresses. */
import { CIRCUIT_KINDS, type CircuitKind } from "../files/circuits.ts";

export interface CircuitKindWords {
  /** In addresses: permanent. */
  readonly slug: string;
  readonly title: string;
  /** After the name of a head: what of the later one it is about. */
  readonly through: string;
  /** What a high number means, after “The later head”. */
  readonly says: string;
}

export const CIRCUIT_WORDS: Readonly<Record<CircuitKind, CircuitKindWords>> = {
  kComposition: {
    slug: "k-composition",
    title: "K-composition",
    through: "through keys",
    says: "makes its keys of what the earlier one writes: which tokens it finds depends on what the earlier one has moved there.",
  },
  qComposition: {
    slug: "q-composition",
    title: "Q-composition",
    through: "through queries",
    says: "makes its queries of what the earlier one writes: what it looks for depends on what the earlier one has moved there.",
  },
  vComposition: {
    slug: "v-composition",
    title: "V-composition",
    through: "through values",
    says: "moves on what the earlier one writes: the two act as one head that looks twice.",
  },
  outputToKey: {
    slug: "output-to-key",
    title: "Output in the space of keys",
    through: "near its keys",
    says: "reads its keys from the space that the earlier one writes into.",
  },
  outputToQuery: {
    slug: "output-to-query",
    title: "Output in the space of queries",
    through: "near its queries",
    says: "reads its queries from the space that the earlier one writes into.",
  },
  outputToValue: {
    slug: "output-to-value",
    title: "Output in the space of values",
    through: "near its values",
    says: "reads its values from the space that the earlier one writes into.",
  },
  outputToOutput: {
    slug: "output-to-output",
    title: "Outputs in one space",
    through: "near its output",
    says: "writes into the space that the earlier one writes into.",
  },
};

export function kindOfSlug(slug: string | null): CircuitKind | undefined {
  return CIRCUIT_KINDS.find((kind) => CIRCUIT_WORDS[kind].slug === slug);
}
