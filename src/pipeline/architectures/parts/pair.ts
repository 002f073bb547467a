/** An encoder and a decoder of texts: what each of them reads, and what hides what. */
import type { Value } from "../../graph/graph.ts";
import type { Building } from "../building.ts";
import { decoderInputs, textInputs } from "./inputs.ts";
import { causalMask, paddingMask } from "./masks.ts";

export interface Tower {
  readonly name: "encoder" | "decoder";
  /** What its attention is called; nothing if it stands alone. */
  readonly tower?: string;
  /** int64 [batch, length] */
  readonly ids: Value;
  /** Added to the scores of its own tokens. */
  readonly masks: readonly Value[];
  /** Of a decoder: the encoder's states, and what hides padding among them. */
  readonly encoded?: { readonly states: Value; readonly masks: readonly Value[] };
}

/**
 * @param hasDecoder Whether the checkpoint has one; sentence encoders, for example, have none.
 * @param statesOf Computes the final states of a tower.
 */
export function buildPair(
  { graph, marks }: Building,
  hasDecoder: boolean,
  statesOf: (tower: Tower) => Value,
): void {
  const { ids, mask } = textInputs(graph);
  const masks = [paddingMask(graph, mask)];
  const states = statesOf({ name: "encoder", ids, masks, ...(hasDecoder ? { tower: "encoder" } : {}) });
  if (!hasDecoder) {
    graph.output("last_hidden_state", states);
    return;
  }
  marks.cut(states);
  const target = decoderInputs(graph);
  const decoder: Tower = {
    ...{ name: "decoder", tower: "decoder", ids: target.ids },
    masks: [paddingMask(graph, target.mask), causalMask(graph, target.ids)],
    encoded: { states, masks },
  };
  graph.output("last_hidden_state", statesOf(decoder));
}
