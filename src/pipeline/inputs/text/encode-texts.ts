/** Stage 3 for text: sequences → tokens, with the model's own tokenizer. */
import type { DatasetConfig, ModelConfig } from "#atlas/config.schema.ts";
import { counted } from "#atlas/counted.ts";
import { companionPath } from "../../config/companions.ts";
import { untold, type Tell } from "../../guard/step-board.ts";
import type { EncodedSequence } from "../encoded-dataset.ts";
import type { PreparedDataset } from "../sample-dataset.ts";
import { labelTokens } from "./label-tokens.ts";
import { openTokenizer, type OpenedTokenizer } from "./open-tokenizer.ts";
import type { TextSequence } from "./read-texts.ts";
import { readTokens } from "./tokens/read-tokens.ts";
import { cutWindow, splitWindows } from "./windows.ts";

export interface TextOptions {
  readonly limit: Pick<DatasetConfig["limit"], "tokensPerSequence" | "window">;
  readonly special: ModelConfig["special"];
  /** Holds tokenizer.json. */
  readonly tokenizerFolder: string;
  /** Holds config.json, if there is one. */
  readonly modelFolder: string;
  /** Longest sequence, if the author sets it. */
  readonly maxLength?: number;
  /** Tokens of every sequence, where the model takes no other number; and whether it is told which of them are padding. */
  readonly fixedLength?: number;
  readonly isMasked?: boolean;
  /** The start token of a decoder, whose input is its text shifted by one position. */
  readonly startId?: number;
  readonly tell?: Tell;
}

/** Label of a sequence that is part of a longer text, `2 of 3`; the second name where the author has the first. */
const WINDOW = ["window", "window of the text"] as const;

/**
 * Tokenizes all sequences, and splits or cuts them to the model's length.
 *
 * @throws {ModelError} if the model has no readable tokenizer.
 */
export async function encodeTexts(
  texts: readonly TextSequence[],
  options: TextOptions,
): Promise<PreparedDataset> {
  const { limit, tell = untold } = options;
  const where = companionPath(options.tokenizerFolder, "tokenizer.json");
  tell({ of: "model", where, doing: "reading the tokenizer" });
  const opened = await openTokenizer(options.tokenizerFolder, options.modelFolder);
  const { fixedLength = Infinity, isMasked = true } = options;
  const length = Math.min(options.maxLength ?? opened.maxLength, fixedLength, limit.tokensPerSequence);
  const whole = texts.map((text, i) => {
    tell({
      of: "model",
      where,
      doing: `splitting text ${i + 1} of ${texts.length} into tokens: ${begin(text)}`,
    });
    return encodeText(text, opened, options);
  });
  const isSplit = limit.window === "split";
  // Texts that belong to another input must all be kept.
  const filled = isSplit ? whole.filter((sequence) => sequence.ids.length > 0) : whole;
  const mark = WINDOW.find((name) => !texts.some((text) => hasLabel(text, name))) ?? WINDOW[1];
  const nLong = filled.filter((sequence) => sequence.ids.length > length).length;
  return {
    kind: "text",
    sequences: isSplit
      ? filled.flatMap((sequence) =>
          windowsOf(sequence, splitWindows(isFrame(sequence, opened), length), nLong > 0 ? mark : null),
        )
      : filled.map((sequence) => part(sequence, cutWindow(isFrame(sequence, opened), length))),
    tooLong: nLong === 0 ? null : { limit: length, nSplit: isSplit ? nLong : 0, nCut: isSplit ? 0 : nLong },
    grid: null,
    ...(isMasked ? {} : { warnings: [paddingWarning(fixedLength)] }),
  };
}

function begin({ text }: TextSequence): string {
  return JSON.stringify(text.slice(0, 40)) + (text.length > 40 ? "…" : "");
}

function paddingWarning(length: number): string {
  return `The model reads ${counted(length, "token")} at once and is not told which of them are padding; weight on what is not shown is missing from the patterns.`;
}

function hasLabel({ labels, spans }: TextSequence, name: string): boolean {
  return labels.has(name) || spans?.has(name) === true;
}

function encodeText(
  { text, labels, spans }: TextSequence,
  opened: OpenedTokenizer,
  { special, startId }: TextOptions,
): EncodedSequence {
  const tokens = readTokens(text, opened);
  const sequence: EncodedSequence = {
    ids: tokens.ids,
    typeIds: tokens.typeIds,
    tokens: tokens.shown,
    isSpecial: tokens.ids.map((id) => opened.frame.specialIds.has(id)),
    labels,
    tokenLabels: labelTokens(tokens.places, spans ?? new Map<string, never>()),
  };
  if (startId !== undefined) return shifted(sequence, startId, opened);
  return special.bos === "drop" && isFrame(sequence, opened)[0] === true
    ? part(sequence, places(1, sequence.ids.length))
    : sequence;
}

/** Which tokens stand around the text; unknown words and masks are a part of it, at its ends too. */
function isFrame({ ids, isSpecial }: EncodedSequence, { frame }: OpenedTokenizer): boolean[] {
  return isSpecial.map((is, i) => is && !frame.insideIds.has(ids[i]!));
}

/** What a decoder is fed while it is to say the text: the start token, then all but a closing one. */
function shifted(sequence: EncodedSequence, startId: number, opened: OpenedTokenizer): EncodedSequence {
  const n = sequence.ids.length;
  const isClosed = n > 1 && isFrame(sequence, opened)[n - 1] === true;
  const said = part(sequence, places(0, isClosed ? n - 1 : n));
  if (said.ids[0] === startId) return said;
  return {
    ...said,
    ids: [startId, ...said.ids],
    typeIds: [0, ...said.typeIds],
    tokens: [opened.decoder.textOf(startId) ?? "[START]", ...said.tokens],
    isSpecial: [true, ...said.isSpecial],
    tokenLabels: new Map([...said.tokenLabels].map(([name, values]) => [name, [null, ...values]])),
  };
}

function places(from: number, end: number): number[] {
  return Array.from({ length: end - from }, (_, i) => from + i);
}

/** @param mark The label that tells windows apart; where one sequence has it, all have. Null for none. */
function windowsOf(
  sequence: EncodedSequence,
  windows: readonly (readonly number[])[],
  mark: string | null,
): EncodedSequence[] {
  return windows.map((keep, i) => {
    const window = part(sequence, keep);
    if (mark === null) return window;
    return { ...window, labels: new Map([[mark, `${i + 1} of ${windows.length}`], ...sequence.labels]) };
  });
}

function part(sequence: EncodedSequence, keep: readonly number[]): EncodedSequence {
  return {
    ...sequence,
    ids: keep.map((i) => sequence.ids[i]!),
    typeIds: keep.map((i) => sequence.typeIds[i]!),
    tokens: keep.map((i) => sequence.tokens[i]!),
    isSpecial: keep.map((i) => sequence.isSpecial[i]!),
    tokenLabels: new Map(
      [...sequence.tokenLabels].map(([name, values]) => [name, keep.map((i) => values[i] ?? null)]),
    ),
  };
}
