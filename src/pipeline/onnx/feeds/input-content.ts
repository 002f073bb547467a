/** The kind of data that an input holds. Masks, positions and caches hold none; they only describe the tokens. */
import type { InputName } from "#atlas/input-name.ts";
import type { OnnxInput } from "../file/onnx-graph.ts";

export type ContentKind = "text" | "vision" | "audio";

/** Null stands for content without a kind of its own. */
const KINDS: Readonly<Partial<Record<InputName, ContentKind | null>>> = {
  input_ids: "text",
  decoder_input_ids: "text",
  pixel_values: "vision",
  input_features: "audio",
  input_values: "audio",
  encoder_hidden_states: null,
};

/** Kinds by name, used if nothing else tells the kind. */
const WORDS: readonly (readonly [RegExp, ContentKind])[] = [
  [/input_ids|inputs_embeds|decoder|text|token/i, "text"],
  [/pixel|image|vis(ion|ual)/i, "vision"],
  [/features|audio|input_values|speech|wave|mel/i, "audio"],
];

type Named = Pick<OnnxInput, "name" | "role">;

export function isContent({ name, role }: Named): boolean {
  if (role !== undefined) return KINDS[role] !== undefined;
  return !/mask|position|token_type|segment|past|cache|seq_?len|lengths/i.test(name);
}

/** @returns undefined if neither the role of an input nor its name tells its kind. */
export function kindOf({ name, role }: Named): ContentKind | undefined {
  const kind = role === undefined ? undefined : KINDS[role];
  return kind ?? WORDS.find(([pattern]) => pattern.test(name))?.[1];
}
