/** The tokens that each tower of an atlas reads, in the format of pages. */
import type { TowerReads } from "#atlas/files/manifest.ts";
import type { LabelValue, SourceLabels } from "#atlas/tokens/token-labels.ts";
import type { TokensSource } from "#atlas/tokens/tokens.ts";
import type { CapturedHead } from "../capture/capture-writer.ts";
import { lengthsOf, startsOf, type EncodedDataset, type EncodedSequence } from "../inputs/encoded-dataset.ts";
import { sidesOf, type Sides, type Streams } from "../inputs/model-input.ts";
import { cutPatches, patchSheet } from "./cut-patches.ts";

export interface TowerTable {
  /** Undefined in a model with one tower. */
  readonly tower: string | undefined;
  readonly reads: TowerReads;
  readonly tokens: TokensSource;
  /**
   * RGBA of each token's patch, `reads.patches.cellPx` squared, null for special tokens; null for text and between two
   * sequences. The pictures are read when the function is called.
   */
  readonly patches: (() => Promise<readonly (Uint8Array | null)[]>) | null;
}

/** In the model's order of towers. */
export function towerTables(streams: Streams, heads: readonly CapturedHead[]): TowerTable[] {
  const towers = [...new Set(heads.map(({ id }) => id.tower))];
  return towers.map((tower) => {
    const own = heads.filter(({ id }) => id.tower === tower);
    const sides = sidesOf(streams, tower);
    const isCross = sides.queries !== sides.keys;
    const tokens = isCross ? joinedTokens(sides) : tokensOf(sides.queries);
    const pictures = isCross || sides.queries.grid === null ? null : sides.queries;
    return {
      tower,
      tokens,
      patches: pictures && (() => cutPatches(pictures)),
      reads: {
        kind: isCross ? "text" : sides.queries.kind,
        nTokens: tokens.tokens.length,
        ...(isCross ? { nPoints: tokens.tokens.length } : {}),
        labels: [...tokens.sequenceLabels.keys(), ...tokens.tokenLabels.keys()],
        dHead: own[0]?.dHead ?? 0,
        causal: own.every((head) => head.isCausal),
        patches: pictures && patchSheet(pictures),
      },
    };
  });
}

/** The token table of a dataset. A sequence that lacks a label has null there. */
export function tokensOf({ sequences, starts }: EncodedDataset): TokensSource {
  return {
    tokens: sequences.flatMap((sequence) => sequence.tokens),
    starts,
    special: Uint8Array.from(sequences.flatMap((sequence) => sequence.isSpecial.map(Number))),
    sequenceLabels: sequenceLabels(sequences),
    tokenLabels: tokenLabels(sequences),
  };
}

/** Labels in the order in which sequences introduce them. A label that no sampled sequence has is left out. */
function sequenceLabels(sequences: readonly EncodedSequence[]): SourceLabels {
  const names = new Set(sequences.flatMap(({ labels }) => [...labels.keys()]));
  return withValues(names, (name) => sequences.map(({ labels }) => labels.get(name) ?? null));
}

/** @param all In the order of their tokens. */
function tokenLabels(all: readonly EncodedSequence[]): SourceLabels {
  const names = new Set(all.flatMap((sequence) => [...sequence.tokenLabels.keys()]));
  return withValues(names, (name) =>
    all.flatMap(({ tokens, tokenLabels: own }) => own.get(name) ?? tokens.map(() => null)),
  );
}

function withValues(
  names: Iterable<string>,
  valuesOf: (name: string) => readonly LabelValue[],
): SourceLabels {
  const labels = [...names].map((name) => [name, valuesOf(name)] as const);
  return new Map(labels.filter(([, values]) => values.some((value) => value !== null)));
}

/** Joins pairs of sequences: in each pair first the tokens with keys, then those with queries. */
function joinedTokens({ queries, keys }: Sides): TokensSource {
  const pairs = keys.sequences.map((answering, s) => ({ answering, asking: queries.sequences[s] }));
  const lengths = pairs.map(
    ({ answering, asking }) => answering.tokens.length + (asking?.tokens.length ?? 0),
  );
  const starts = startsOf(lengths);
  const answering = lengthsOf(keys.starts);
  return {
    tokens: pairs.flatMap((pair) => [...pair.answering.tokens, ...(pair.asking?.tokens ?? [])]),
    starts,
    split: Uint32Array.from(answering, (length, s) => starts[s]! + length),
    special: Uint8Array.from(
      pairs.flatMap((pair) => [...pair.answering.isSpecial, ...(pair.asking?.isSpecial ?? [])].map(Number)),
    ),
    sequenceLabels: sequenceLabels(keys.sequences),
    tokenLabels: tokenLabels(
      pairs.flatMap(({ answering, asking }) => (asking ? [answering, asking] : [answering])),
    ),
  };
}
