/** A layer of fairseq's encoders and decoders, whose names BART, Whisper and OPT have inherited. */
import { add } from "../../graph/arithmetic.ts";
import type { Value } from "../../graph/graph.ts";
import type { Building } from "../building.ts";
import { activate, type ActivationName } from "./activations.ts";
import { attend, splitHeads, type AttentionOptions } from "./attention.ts";
import { dense, norm, widthOf } from "./layers.ts";

/** What PyTorch has where a configuration says nothing. */
const EPSILON = 1e-5;

export interface SequenceOptions {
  readonly isNormFirst: boolean;
  readonly nHeads: number;
  /** Width of the feed-forward layer. */
  readonly nInner: number;
  readonly activation: ActivationName;
  /** Whether the maps have biases. */
  readonly bias?: boolean;
  /** Whether that of the keys has one. */
  readonly keyBias?: boolean;
  /** Whether norms have weights and biases. */
  readonly isNormLearned?: boolean;
}

/** What a layer of a decoder reads of its encoder. */
export interface Encoded {
  /** [batch, source length, width] */
  readonly states: Value;
  /** Hides padding among them. */
  readonly masks?: readonly Value[];
}

/** @param x [batch, length, width] @param at The layer's name. @returns As x. */
export function sequenceLayer(
  building: Building,
  options: SequenceOptions,
  at: string,
  x: Value,
  own: AttentionOptions,
  encoded?: Encoded,
): Value {
  const step = (before: Value, name: string, compute: (seen: Value) => Value): Value => {
    const normed = (value: Value): Value =>
      sequenceNorm(building, `${at}.${name}`, value, options.isNormLearned);
    const seen = options.isNormFirst ? normed(before) : before;
    const after = add(building.graph, before, compute(seen));
    return options.isNormFirst ? after : normed(after);
  };
  const attended = step(x, "self_attn_layer_norm", (seen) =>
    attention(building, options, `${at}.self_attn`, { x: seen, from: seen }, own),
  );
  const read =
    encoded === undefined
      ? attended
      : step(attended, "encoder_attn_layer_norm", (seen) => {
          const cross = {
            tower: "cross",
            kind: "cross",
            layer: own.layer,
            masks: encoded.masks ?? [],
          } as const;
          const sides = { x: seen, from: encoded.states };
          return attention(building, options, `${at}.encoder_attn`, sides, cross);
        });
  return step(read, "final_layer_norm", (seen) => feedForward(building, options, at, seen));
}

/** @param isLearned Whether it has weight and bias. */
export function sequenceNorm(building: Building, name: string, x: Value, isLearned = true): Value {
  if (isLearned) return norm(building, name, x, EPSILON);
  const { graph } = building;
  const ones = graph.node("Expand", [graph.floats([1]), graph.longs([widthOf(x)])], [widthOf(x)]);
  return graph.node("LayerNormalization", [x, ones], x.shape, { axis: -1, epsilon: { float: EPSILON } });
}

/** @param sides Queries come of x, keys and values from the other. */
function attention(
  building: Building,
  { nHeads, bias = true, keyBias = bias }: SequenceOptions,
  at: string,
  { x, from }: { readonly x: Value; readonly from: Value },
  options: AttentionOptions,
): Value {
  const width = widthOf(x);
  const project = (name: string, of: Value, hasBias: boolean): Value =>
    splitHeads(building.graph, dense(building, `${at}.${name}`, of, width, { bias: hasBias }), nHeads);
  const parts = {
    q: project("q_proj", x, bias),
    k: project("k_proj", from, keyBias),
    v: project("v_proj", from, bias),
  };
  return dense(building, `${at}.out_proj`, attend(building, parts, options), width, { bias });
}

function feedForward(
  building: Building,
  { nInner, activation, bias = true }: SequenceOptions,
  at: string,
  x: Value,
): Value {
  const inner = activate(building.graph, activation, dense(building, `${at}.fc1`, x, nInner, { bias }));
  return dense(building, `${at}.fc2`, inner, widthOf(x), { bias });
}
