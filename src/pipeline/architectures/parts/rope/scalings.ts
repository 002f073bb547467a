/** The kinds of scalings that stretch rotary positions to longer texts, by the names that configurations give them. */
import { z } from "zod";
import { size } from "../config-fields.ts";
import {
  exponents,
  llama3Frequencies,
  longFactor,
  plainFrequencies,
  yarnFactor,
  yarnFrequencies,
} from "./frequencies.ts";
import type { Rope } from "./rotation.ts";

const MOST_PAIRS = 1 << 13;
const positive = z.number().gt(0).max(1e9).nullish();
const weight = z.number().min(0).max(1e9).nullish();
const factors = z.array(z.number().gt(0).max(1e9)).max(MOST_PAIRS).nullish();

/** The numbers of all kinds. */
export const scalingKeys = {
  factor: positive,
  original_max_position_embeddings: size.nullish(),
  attention_factor: positive,
  beta_fast: positive,
  beta_slow: positive,
  mscale: weight,
  mscale_all_dim: weight,
  truncate: z.boolean().nullish(),
  short_factor: factors,
  long_factor: factors,
  low_freq_factor: positive,
  high_freq_factor: positive,
};
export type ScalingKeys = z.infer<z.ZodObject<typeof scalingKeys>>;

/** A rotation that is to be scaled. */
export interface Scaled {
  readonly keys: ScalingKeys;
  readonly base: number;
  readonly nRotated: number;
  /** The longest text, in tokens; if the configuration does not say, that is refused. */
  readonly longest: () => number;
  /** The longest text of the training. */
  readonly trained: () => number;
  /** Notes a mistake at a key of the scaling. */
  readonly refuse: (key: keyof ScalingKeys, expected: string) => void;
}

type Scaling = (scaled: Scaled) => Pick<Rope, "frequencies" | "factor">;

const fixed = (perPosition: readonly number[], factor = 1): ReturnType<Scaling> => ({
  frequencies: { kind: "fixed", perPosition },
  factor,
});

/** A number that a scaling cannot do without; if it is missing, 1, so that all mistakes are told at once. */
function needed({ keys, refuse }: Scaled, key: "factor" | "low_freq_factor" | "high_freq_factor"): number {
  if (!keys[key]) refuse(key, "a number, which this kind of scaling needs");
  return keys[key] ?? 1;
}

const plain: Scaling = ({ base, nRotated }) => fixed(plainFrequencies(base, nRotated));

/** Positions are divided (Chen et al. 2023). */
const linear: Scaling = (scaled) => {
  const factor = needed(scaled, "factor");
  return fixed(plainFrequencies(scaled.base, scaled.nRotated).map((frequency) => frequency / factor));
};

const dynamic: Scaling = (scaled) => {
  const { base, nRotated, longest, refuse } = scaled;
  if (nRotated === 2) refuse("factor", "more than two rotated numbers per head, for a base that grows");
  const options = { factor: needed(scaled, "factor"), nTrained: longest() };
  return { frequencies: { kind: "dynamic", base, exponents: exponents(nRotated), ...options }, factor: 1 };
};

const llama3: Scaling = (scaled) => {
  const { low_freq_factor: low, high_freq_factor: high } = scaled.keys;
  if (low && high && low >= high) scaled.refuse("high_freq_factor", "a number above low_freq_factor");
  const options = {
    factor: needed(scaled, "factor"),
    lowFactor: needed(scaled, "low_freq_factor"),
    highFactor: needed(scaled, "high_freq_factor"),
    nTrained: scaled.trained(),
  };
  return fixed(llama3Frequencies(plainFrequencies(scaled.base, scaled.nRotated), options));
};

const yarn: Scaling = (scaled) => {
  const { keys, base, nRotated, longest } = scaled;
  // Phi-3 called LongRoPE so for a while.
  if (keys.short_factor) return longrope(scaled);
  const nTrained = scaled.trained();
  const factor = keys.factor ?? longest() / nTrained;
  const frequencies = yarnFrequencies(plainFrequencies(base, nRotated), {
    ...{ base, factor, nTrained },
    betaFast: keys.beta_fast ?? 32,
    betaSlow: keys.beta_slow ?? 1,
    truncate: keys.truncate ?? true,
  });
  const ownFactor = yarnFactor(factor, keys.mscale ?? 0, keys.mscale_all_dim ?? 0);
  return fixed(frequencies, keys.attention_factor ?? ownFactor);
};

const longrope: Scaling = ({ keys, base, nRotated, longest, trained, refuse }) => {
  const plain = plainFrequencies(base, nRotated);
  const dividedBy = (key: "short_factor" | "long_factor"): number[] => {
    const given = keys[key];
    if (given?.length !== plain.length) refuse(key, `${plain.length} numbers, one per rotated pair`);
    return plain.map((frequency, pair) => frequency / (given?.[pair] ?? 1));
  };
  const nTrained = trained();
  if (nTrained === 1) refuse("original_max_position_embeddings", "more than one token");
  const factor = keys.factor ?? longest() / nTrained;
  return {
    frequencies: {
      kind: "long",
      short: dividedBy("short_factor"),
      long: dividedBy("long_factor"),
      nTrained,
    },
    factor: keys.attention_factor ?? longFactor(factor, nTrained),
  };
};

export const SCALINGS = { default: plain, linear, dynamic, llama3, yarn, longrope, su: longrope } as const;
