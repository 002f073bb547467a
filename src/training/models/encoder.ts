/** The layers of BERT (which normalizes after each step) and ViT (which normalizes before it). */
import { geluErf } from "../graph/activation.ts";
import { add } from "../graph/arithmetic.ts";
import type { Value } from "../graph/graph.ts";
import { attend, denseLayer, normLayer, type Building, type ModelSize } from "./layers.ts";
import { dense, norm, type Parameter } from "./parameter.ts";

const EPSILON = 1e-12;

/** The names of the parts in transformers, and the place of the normalization. */
export interface EncoderStyle {
  readonly prefix: string;
  /** Prefix of query, key and value. */
  readonly self: string;
  readonly norms: readonly [string, string];
  readonly isPreNorm: boolean;
}

export function encoderParameters({ nLayers, width }: ModelSize, style: EncoderStyle): Parameter[] {
  return Array.from({ length: nLayers }, (_, layer) => `${style.prefix}.${layer}`).flatMap((at) => [
    ...["query", "key", "value"].flatMap((name) => dense(`${at}.${style.self}.${name}`, width, width)),
    ...dense(`${at}.attention.output.dense`, width, width),
    ...norm(`${at}.${style.norms[0]}`, width),
    ...dense(`${at}.intermediate.dense`, width, 4 * width),
    ...dense(`${at}.output.dense`, 4 * width, width),
    ...norm(`${at}.${style.norms[1]}`, width),
  ]);
}

/**
 * @param start [batch, length, width]
 * @param mask Added to the scores.
 * @returns The residual stream after each layer, [batch, length, width].
 */
export function encode(
  building: Building,
  size: ModelSize,
  style: EncoderStyle,
  start: Value,
  mask?: Value,
): Value[] {
  const { graph } = building;
  const states: Value[] = [];
  let x = start;
  for (let layer = 0; layer < size.nLayers; layer++) {
    const at = `${style.prefix}.${layer}`;
    const normed = (i: 0 | 1, value: Value): Value =>
      normLayer(building, `${at}.${style.norms[i]}`, value, EPSILON);
    const before = (i: 0 | 1, value: Value): Value => (style.isPreNorm ? normed(i, value) : value);
    const after = (i: 0 | 1, value: Value): Value => (style.isPreNorm ? value : normed(i, value));
    const seen = before(0, x);
    const [q, k, v] = ["query", "key", "value"].map((name) =>
      denseLayer(building, `${at}.${style.self}.${name}`, seen),
    );
    const attended = attend(graph, { q: q!, k: k!, v: v! }, size.nHeads, mask);
    x = after(0, add(graph, x, denseLayer(building, `${at}.attention.output.dense`, attended)));
    const inner = geluErf(graph, denseLayer(building, `${at}.intermediate.dense`, before(1, x)));
    x = after(1, add(graph, x, denseLayer(building, `${at}.output.dense`, inner)));
    states.push(x);
  }
  return states;
}
