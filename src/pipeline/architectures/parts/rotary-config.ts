/** What configurations say of rotary positions that turn a part of each head. */
import { z } from "zod";

const base = z.number().min(1).max(1e12);
const share = z.number().positive().max(1);

/** Positions that are stretched for longer texts are not known here. */
export const rotaryFields = {
  rope_theta: base.optional(),
  partial_rotary_factor: share.optional(),
  /** Both of them, as transformers writes them since its version 5. */
  rope_parameters: z
    .object({
      rope_type: z.literal("default").default("default"),
      rope_theta: base.optional(),
      partial_rotary_factor: share.optional(),
    })
    .nullish(),
  rope_scaling: z.null().default(null),
};

interface RotaryConfig {
  readonly rope_theta?: number | undefined;
  readonly partial_rotary_factor?: number | undefined;
  readonly rope_parameters?:
    | {
        readonly rope_theta?: number | undefined;
        readonly partial_rotary_factor?: number | undefined;
      }
    | null
    | undefined;
}

/**
 * @param dHead Width of a head. @param defaultShare The share that turns if the configuration does not say.
 * @returns How many numbers of a head turn, and the base of their speeds.
 */
export function rotaryOf(
  config: RotaryConfig,
  dHead: number,
  defaultShare: number,
): { readonly nTurned: number; readonly base: number } {
  const given = config.rope_parameters;
  const part = given?.partial_rotary_factor ?? config.partial_rotary_factor ?? defaultShare;
  return { nTurned: Math.trunc(dHead * part), base: given?.rope_theta ?? config.rope_theta ?? 10_000 };
}

/** Numbers turn in pairs. */
export function isWholePairs(nTurned: number): boolean {
  return nTurned >= 2 && nTurned % 2 === 0;
}
