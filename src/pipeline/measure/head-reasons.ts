/** The reasons of a head as they are published. */
import { hasEffect, type HeadReasons } from "#reasons/head-reasons.ts";
import { reasonsOf } from "#reasons/reasons-of.ts";
import type { MeasureInput } from "./measure-input.ts";

export function headReasons({
  patterns,
  ids,
  grid,
  objects,
  traits: { labels, texts },
  atlasSeed,
}: Pick<MeasureInput, "patterns" | "ids" | "grid" | "objects" | "traits" | "atlasSeed">): HeadReasons {
  const tokens = ids === null ? null : Uint32Array.from(ids);
  const { explained, effects, attention, ...sample } = reasonsOf({
    patterns,
    traits: {
      queryTokens: tokens ?? texts?.ofQueries ?? null,
      keyTokens: tokens ?? texts?.ofKeys ?? null,
      grid,
      objects: objects === null ? null : Uint32Array.from(objects),
      labels,
    },
    seed: atlasSeed,
  });
  return {
    ...sample,
    explained: explained === null ? null : rounded(explained),
    effects: Object.fromEntries(
      Object.entries(effects).map(([relation, effect]) => [
        relation,
        hasEffect(effect)
          ? {
              effect: effect.effect === null ? null : rounded(effect.effect),
              error: effect.error === null ? null : rounded(effect.error),
              share: rounded(effect.share),
            }
          : effect,
      ]),
    ),
    attention: attention.map(({ relation, queries, share, chance }) => ({
      relation,
      queries: rounded(queries),
      share: rounded(share),
      chance: rounded(chance),
    })),
  };
}

/** To four decimals, as all numbers of heads. */
function rounded(value: number): number {
  return Number(value.toFixed(4));
}
