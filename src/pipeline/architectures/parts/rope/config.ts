/** Rotary positions as configurations give them: `rope_scaling` of transformers 4, `rope_parameters` of transformers 5. */
import { z } from "zod";
import { size } from "../config-fields.ts";
import type { Refuse } from "../refusals.ts";
import {
  exponents,
  llama3Frequencies,
  longFactor,
  plainFrequencies,
  yarnFactor,
  yarnFrequencies,
  type Frequencies,
} from "./frequencies.ts";
import type { Rope } from "./rotation.ts";

const MOST_PAIRS = 1 << 13;

/** Phi-3 called LongRoPE `su`, and later `yarn`. */
const kind = z.enum(["default", "linear", "dynamic", "yarn", "longrope", "su", "llama3"]).nullish();
const base = z.number().gt(1).max(1e15).nullish();
const positive = z.number().gt(0).max(1e9);
const factors = z.array(positive).max(MOST_PAIRS).nullish();

const scaling = z.object({
  rope_type: kind,
  type: kind,
  rope_theta: base,
  partial_rotary_factor: z.number().gt(0).max(1).nullish(),
  factor: positive.nullish(),
  original_max_position_embeddings: size.nullish(),
  attention_factor: positive.nullish(),
  beta_fast: positive.nullish(),
  beta_slow: positive.nullish(),
  mscale: z.number().min(0).max(1e9).nullish(),
  mscale_all_dim: z.number().min(0).max(1e9).nullish(),
  truncate: z.boolean().nullish(),
  short_factor: factors,
  long_factor: factors,
  low_freq_factor: positive.nullish(),
  high_freq_factor: positive.nullish(),
});
type Scaling = z.infer<typeof scaling>;

const perLayerKind = scaling.extend({
  full_attention: scaling.nullish(),
  sliding_attention: scaling.nullish(),
});

export type LayerKind = "full_attention" | "sliding_attention";

/** The keys of a configuration that rotary positions depend on. */
export const ropeKeys = {
  max_position_embeddings: size.nullish(),
  original_max_position_embeddings: size.nullish(),
  rope_theta: base,
  partial_rotary_factor: z.number().gt(0).max(1).nullish(),
  rope_scaling: perLayerKind.nullish(),
  rope_parameters: perLayerKind.nullish(),
};
export type RopeKeys = z.infer<z.ZodObject<typeof ropeKeys>>;

export interface RopeOf {
  readonly dHead: number;
  /** If the configuration gives none. */
  readonly base?: number;
  /** Which layers, where their rotations differ. */
  readonly of?: LayerKind;
}

/** Whether layers with and without a window have rotations of their own. */
export function hasRopePerKind(keys: RopeKeys): boolean {
  const given = keys.rope_scaling ?? keys.rope_parameters;
  return Boolean(given?.full_attention ?? given?.sliding_attention);
}

/** What there is to go on with after a mistake. */
const NO_ROPE: Rope = { nRotated: 2, frequencies: { kind: "fixed", perPosition: [1] }, factor: 1 };

/** The rotation of a kind of layers. @param refuse Is told what is missing or contradicts something else. */
export function ropeOf(
  keys: RopeKeys,
  { dHead, base = 10_000, of = "full_attention" }: RopeOf,
  refuse: Refuse,
): Rope {
  const place = keys.rope_scaling ? "rope_scaling" : "rope_parameters";
  const given = keys[place] ?? {};
  const isPerKind = hasRopePerKind(keys);
  const own = isPerKind ? given[of] : given;
  const path = isPerKind ? [place, of] : [place];
  if (!own) refuse(path, "the rotary positions of these layers");
  const read: Scaling = own ?? {};
  const share = read.partial_rotary_factor ?? keys.partial_rotary_factor ?? 1;
  const nRotated = Math.floor(dHead * share);
  if (nRotated < 2 || nRotated % 2 !== 0 || nRotated > 2 * MOST_PAIRS) {
    const expected = `an even number of rotated numbers per head, not ${nRotated} of ${dHead}`;
    refuse(share === 1 ? ["head_dim"] : ["partial_rotary_factor"], expected);
    return NO_ROPE;
  }
  const theta = read.rope_theta ?? keys.rope_theta ?? base;
  return { nRotated, ...scaled({ keys, read, path, base: theta, nRotated }, refuse) };
}

