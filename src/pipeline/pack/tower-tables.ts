/** What each tower of an atlas reads: its tokens, in the words of the contract. */
import type { TowerReads } from "#atlas/manifest.ts";
import type { TokensSource } from "#atlas/tokens.ts";
import type { CapturedHead } from "../capture/capture-writer.ts";
import { lengthsOf, startsOf, type EncodedDataset, type TokenLabels } from "../inputs/encoded-dataset.ts";
import { sidesOf, type Sides, type Streams } from "../inputs/model-input.ts";
import { cutPatches, patchSheet } from "./cut-patches.ts";

export interface TowerTable {
  /** Undefined in a model with a single tower. */
  readonly tower: string | undefined;
  readonly reads: TowerReads;
  readonly tokens: TokensSource;
  /**
   * RGBA of each token's patch, `reads.patches.cellPx` squared, null for special tokens; null for text and between two
   * sequences. Pictures are read when it is called.
   */
  readonly patches: (() => Promise<readonly (Uint8Array | null)[]>) | null;
}

/** In the order in which the towers come in the model. */
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
        labels: [...Object.keys(tokens.sequenceLabels), ...Object.keys(tokens.tokenLabels)],
        dHead: own[0]?.dHead ?? 0,
        causal: own.every((head) => head.isCausal),
        patches: pictures && patchSheet(pictures),
      },
    };
  });
}

/** The token table of a dataset. Labels that only some sequences have are left out. */
export function tokensOf({ sequences, starts }: EncodedDataset): TokensSource {
  const shared = (pick: (sequence: (typeof sequences)[number]) => object): string[] =>
    Object.keys(sequences[0] ? pick(sequences[0]) : {}).filter((name) =>
      sequences.every((sequence) => name in pick(sequence)),
    );
  const sequenceNames = shared((sequence) => sequence.labels);
  const tokenNames = shared((sequence) => sequence.tokenLabels);
  return {
    tokens: sequences.flatMap((sequence) => sequence.tokens),
    starts,
    special: Uint8Array.from(sequences.flatMap((sequence) => sequence.isSpecial.map(Number))),
    sequenceLabels: Object.fromEntries(
      sequenceNames.map((name) => [name, sequences.map((sequence) => sequence.labels[name] ?? "")]),
    ),
    tokenLabels: Object.fromEntries(
      tokenNames.map((name) => [name, joined(sequences.map((sequence) => sequence.tokenLabels[name] ?? []))]),
    ),
  };
}

function joined(lists: readonly TokenLabels[string][]): TokenLabels[string] {
  const all = lists.flatMap<string | number>((list) => [...list]);
  return all.every((entry) => typeof entry === "number") ? all : all.map(String);
}

/** Of two sequences one: first the tokens that answer, then those that ask. */
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
    sequenceLabels: tokensOf(keys).sequenceLabels,
    tokenLabels: {},
  };
}
