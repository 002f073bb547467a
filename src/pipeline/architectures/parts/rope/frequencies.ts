/** How fast each pair of numbers turns: the original frequencies, and the ways to stretch them to longer texts. */

/** Radians per position of each pair, or how they follow from a sequence's length in tokens. */
export type Frequencies =
  | { readonly kind: "fixed"; readonly perPosition: readonly number[] }
  /** Other frequencies for sequences of more than `nTrained` tokens (LongRoPE). */
  | {
      readonly kind: "long";
      readonly short: readonly number[];
      readonly long: readonly number[];
      readonly nTrained: number;
    }
  /** base^−exponent, with a base that grows with every token beyond `nTrained` (dynamic NTK). */
  | {
      readonly kind: "dynamic";
      readonly base: number;
      readonly exponents: readonly number[];
      readonly factor: number;
      readonly nTrained: number;
    };

/** 2i / nRotated for each pair i. */
export function exponents(nRotated: number): number[] {
  return Array.from({ length: nRotated / 2 }, (_, pair) => Math.fround((2 * pair) / nRotated));
}

/** base^(−2i / nRotated) (Su et al. 2021), rounded to float32 where PyTorch rounds: far positions multiply the difference. */
export function plainFrequencies(base: number, nRotated: number): number[] {
  return exponents(nRotated).map((exponent) => Math.fround(1 / Math.fround(Math.fround(base) ** exponent)));
}

export interface Llama3Scaling {
  readonly factor: number;
  readonly lowFactor: number;
  readonly highFactor: number;
  readonly nTrained: number;
}

/**
 * LLaMA 3.1: pairs that turn less than `lowFactor` times within the trained length turn `factor` times slower, those of
 * more than `highFactor` turns stay as they are, and between them the two are mixed.
 */
export function llama3Frequencies(
  plain: readonly number[],
  { factor, lowFactor, highFactor, nTrained }: Llama3Scaling,
): number[] {
  return plain.map((frequency) => {
    const nTurns = (nTrained * frequency) / (2 * Math.PI);
    const share = Math.min(1, Math.max(0, (nTurns - lowFactor) / (highFactor - lowFactor)));
    return share * frequency + (1 - share) * (frequency / factor);
  });
}

export interface YarnScaling {
  readonly base: number;
  readonly factor: number;
  readonly nTrained: number;
  /** Turns within the trained length from which on a pair is left as it is. */
  readonly betaFast: number;
  /** Turns below which a pair is slowed by the whole factor. */
  readonly betaSlow: number;
  /** Whether the bounds of the ramp are whole numbers of pairs. */
  readonly truncate: boolean;
}

/** YaRN (Peng et al. 2023): a ramp over the pairs, from those that keep their frequency to those that are slowed. */
export function yarnFrequencies(
  plain: readonly number[],
  { base, factor, nTrained, betaFast, betaSlow, truncate }: YarnScaling,
): number[] {
  const nRotated = 2 * plain.length;
  const pairOf = (nTurns: number): number =>
    (nRotated * Math.log(nTrained / (nTurns * 2 * Math.PI))) / (2 * Math.log(base));
  const [fast, slow] = [pairOf(betaFast), pairOf(betaSlow)];
  const low = Math.max(truncate ? Math.floor(fast) : fast, 0);
  const high = Math.min(truncate ? Math.ceil(slow) : slow, nRotated - 1);
  const width = low === high ? 0.001 : high - low;
  return plain.map((frequency, pair) => {
    const slowed = Math.min(1, Math.max(0, (pair - low) / width));
    return (1 - slowed) * frequency + slowed * (frequency / factor);
  });
}

/** What YaRN multiplies queries and keys by, so that scores over longer texts stay as sharp. */
export function yarnFactor(factor: number, mscale = 0, mscaleAll = 0): number {
  const of = (weight: number): number => (factor <= 1 ? 1 : 0.1 * weight * Math.log(factor) + 1);
  return mscale > 0 && mscaleAll > 0 ? of(mscale) / of(mscaleAll) : of(1);
}

/** What LongRoPE (Ding et al. 2024) multiplies queries and keys by. */
export function longFactor(factor: number, nTrained: number): number {
  return factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(nTrained));
}
