/** One color for both sides: the same scale, the same entries, one legend. Pure. */
import type { Manifest, NormRange } from "#atlas/files/manifest.ts";
import { sequencesOf, type TokenTable } from "#atlas/tokens/tokens.ts";
import type { ColorContext, ColorMode, Coloring, SelectedAttention } from "#color/color-mode.ts";
import { colorModes } from "#color/modes.ts";
import type { Side } from "./compare-address.ts";
import { joinArrays } from "./join-arrays.ts";
import { joinLabels } from "./joined-labels.ts";

/** What a side brings to a color. */
export type PaintedSide = Omit<ColorContext, "tokens" | "isSafe"> & { readonly tokens: TokenTable };

export interface JoinedColoring {
  /** For the legend. */
  readonly both: Coloring;
  readonly sides: Readonly<Record<Side, Coloring>>;
}

/** The modes that both sides have, in the order of the first. */
export function sharedModes(a: ModeSource, b: ModeSource): ColorMode[] {
  const others = new Set(colorModes(b.manifest, b.table).map(({ name }) => name));
  return colorModes(a.manifest, a.table).filter(({ name }) => others.has(name));
}

interface ModeSource {
  readonly manifest: Manifest;
  readonly table: TokenTable | null;
}

/** Whether tokens of both can stand in one table. */
function canJoin(a: PaintedSide, b: PaintedSide): boolean {
  const isSameKind = (a.tokens.split === null) === (b.tokens.split === null);
  const isSameGrid = JSON.stringify(gridOf(a.manifest)) === JSON.stringify(gridOf(b.manifest));
  return isSameKind && isSameGrid && a.tokens.vocab.length + b.tokens.vocab.length <= 65_536;
}

function gridOf({ patches }: Manifest): readonly number[] | null {
  return patches && [patches.rows, patches.columns, patches.nSpecial];
}

/** Paints both sides at once, as if their tokens were of one atlas. Where that cannot be, each gets its own scale. */
export function paintBoth(mode: ColorMode, a: PaintedSide, b: PaintedSide, isSafe: boolean): JoinedColoring {
  if (!canJoin(a, b)) {
    const [own, other] = [mode.paint({ ...a, isSafe }), mode.paint({ ...b, isSafe })];
    return { both: own, sides: { a: own, b: other } };
  }
  const both = mode.paint({ ...joinContexts(a, b), isSafe });
  return { both, sides: { a: both, b: shifted(both, a.tokens.nTokens) } };
}

function shifted(coloring: Coloring, by: number): Coloring {
  const { entryOf } = coloring;
  return {
    ...coloring,
    color: (token, role) => coloring.color(token + by, role),
    ...(entryOf ? { entryOf: (token: number) => entryOf(token + by) } : {}),
  };
}

function joinContexts(a: PaintedSide, b: PaintedSide): PaintedSide {
  const normRange = joinRanges(a.manifest.normRange, b.manifest.normRange);
  return {
    manifest: { ...a.manifest, ...(normRange ? { normRange } : {}) },
    tokens: joinTables(a.tokens, b.tokens),
    norms: joinPoints(a.norms, b.norms),
    distortion: joinPoints(a.distortion, b.distortion),
    patchColors: a.patchColors && b.patchColors ? joinArrays(a.patchColors, b.patchColors) : null,
    attention: joinWeights(a.attention, b.attention, a.tokens.nTokens),
  };
}

/** Every side keeps texts of its own, so that what is counted by text is counted on each side. */
export function joinTables(a: TokenTable, b: TokenTable): TokenTable {
  const by = <Numbers extends Uint16Array | Uint32Array>(numbers: Numbers, add: number): Numbers =>
    numbers.map((value) => value + add) as Numbers;
  const starts = joinArrays(a.starts.subarray(0, -1), by(b.starts, a.nTokens));
  return {
    nTokens: a.nTokens + b.nTokens,
    nSequences: a.nSequences + b.nSequences,
    vocab: [...a.vocab, ...b.vocab],
    ids: joinArrays(a.ids, by(b.ids, a.vocab.length)),
    starts,
    split: a.split && b.split ? joinArrays(a.split, by(b.split, a.nTokens)) : null,
    special: joinArrays(a.special, b.special),
    sequenceOf: sequencesOf(starts),
    labels: joinLabels(a, b),
  };
}

function joinRanges(a: NormRange | undefined, b: NormRange | undefined): NormRange | undefined {
  return a && b ? { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) } : (a ?? b);
}

/** Queries of both, then keys of both. */
function joinPoints(a: Float32Array | null, b: Float32Array | null): Float32Array | null {
  if (a === null || b === null) return null;
  const [nA, nB] = [a.length / 2, b.length / 2];
  return joinArrays(a.subarray(0, nA), b.subarray(0, nB), a.subarray(nA), b.subarray(nB));
}

function joinWeights(
  a: SelectedAttention | null,
  b: SelectedAttention | null,
  by: number,
): SelectedAttention | null {
  const first = a ?? b;
  if (first === null) return null;
  const moved = [...(b?.weights ?? [])].map(([token, weight]) => [token + by, weight] as const);
  return { role: first.role, weights: new Map([...(a?.weights ?? []), ...moved]) };
}
