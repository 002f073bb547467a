/** What masked models have between their last state and the table of words: a linear map, an activation and a norm. */
import type { AnswerPlan } from "../answer-plan.ts";
import { activate, type ActivationName } from "./activations.ts";
import { dense, norm } from "./layers.ts";

interface WordHead {
  /** Whole names. */
  readonly dense: string;
  readonly norm: string;
  readonly activation: ActivationName;
  readonly epsilon: number;
  /** Of the words. */
  readonly width: number;
}

export function wordHead(head: WordHead): NonNullable<AnswerPlan["transform"]> {
  return {
    anchor: `${head.dense}.weight`,
    build: (building, state) => {
      const inner = dense(building, head.dense, state, head.width);
      return norm(building, head.norm, activate(building.graph, head.activation, inner), head.epsilon);
    },
  };
}
