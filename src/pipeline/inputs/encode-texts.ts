/** Stage 3 for text: sequences → tokens, with the tokenizer that the model was trained with. */
import type { DatasetConfig, ModelConfig } from "#atlas/config.schema.ts";
import { seedFrom } from "#math/random.ts";
import { startsOf, type EncodedDataset, type EncodedSequence } from "./encoded-dataset.ts";
import { openTokenizer, type OpenedTokenizer } from "./open-tokenizer.ts";
import { labelTokens } from "./label-tokens.ts";
import type { TextSequence } from "./read-texts.ts";
import { sampleSequences } from "./sample-sequences.ts";
import { tokenText } from "./token-text.ts";
import { cutWindow, splitWindows } from "./windows.ts";

export interface TextOptions {
  readonly limit: DatasetConfig["limit"];
  readonly special: ModelConfig["special"];
  readonly seed: number;
  /** Holds tokenizer.json. */
  readonly tokenizerFolder: string;
  /** Holds config.json, if there is one. */
  readonly modelFolder: string;
  /** Longest sequence, where the author says it. */
  readonly maxLength?: number;
}

/** Label of a sequence that is part of a longer text: `2 of 3`. */
const WINDOW = "window";

/**
 * Tokenizes all sequences, splits or cuts them to the model's length, and keeps as many as the limits allow.
 *
 * @throws {ModelError} if the model has no readable tokenizer.
 */
export async function encodeTexts(
  texts: readonly TextSequence[],
  options: TextOptions,
): Promise<EncodedDataset> {
  const { limit } = options;
  const opened = await openTokenizer(options.tokenizerFolder, options.modelFolder);
  const length = Math.min(options.maxLength ?? opened.maxLength, limit.tokensPerSequence);
  const whole = texts.map((text) => encodeText(text, opened, options.special.bos === "drop"));
  const filled = whole.filter((sequence) => sequence.ids.length > 0);
  const nLong = filled.filter((sequence) => sequence.ids.length > length).length;
  const isSplit = limit.window === "split";
  const windows = isSplit
    ? filled.flatMap((sequence) => windowsOf(sequence, length, nLong > 0))
    : filled.map((sequence) => part(sequence, cutWindow(sequence.isSpecial, length)));
  const lengths = windows.map((sequence) => sequence.ids.length);
  const kept = sampleSequences(lengths, limit, seedFrom("sequences", options.seed));
  const sequences = kept.map((i) => windows[i]!);
  const starts = startsOf(sequences.map((sequence) => sequence.ids.length));
  const all = { nSequences: windows.length, nTokens: lengths.reduce((a, b) => a + b, 0) };
  return {
    kind: "text",
    sequences,
    nTokens: starts[sequences.length]!,
    starts,
    sampledFrom: sequences.length < windows.length ? all : null,
    tooLong: nLong === 0 ? null : { limit: length, nSplit: isSplit ? nLong : 0, nCut: isSplit ? 0 : nLong },
    grid: null,
  };
}

function encodeText(
  { text, labels, spans }: TextSequence,
  opened: OpenedTokenizer,
  dropsFirst: boolean,
): EncodedSequence {
  const { tokenizer, specialIds, style } = opened;
  // Not every tokenizer knows segments, whatever its types say.
  const encoding: Partial<{ token_type_ids: number[] }> & { ids: number[]; tokens: string[] } =
    tokenizer.encode(text, { return_token_type_ids: true });
  const { ids } = encoding;
  const tokens = encoding.tokens.map((token) => tokenText(token, style));
  const isSpecial = ids.map((id) => specialIds.has(id));
  const sequence: EncodedSequence = {
    ids,
    typeIds: ids.map((_, i) => encoding.token_type_ids?.[i] ?? 0),
    tokens,
    isSpecial,
    labels,
    tokenLabels: labelTokens(text, tokens, isSpecial, spans ?? {}),
  };
  const isDropped = dropsFirst && sequence.isSpecial[0] === true;
  return isDropped
    ? part(
        sequence,
        Array.from({ length: ids.length - 1 }, (_, i) => i + 1),
      )
    : sequence;
}

/** @param marks Whether windows are marked; where one sequence is, all are, for a label is a label of all. */
function windowsOf(sequence: EncodedSequence, length: number, marks: boolean): EncodedSequence[] {
  const windows = splitWindows(sequence.isSpecial, length);
  return windows.map((keep, i) => {
    const window = part(sequence, keep);
    const label = { [WINDOW]: `${i + 1} of ${windows.length}` };
    return marks ? { ...window, labels: { ...label, ...sequence.labels } } : window;
  });
}

function part(sequence: EncodedSequence, keep: readonly number[]): EncodedSequence {
  return {
    ...sequence,
    ids: keep.map((i) => sequence.ids[i]!),
    typeIds: keep.map((i) => sequence.typeIds[i]!),
    tokens: keep.map((i) => sequence.tokens[i]!),
    isSpecial: keep.map((i) => sequence.isSpecial[i]!),
    tokenLabels: Object.fromEntries(
      Object.entries(sequence.tokenLabels).map(([name, values]) => [
        name,
        keep.map((i) => String(values[i])),
      ]),
    ),
  };
}
