/** Norms of queries and keys before they are rotated (Henry et al. 2020), in the ways that models have them. */
import type { Value } from "../../../graph/graph.ts";
import type { Building } from "../../building.ts";
import { normalize, type DecoderNorm } from "./norm.ts";

export interface QkNorm {
  /** Whether all heads of a token are normalized together, before they are apart. */
  readonly isOfWidth: boolean;
  /** @param norm That of the model. @param name That of the queries or keys. @param x [batch, length, width], or [batch, heads, length, dHead]. */
  readonly apply: (building: Building, norm: DecoderNorm, name: string, x: Value) => Value;
}

const byModel: QkNorm["apply"] = (building, norm, name, x) => normalize(building, norm, `${name}_norm`, x);

/** The norm of the model, over all heads of a token. */
export const normOfWidth: QkNorm = { isOfWidth: true, apply: byModel };

/** The norm of the model, over each head, with the same weights. */
export const normOfHeads: QkNorm = { isOfWidth: false, apply: byModel };

/** Over each head, by mean and variance, with weights of its own. @param weightsOf [heads, dHead] */
export function normOfEachHead(
  weightsOf: (building: Building, name: string, shape: readonly [heads: number, dHead: number]) => Value,
): QkNorm {
  return {
    isOfWidth: false,
    apply: (building, { epsilon }, name, x) => {
      const { graph } = building;
      const [heads, dHead] = [Number(x.shape[1]), Number(x.shape[3])];
      const plain = { kind: "layer", epsilon, hasWeight: false, hasBias: false } as const;
      const weights = weightsOf(building, name, [heads, dHead]);
      const perHead = graph.node("Unsqueeze", [weights, graph.longs([1])], [heads, 1, dHead]);
      return graph.node("Mul", [normalize(building, plain, name, x), perHead], x.shape);
    },
  };
}
