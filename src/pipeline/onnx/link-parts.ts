/** What a decoder gets of its encoder: hidden states, and a mask of what in them is no padding. */
import { feedTensor } from "./feeds/feed-tensor.ts";
import type { Part } from "./feeds/name-inputs.ts";
import type { Feeds } from "./run/sessions.ts";
import type { Tensor } from "./runtime.ts";

/** Feeds of the whole → those of one part, by its own names. */
export function ownFeeds({ inputs }: Part, feeds: Feeds): Feeds {
  const own = inputs.map(({ own: { name }, whole }) => [name, feeds[whole.name]] as const);
  return Object.fromEntries(own.filter((entry): entry is [string, Tensor] => entry[1] !== undefined));
}

/** The output of an encoder that its decoder reads. */
export function hiddenOutput({ graph: { outputs } }: Part): string {
  return outputs.find((name) => name === "last_hidden_state") ?? outputs[0] ?? "";
}

/**
 * @param feeds Those of the whole.
 * @param hidden What the encoder computed from them.
 */
export async function feedHidden(
  decoder: Part,
  encoder: Part,
  feeds: Feeds,
  hidden: Tensor | undefined,
): Promise<Feeds> {
  if (decoder.hidden === undefined) return {};
  if (hidden === undefined) throw new Error(`${encoder.graph.path} gave no ${hiddenOutput(encoder)}`);
  const linked: Record<string, Tensor> = { [decoder.hidden.name]: hidden };
  const { hiddenMask } = decoder;
  if (hiddenMask === undefined) return linked;
  const { dims, values } = maskOf(encoder, feeds) ?? everything(hidden);
  const mask = feedTensor(await import("./runtime.ts"), hiddenMask, dims, values);
  return mask ? { ...linked, [hiddenMask.name]: mask } : linked;
}

interface Mask {
  readonly dims: readonly number[];
  /** 1 for tokens. */
  readonly values: readonly number[];
}

function maskOf({ inputs }: Part, feeds: Feeds): Mask | undefined {
  for (const { whole } of inputs) {
    const isPadding = whole.role === "padding_mask";
    const tensor = isPadding || whole.role === "attention_mask" ? feeds[whole.name] : undefined;
    if (!tensor) continue;
    const values = Array.from(tensor.data as ArrayLike<number | bigint | boolean>, Number);
    return { dims: tensor.dims, values: isPadding ? values.map((value) => 1 - value) : values };
  }
  return undefined;
}

/** An encoder without a mask is fed nothing but tokens. */
function everything({ dims: [batch = 1, length = 1] }: Tensor): Mask {
  return { dims: [batch, length], values: Array.from({ length: batch * length }, () => 1) };
}
