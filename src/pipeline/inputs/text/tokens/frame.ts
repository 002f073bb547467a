/** The tokens that a tokenizer adds around a text, and tokens that represent no text. */
import type { Tokenizer } from "./tokenizers.ts";

export interface Frame {
  /** Tokens before a text, and behind it. */
  readonly nBefore: number;
  readonly nAfter: number;
  /** Ids that stand for no text, or for one that the tokenizer does not know. */
  readonly specialIds: ReadonlySet<number>;
  /** Those of them that stand in a text, at its ends too: unknown words and masks. */
  readonly insideIds: ReadonlySet<number>;
}

/** Any of these has a token in any vocabulary. */
const PROBES = ["a", "0", ".", "A", "\u4e00"];

/** @param config Of tokenizer_config.json. */
export function frameOf(tokenizer: Tokenizer, config: object): Frame {
  const around = tokenizer.encode("").ids;
  const added = [...tokenizer.get_added_tokens_decoder()].flatMap(([id, token]) =>
    token.special ? [id] : [],
  );
  const nBefore = countBefore(tokenizer, around);
  const named = (...keys: readonly string[]): number[] =>
    keys.flatMap((key) => tokenizer.token_to_id(nameOf((config as Record<string, unknown>)[key])) ?? []);
  const outside = new Set([
    ...around,
    ...named("bos_token", "eos_token", "cls_token", "sep_token", "pad_token"),
  ]);
  const inside = [tokenizer.model?.unk_token_id, ...named("unk_token", "mask_token")];
  return {
    nBefore,
    nAfter: around.length - nBefore,
    specialIds: new Set([...around, ...added]),
    insideIds: new Set(inside.filter((id): id is number => typeof id === "number" && !outside.has(id))),
  };
}

/** Tokens are written as text, or with how they are found in a text. */
function nameOf(token: unknown): string {
  const content: unknown =
    typeof token === "object" && token !== null ? (token as { content?: unknown }).content : token;
  return typeof content === "string" ? content : "";
}

function countBefore(tokenizer: Tokenizer, around: readonly number[]): number {
  if (around.length === 0) return 0;
  for (const probe of PROBES) {
    const inside = tokenizer.encode(probe, { add_special_tokens: false }).ids;
    const { ids } = tokenizer.encode(probe);
    const places = Array.from({ length: around.length + 1 }, (_, n) => n);
    const nBefore = places.find(
      (n) =>
        inside.every((id, i) => ids[n + i] === id) &&
        around.every((id, i) => ids[i < n ? i : i + inside.length] === id),
    );
    if (inside.length > 0 && nBefore !== undefined) return nBefore;
  }
  return around.length;
}
