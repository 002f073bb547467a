/** How often a head that looks at a token makes the model say it, or not say it. */
import type { Scores } from "../scores.ts";

/** Places from the top and from the bottom that count. */
const N_BEST = 5;
/** After so many words it is asked again whether any others can change a token's place. */
const WORDS_AT_ONCE = 32;

/** Of a part of the vocabulary: words one after the other. */
export interface WordsPart {
  /** Place of its first word. */
  readonly first: number;
  readonly nWords: number;
  /** What is added to the logits of each of its words, whatever the token. */
  readonly added?: ArrayLike<number>;
  /** What is taken off the logits of each of its words when they are centred. */
  readonly means: ArrayLike<number>;
}

/**
 * Counts how many words stand above and below each token, part by part of the vocabulary. Where five stand on either side,
 * whether centred or not, no other word can change what is said of the token, and no more are counted.
 */
export class CopyRanks {
  readonly #ids: ArrayLike<number>;
  readonly #plain: Sides;
  readonly #centred: Sides;

  /** @param ids The tokens. @param own The number of each token itself. @param centred The same, centred. */
  constructor(ids: ArrayLike<number>, own: ArrayLike<number>, centred: ArrayLike<number>) {
    this.#ids = ids;
    this.#plain = sidesOf(own);
    this.#centred = sidesOf(centred);
  }

  /** @param tokens Places of tokens. @param logits A row for each of them, with a number for each word of the part. */
  add(tokens: ArrayLike<number>, logits: Float32Array, { first, nWords, added, means }: WordsPart): void {
    for (let row = 0; row < tokens.length; row++) {
      const token = tokens[row]!;
      const [own, centred, id] = [this.#plain.own[token]!, this.#centred.own[token]!, this.#ids[token]!];
      for (let word = 0; word < nWords && this.#isOpen(token);) {
        const end = Math.min(nWords, word + WORDS_AT_ONCE);
        let [above, below, aboveCentred, belowCentred] = [0, 0, 0, 0];
        for (let at = row * nWords + word; word < end; word++, at++) {
          const other = logits[at]!;
          const plain = added === undefined ? other : other + added[word]!;
          const rest = other - means[word]!;
          // A token is no rival of itself, however its number was rounded.
          if (first + word === id) continue;
          if (plain > own) above += 1;
          else if (plain < own) below += 1;
          if (rest > centred) aboveCentred += 1;
          else if (rest < centred) belowCentred += 1;
        }
        this.#plain.above[token]! += above;
        this.#plain.below[token]! += below;
        this.#centred.above[token]! += aboveCentred;
        this.#centred.below[token]! += belowCentred;
      }
    }
  }

  /** Of these tokens those that other words can still change. */
  undecided(tokens: Int32Array): Int32Array {
    return tokens.filter((token) => this.#isOpen(token));
  }

  #isOpen(token: number): boolean {
    return isOpen(this.#plain, token) || isOpen(this.#centred, token);
  }

  scores(): Scores {
    const [plain, centred] = [sharesOf(this.#plain), sharesOf(this.#centred)];
    return {
      "copy-score": plain.best,
      "copy-score.first": plain.first,
      "copy-score.centred": centred.best,
      "copy-score.centred-first": centred.first,
      suppression: plain.last,
      "suppression.centred": centred.last,
    };
  }
}

/**
 * @param logits [tokens, vocabulary]: what the head's result for each token alone adds to every token's number.
 * @param ids The tokens.
 */
export function copyScores(logits: Float32Array, ids: ArrayLike<number>): Scores {
  const nTokens = ids.length;
  const nWords = logits.length / nTokens;
  const means = new Float64Array(nWords);
  for (let at = 0; at < logits.length; at += nWords)
    for (let word = 0; word < nWords; word++) means[word]! += logits[at + word]! / nTokens;
  const own = Float64Array.from(ids, (id, token) => logits[token * nWords + id]!);
  const ranks = new CopyRanks(
    ids,
    own,
    own.map((number, token) => number - means[ids[token]!]!),
  );
  ranks.add(
    own.map((_, token) => token),
    logits,
    { first: 0, nWords, means },
  );
  return ranks.scores();
}

/** What a head would have whose result is as good for one token as for any other. */
export function copyChance(nWords: number): Scores {
  const [few, one] = [Math.min(1, N_BEST / nWords), 1 / nWords];
  return {
    "copy-score": few,
    "copy-score.first": one,
    "copy-score.centred": few,
    "copy-score.centred-first": one,
    suppression: few,
    "suppression.centred": few,
  };
}

/** Words above and below each token, as far as they were counted. */
interface Sides {
  readonly own: ArrayLike<number>;
  readonly above: Int32Array;
  readonly below: Int32Array;
}

function sidesOf(own: ArrayLike<number>): Sides {
  return { own, above: new Int32Array(own.length), below: new Int32Array(own.length) };
}

function isOpen({ above, below }: Sides, token: number): boolean {
  return above[token]! < N_BEST || below[token]! < N_BEST;
}

function sharesOf({ above, below }: Sides): Readonly<Record<"first" | "best" | "last", number>> {
  let [first, best, last] = [0, 0, 0];
  for (let token = 0; token < above.length; token++) {
    // Where all are alike, none is ahead, and none is behind.
    const isAlone = above[token]! + below[token]! > 0;
    if (isAlone && above[token] === 0) first += 1;
    if (isAlone && above[token]! < N_BEST) best += 1;
    if (isAlone && below[token]! < N_BEST) last += 1;
  }
  const n = above.length;
  return { first: first / n, best: best / n, last: last / n };
}
