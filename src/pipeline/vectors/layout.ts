/**
 * The names of the arrays in a file of vectors. `headland export` writes the same ones, and the guide on vectors describes
 * them. Layers are the first axis, or layer N has arrays of its own: `q.N` [heads, tokens, d_head].
 */
export const VECTOR_ARRAYS = {
  /** Float [layers, heads, tokens, d_head]. */
  q: "q",
  /** Float [layers, key heads, tokens, d_head]. */
  k: "k",
  /** Text [tokens]. */
  tokens: "tokens",
  /** Whole numbers [sequences], the index of each one's first token; the number of tokens may follow. */
  starts: "starts",
  /** Float [layers, heads, pairs]: the pattern [length, length] of every sequence, one after the other. */
  weights: "weights",
  /** Float [layers, heads or key heads, tokens]: lengths of the value vectors. */
  valueNorms: "value_norms",
  /** Whole numbers [tokens]. */
  ids: "ids",
  /** Truth values [tokens]: CLS, BOS and their like. */
  special: "special",
  /** One truth value. */
  causal: "causal",
  /** One float, or [layers]: the factor of q·k; 1/√d_head if not given. */
  scale: "scale",
  /** One text each. */
  model: "model",
  revision: "revision",
} as const;

/** What the name of a label begins with, of a value per token and of one per sequence. */
export const LABEL_PREFIXES = { token: "label:", sequence: "sequence:" } as const;

export const PER_LAYER = ["q", "k", "weights", "value_norms"] as const;
export type PerLayer = (typeof PER_LAYER)[number];

const NAMES: readonly string[] = Object.values(VECTOR_ARRAYS);

/** Whether a name means something in a file of vectors: `q`, `q.3`, `label:partOfSpeech`. */
export function isVectorName(name: string): boolean {
  return (
    NAMES.includes(name) ||
    layerOf(name) !== undefined ||
    Object.values(LABEL_PREFIXES).some((prefix) => name.startsWith(prefix) && name.length > prefix.length)
  );
}

/** `q.3` → q of layer 3. */
export function layerOf(name: string): { readonly kind: PerLayer; readonly layer: number } | undefined {
  const match = /^(?<kind>q|k|weights|value_norms)\.(?<layer>0|[1-9]\d{0,3})$/.exec(name);
  if (match?.groups === undefined) return undefined;
  return { kind: match.groups["kind"] as PerLayer, layer: Number(match.groups["layer"]) };
}
