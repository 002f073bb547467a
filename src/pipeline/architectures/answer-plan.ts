import type { Value } from "../graph/graph.ts";
import type { Building } from "./building.ts";

/** What a family says of its answer. */
export interface AnswerPlan {
  /** The table in which words are looked up, without what names begin with; a tied answer multiplies with it. */
  readonly words: string;
  /** The answer's own table, as a whole name. */
  readonly table: string;
  /** Biases that checkpoints may have, the first one counts; by default, the one beside the table. */
  readonly biases?: readonly string[];
  /** Whether both tables are one, as transformers has it where config.json does not say. */
  readonly isTied: boolean;
  /** What masked models have between their last state and the table. */
  readonly transform?: {
    /** A tensor, as a whole name, without which the checkpoint has no answer. */
    readonly anchor: string;
    /** Names of weights are whole. @param state [batch, length, width] */
    readonly build: (building: Building, state: Value) => Value;
  };
}