/** The rotation of heads that share out a model's width among them. */
export function ropeOfHeads(
  keys: RopeKeys,
  {
    hidden_size: width,
    num_attention_heads: nHeads,
  }: Readonly<Record<"hidden_size" | "num_attention_heads", number>>,
  refuse: Refuse,
): Rope {
  if (width % nHeads === 0) return ropeOf(keys, { dHead: width / nHeads }, refuse);
  refuse(["num_attention_heads"], "a divisor of hidden_size");
  return NO_ROPE;
}

interface Given {
  readonly keys: RopeKeys;
  readonly read: Scaling;
  /** Where the scaling is in the configuration. */
  readonly path: readonly string[];
  readonly base: number;
  readonly nRotated: number;
}

type Scaled = Pick<Rope, "frequencies" | "factor">;

function scaled({ keys, read, path, base, nRotated }: Given, refuse: Refuse): Scaled {
  const type = read.rope_type ?? read.type ?? "default";
  const plain = plainFrequencies(base, nRotated);
  const fixed = (perPosition: readonly number[]): Frequencies => ({ kind: "fixed", perPosition });
  const needed = (key: keyof Scaling & keyof Numbers): number =>
    read[key] ?? missing(refuse, [...path, key], `a number, which ${type} needs`);
  const longest = (): number =>
    keys.max_position_embeddings ??
    missing(refuse, ["max_position_embeddings"], `the longest length, which ${type} needs`);
  const trained = (): number =>
    keys.original_max_position_embeddings ?? read.original_max_position_embeddings ?? longest();
  switch (type) {
    case "default":
      return { frequencies: fixed(plain), factor: 1 };
    case "linear": {
      const factor = needed("factor");
      return { frequencies: fixed(plain.map((frequency) => frequency / factor)), factor: 1 };
    }
    case "dynamic": {
      if (nRotated === 2) refuse(path, "more than two rotated numbers per head, for dynamic");
      const [factor, nTrained] = [needed("factor"), longest()];
      return {
        frequencies: { kind: "dynamic", base, exponents: exponents(nRotated), factor, nTrained },
        factor: 1,
      };
    }
    case "llama3": {
      const [lowFactor, highFactor] = [needed("low_freq_factor"), needed("high_freq_factor")];
      if (lowFactor >= highFactor) refuse([...path, "high_freq_factor"], "a number above low_freq_factor");
      const options = { factor: needed("factor"), lowFactor, highFactor, nTrained: trained() };
      return { frequencies: fixed(llama3Frequencies(plain, options)), factor: 1 };
    }
    case "yarn":
      if (read.short_factor) break;
      return yarn({ read, plain, base, nTrained: trained(), longest }, fixed);
    case "longrope":
    case "su":
  }
  return longRope({ read, path, plain, type, nTrained: trained(), longest }, refuse);
}

interface Numbers {
  readonly factor: number;
  readonly low_freq_factor: number;
  readonly high_freq_factor: number;
}

/** @returns A number to go on with, so that all mistakes are told at once. */
function missing(refuse: Refuse, path: readonly string[], expected: string): number {
  refuse(path, expected);
  return 1;
}

interface Stretched {
  readonly read: Scaling;
  readonly plain: readonly number[];
  readonly nTrained: number;
  readonly longest: () => number;
}

function yarn(
  { read, plain, base, nTrained, longest }: Stretched & { readonly base: number },
  fixed: (perPosition: readonly number[]) => Frequencies,
): Scaled {
  const factor = read.factor ?? longest() / nTrained;
  const frequencies = yarnFrequencies(plain, {
    ...{ base, factor, nTrained },
    betaFast: read.beta_fast ?? 32,
    betaSlow: read.beta_slow ?? 1,
    truncate: read.truncate ?? true,
  });
  const ownFactor = yarnFactor(factor, read.mscale ?? undefined, read.mscale_all_dim ?? undefined);
  return { frequencies: fixed(frequencies), factor: read.attention_factor ?? ownFactor };
}

function longRope(
  {
    read,
    path,
    plain,
    type,
    nTrained,
    longest,
  }: Stretched & { readonly path: readonly string[]; readonly type: string },
  refuse: Refuse,
): Scaled {
  const by = (key: "short_factor" | "long_factor"): number[] => {
    const given = read[key];
    if (given?.length !== plain.length)
      refuse([...path, key], `${plain.length} numbers, one per rotated pair, which ${type} needs`);
    return plain.map((frequency, pair) => frequency / (given?.[pair] ?? 1));
  };
  const [short, long] = [by("short_factor"), by("long_factor")];
  const factor = read.factor ?? longest() / nTrained;
  return {
    frequencies: { kind: "long", short, long, nTrained },
    factor: read.attention_factor ?? longFactor(factor, nTrained),
  };
}
