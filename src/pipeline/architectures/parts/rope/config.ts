/** Rotary positions as configurations give them: `rope_scaling` of transformers 4, `rope_parameters` of transformers 5. */
import { z } from "zod";
import { size } from "../config-fields.ts";
import type { Refuse } from "../refusals.ts";
import type { Rope } from "./rotation.ts";
import { SCALINGS, scalingKeys } from "./scalings.ts";

const WIDEST = 1 << 14;

const kind = z.enum(Object.keys(SCALINGS) as (keyof typeof SCALINGS)[]).nullish();
/** Of the frequencies. */
export const ropeBase = z.number().gt(1).max(1e15);
const share = z.number().gt(0).max(1).nullish();

const scaling = z.object({
  rope_type: kind,
  type: kind,
  rope_theta: ropeBase.nullish(),
  partial_rotary_factor: share,
  ...scalingKeys,
});

const perLayerKind = scaling.extend({
  full_attention: scaling.nullish(),
  sliding_attention: scaling.nullish(),
});

export type LayerKind = "full_attention" | "sliding_attention";

/** The keys of a configuration that rotary positions depend on. */
export const ropeKeys = {
  max_position_embeddings: size.nullish(),
  original_max_position_embeddings: size.nullish(),
  rope_theta: ropeBase.nullish(),
  partial_rotary_factor: share,
  rope_scaling: perLayerKind.nullish(),
  rope_parameters: perLayerKind.nullish(),
};
export type RopeKeys = z.infer<z.ZodObject<typeof ropeKeys>>;

export interface RopeOptions {
  /** Numbers in a query or key. */
  readonly dHead: number;
  /** If the configuration gives none. */
  readonly base?: number | undefined;
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
  { dHead, base = 10_000, of = "full_attention" }: RopeOptions,
  refuse: Refuse,
): Rope {
  const place = keys.rope_scaling ? "rope_scaling" : "rope_parameters";
  const isPerKind = hasRopePerKind(keys);
  const path = isPerKind ? [place, of] : [place];
  const given = isPerKind ? keys[place]?.[of] : keys[place];
  if (isPerKind && !given) refuse(path, "the rotary positions of these layers");
  const ownShare = given?.partial_rotary_factor ?? keys.partial_rotary_factor ?? 1;
  const nRotated = Math.floor(dHead * ownShare);
  if (nRotated < 2 || nRotated % 2 !== 0 || nRotated > WIDEST) {
    const expected = `an even number of rotated numbers per head, not ${nRotated} of ${dHead}`;
    refuse(ownShare === 1 ? ["head_dim"] : ["partial_rotary_factor"], expected);
    return NO_ROPE;
  }
  const type = given?.rope_type ?? given?.type ?? "default";
  const longest = (): number => {
    if (!keys.max_position_embeddings)
      refuse(["max_position_embeddings"], `the longest length, which ${type} needs`);
    return keys.max_position_embeddings ?? 1;
  };
  const scale = SCALINGS[type];
  const scaled = scale({
    keys: given ?? {},
    base: given?.rope_theta ?? keys.rope_theta ?? base,
    nRotated,
    longest,
    trained: () =>
      keys.original_max_position_embeddings ?? given?.original_max_position_embeddings ?? longest(),
    refuse: (key, expected) => {
      refuse([...path, key], expected);
    },
  });
  return { nRotated, ...scaled };
}

/** The rotation of heads that share out a model's width among them. */
export function ropeOfHeads(
  keys: RopeKeys,
  {
    hidden_size: width,
    num_attention_heads: nHeads,
  }: Readonly<Record<"hidden_size" | "num_attention_heads", number>>,
  refuse: Refuse,
  options: Omit<RopeOptions, "dHead"> = {},
): Rope {
  if (width % nHeads === 0) return ropeOf(keys, { dHead: width / nHeads, ...options }, refuse);
  refuse(["num_attention_heads"], "a divisor of hidden_size");
  return NO_ROPE;
}
