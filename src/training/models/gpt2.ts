/** GPT-2 (Radford et al. 2019): pre-LN, learned positions, output weights tied to the token embedding. */
import { geluTanh } from "../graph/activation.ts";
import { add } from "../graph/arithmetic.ts";
import type { Value } from "../graph/graph.ts";
import { split, transpose } from "../graph/layout.ts";
import { firstRows, lookUp } from "../graph/lookup.ts";
import { linear } from "../graph/matrix-product.ts";
import { attend, denseLayer, normLayer, type Building, type ModelSize } from "./layers.ts";
import { dense, norm, positionTable, table, type Parameter } from "./parameter.ts";

export interface Gpt2Size extends ModelSize {
  readonly nVocabulary: number;
  readonly nPositions: number;
}

const EPSILON = 1e-5;

export function gpt2Parameters({ nLayers, width, nVocabulary, nPositions }: Gpt2Size): Parameter[] {
  return [
    table("transformer.wte.weight", nVocabulary, width),
    positionTable("transformer.wpe.weight", [nPositions, width]),
    ...Array.from({ length: nLayers }, (_, layer) => `transformer.h.${layer}`).flatMap((at) => [
      ...norm(`${at}.ln_1`, width),
      ...dense(`${at}.attn.c_attn`, width, 3 * width, 3),
      ...dense(`${at}.attn.c_proj`, width, width),
      ...norm(`${at}.ln_2`, width),
      ...dense(`${at}.mlp.c_fc`, width, 4 * width),
      ...dense(`${at}.mlp.c_proj`, 4 * width, width),
    ]),
    ...norm("transformer.ln_f", width),
  ];
}

/**
 * @param ids int64 [batch, length]
 * @param mask Added to the scores, so that no token sees a later one.
 * @returns logits [batch, length, nVocabulary]
 */
export function gpt2Logits(building: Building, size: Gpt2Size, ids: Value, mask: Value): Value {
  const { graph, weights } = building;
  const words = weights("transformer.wte.weight");
  let x = add(graph, lookUp(graph, words, ids), firstRows(graph, weights("transformer.wpe.weight"), ids));
  for (let layer = 0; layer < size.nLayers; layer++) {
    const at = `transformer.h.${layer}`;
    const normed = normLayer(building, `${at}.ln_1`, x, EPSILON);
    const [q, k, v] = split(graph, denseLayer(building, `${at}.attn.c_attn`, normed), 2, 3);
    const attended = attend(graph, { q: q!, k: k!, v: v! }, size.nHeads, mask);
    x = add(graph, x, denseLayer(building, `${at}.attn.c_proj`, attended));
    const inner = denseLayer(building, `${at}.mlp.c_fc`, normLayer(building, `${at}.ln_2`, x, EPSILON));
    x = add(graph, x, denseLayer(building, `${at}.mlp.c_proj`, geluTanh(graph, inner)));
  }
  return linear(graph, normLayer(building, "transformer.ln_f", x, EPSILON), transpose(graph, words, [1, 0]));
}
