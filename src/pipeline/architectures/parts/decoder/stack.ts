/** Words, the layers of a decoder one after the other, and a last norm. */
import type { z } from "zod";
import { scale } from "../../../graph/arithmetic.ts";
import type { Graph, Value } from "../../../graph/graph.ts";
import type { Building } from "../../building.ts";
import { family, type Family } from "../../family.ts";
import { textInputs, type TextInputs } from "../inputs.ts";
import { stack } from "../layers.ts";
import { bandMask, causalMask, HIDDEN, LOWEST, paddingMask } from "../masks.ts";
import { once } from "../once.ts";
import { rotationOf } from "../rope/rotation.ts";
import type { Place } from "./attention.ts";
import type { Decoder } from "./config.ts";
import { normalize } from "./norm.ts";

/** A layer. @param x [batch, length, width] @returns As x. */
export type Block = (building: Building, decoder: Decoder, place: Place, x: Value) => Value;

export interface DecoderFamily {
  readonly modelTypes: readonly string[];
  readonly config: z.ZodType<Decoder>;
  readonly block: Block;
  readonly prefixes?: readonly string[];
  /** Whether the answer's table is that of the words, as transformers has it where config.json does not say; not by default. */
  readonly isTied?: boolean;
}

export function decoderFamily({
  block,
  prefixes = ["model.", ""],
  isTied = false,
  ...parts
}: DecoderFamily): Family {
  return family({
    ...parts,
    prefixes,
    anchor: "embed_tokens.weight",
    spare: [/(^|\.)rotary_emb\.inv_freq$/, /^(lm_head|score)\./],
    build: (building, decoder) => {
      building.graph.output("last_hidden_state", decoderStates(building, decoder, block));
    },
    answer: () => ({ words: "embed_tokens.weight", table: "lm_head.weight", isTied }),
  });
}

/** @returns Normalized states, [batch, length, width]. */
function decoderStates(building: Building, decoder: Decoder, block: Block): Value {
  const { graph, weights } = building;
  const { nWords, width, wordScale } = decoder;
  const { ids, mask } = textInputs(graph);
  const words = weights.rows("embed_tokens.weight", [nWords, width], ids);
  const start = wordScale === undefined ? words : scale(graph, words, wordScale);
  // Layers of a kind share masks and rotations.
  const masksOf = once((window: number | undefined) => masksFor(graph, { ids, mask }, decoder, window));
  const rotationsOf = once((rope: Decoder["layers"][number]["rope"]) =>
    rope === undefined ? undefined : rotationOf(graph, rope, { ids, mask }),
  );
  const states = stack(building, decoder.layers.length, start, (x, layer) => {
    const { window, rope } = decoder.layers[layer]!;
    const place = { at: `layers.${layer}`, layer, masks: masksOf(window), rotation: rotationsOf(rope) };
    return block(building, decoder, place, x);
  });
  return normalize(building, decoder.norm, "norm", states);
}

/** @param window Of some layers; undefined for those that see as far as they may. */
function masksFor(
  graph: Graph,
  { ids, mask }: TextInputs,
  { isBidirectional = false }: Decoder,
  window: number | undefined,
): readonly Value[] {
  const padding = paddingMask(graph, mask, window === undefined ? HIDDEN : LOWEST);
  if (isBidirectional && window === undefined) return [padding];
  const places =
    isBidirectional && window !== undefined ? bandMask(graph, ids, window) : causalMask(graph, ids, window);
  // Added once here, rather than one after the other to the scores of every head.
  const [batch, length] = ids.shape;
  return [graph.node("Add", [padding, places], [batch!, 1, length!, length!])];
}
