/** The words of an encoder and a decoder: one table, as a rule, which checkpoints keep under one of its names or all. */
import type { Value } from "../../graph/graph.ts";
import type { Building } from "../building.ts";

/** @param ids int64 [batch, length] @returns [batch, length, width] */
export function sharedWords(
  { weights }: Building,
  tower: "encoder" | "decoder",
  shape: readonly [n: number, width: number],
  ids: Value,
): Value {
  const names = ["shared.weight", `${tower}.embed_tokens.weight`, "encoder.embed_tokens.weight"];
  const name = [...names, "decoder.embed_tokens.weight"].find((known) => weights.has(known));
  return weights.rows(name ?? "shared.weight", shape, ids);
}
