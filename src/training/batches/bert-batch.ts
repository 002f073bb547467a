/** Batches for BERT: one text per row, or two with segments; some tokens must be guessed (Devlin et al. 2018). */
import { seededRandom, seedFrom, shuffledIndices, type Random } from "#math/random.ts";
import { HIDDEN } from "#pipeline/architectures/parts/masks.ts";
import { Tensor } from "#pipeline/onnx/runtime.ts";
import type { BertBatchShape } from "../models/bert-loss.ts";
import type { Feeds } from "../trainer/trainer.ts";

export interface BertCorpus {
  /** Token ids of every text, without the special ones. */
  readonly texts: readonly Uint16Array[];
  readonly cls: number;
  readonly sep: number;
  readonly pad: number;
  readonly masked: number;
  readonly ordinary: readonly number[];
  /** Share of rows that consist of random tokens and a copy of them. */
  readonly copies: number;
}

interface Row {
  readonly ids: readonly number[];
  readonly segments: readonly number[];
}

/** More than the customary 0.15, so that each word is a target more often. The model card of tiny-bert compares both. */
const GUESSED = 0.35;

/** Number of tokens to guess in a batch of full rows. */
export function guessesIn(nRows: number, length: number): number {
  return Math.ceil(nRows * length * GUESSED);
}

/** @param nTexts Texts per row: 1 or 2. */
export function bertBatch(
  corpus: BertCorpus,
  shape: BertBatchShape & { readonly nTexts: 1 | 2 },
  seed: number,
  step: number,
): Feeds {
  const { nRows, length, nGuesses, nTexts } = shape;
  const random = seededRandom(seedFrom("bert batch", seed, step));
  const ids = new BigInt64Array(nRows * length).fill(BigInt(corpus.pad));
  const segments = new BigInt64Array(nRows * length);
  const mask = new Float32Array(nRows * length).fill(HIDDEN);
  const open: number[] = [];
  for (let row = 0; row < nRows; row++) {
    const made = makeRow(corpus, random, length, nTexts);
    made.ids.forEach((id, i) => {
      const at = row * length + i;
      ids[at] = BigInt(id);
      segments[at] = BigInt(made.segments[i]!);
      mask[at] = 0;
      if (id !== corpus.cls && id !== corpus.sep) open.push(at);
    });
  }
  const [places, targets] = [new BigInt64Array(nGuesses), new BigInt64Array(nGuesses)];
  const weights = new Float32Array(nGuesses);
  const chosen = shuffledIndices(open.length, random).subarray(0, Math.round(open.length * GUESSED));
  chosen.forEach((index, i) => {
    const at = open[index]!;
    places[i] = BigInt(at);
    targets[i] = ids[at]!;
    weights[i] = 1 / chosen.length;
    ids[at] = BigInt(hide(corpus, random, Number(ids[at])));
  });
  return {
    ids: new Tensor("int64", ids, [nRows, length]),
    segments: new Tensor("int64", segments, [nRows, length]),
    mask: new Tensor("float32", mask, [nRows, 1, 1, length]),
    places: new Tensor("int64", places, [nGuesses]),
    targets: new Tensor("int64", targets, [nGuesses]),
    weights: new Tensor("float32", weights, [nGuesses]),
  };
}

/** Of ten chosen tokens, eight become [MASK], one becomes another token and one stays: unmasked tokens count, too. */
function hide({ masked, ordinary }: BertCorpus, random: Random, id: number): number {
  const chance = random();
  if (chance < 0.8) return masked;
  return chance < 0.9 ? ordinary[Math.floor(random() * ordinary.length)]! : id;
}

function makeRow(corpus: BertCorpus, random: Random, length: number, nTexts: 1 | 2): Row {
  const { cls, sep, texts } = corpus;
  if (random() < corpus.copies) return copyRow(corpus, random, length, nTexts);
  const draw = (): Uint16Array => texts[Math.floor(random() * texts.length)]!;
  const room = length - 1 - nTexts;
  let first = draw();
  // Short rows take texts that fit, because a cut text lacks its end.
  for (let tries = 0; first.length > room && tries < 50; tries++) first = draw();
  const a = first.subarray(0, room);
  if (nTexts === 1) return joinTexts(cls, sep, [a]);
  return joinTexts(cls, sep, [a, fill(draw, room - a.length)]);
}

/** Concatenates texts up to the given number of tokens. */
function fill(draw: () => Uint16Array, n: number): number[] {
  const ids: number[] = [];
  while (ids.length < n) ids.push(...draw());
  return ids.slice(0, n);
}

function copyRow({ cls, sep, ordinary }: BertCorpus, random: Random, length: number, nTexts: 1 | 2): Row {
  const most = Math.floor((length - 1 - nTexts) / 2);
  const n = 4 + Math.floor(random() * (most - 3));
  const stretch = Array.from({ length: n }, () => ordinary[Math.floor(random() * ordinary.length)]!);
  return joinTexts(cls, sep, nTexts === 1 ? [[...stretch, ...stretch]] : [stretch, stretch]);
}

function joinTexts(cls: number, sep: number, texts: readonly ArrayLike<number>[]): Row {
  const pieces = texts.map((text, i) => [...(i === 0 ? [cls] : []), ...Array.from(text), sep]);
  return { ids: pieces.flat(), segments: pieces.flatMap((piece, i) => piece.map(() => i)) };
}
