/** GPT-2 as it is trained: output weights are tied to the token embedding. */
import { gpt2Config, gpt2States } from "#pipeline/architectures/families/decoders/gpt2.ts";
import type { Value } from "#pipeline/graph/graph.ts";
import { transpose } from "#pipeline/graph/layout.ts";
import { linear } from "#pipeline/graph/matrix-product.ts";
import { gpt2ConfigFile } from "../export/config-files.ts";
import { dense, norm, positionTable, table, type Parameter } from "./parameter.ts";
import type { Gpt2Size } from "./sizes.ts";
import { asBuilding, type Training } from "./training.ts";

const BODY = "transformer.";

export function gpt2Parameters({ nLayers, width, nVocabulary, nPositions }: Gpt2Size): Parameter[] {
  return [
    table(`${BODY}wte.weight`, nVocabulary, width),
    positionTable(`${BODY}wpe.weight`, [nPositions, width]),
    ...Array.from({ length: nLayers }, (_, layer) => `${BODY}h.${layer}`).flatMap((at) => [
      ...norm(`${at}.ln_1`, width),
      ...dense(`${at}.attn.c_attn`, width, 3 * width, 3),
      ...dense(`${at}.attn.c_proj`, width, width),
      ...norm(`${at}.ln_2`, width),
      ...dense(`${at}.mlp.c_fc`, width, 4 * width),
      ...dense(`${at}.mlp.c_proj`, 4 * width, width),
    ]),
    ...norm(`${BODY}ln_f`, width),
  ];
}

/**
 * @param ids int64 [batch, length]
 * @param masks Added to the scores, so that no token sees a later one.
 * @returns logits [batch, length, nVocabulary]
 */
export function gpt2Logits(training: Training, size: Gpt2Size, ids: Value, masks: readonly Value[]): Value {
  const { graph, parameters } = training;
  const config = gpt2Config.parse(gpt2ConfigFile(size));
  const states = gpt2States(asBuilding(training, BODY), config, ids, masks);
  return linear(graph, states, transpose(graph, parameters(`${BODY}wte.weight`), [1, 0]));
}
