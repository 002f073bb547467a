/** A kind of disturbance, and one case of it. */
import type { Random } from "#math/random.ts";
import type { Stage } from "./stage.ts";

export interface Case {
  readonly stage: Stage;
  /** From the seed, the kind and the number of the case. */
  readonly random: Random;
  /** From 0. */
  readonly index: number;
}

export interface CaseEnd {
  /** What was done, to tell it in a line. */
  readonly what: string;
  /** What was not as it must be. */
  readonly findings: readonly string[];
  /** The disturbed build ended with a message, and not with an atlas. */
  readonly isNamedError?: boolean;
  /** Nothing could be done, for the machine does not allow it: why. */
  readonly skipped?: string;
}

export interface Kind {
  readonly name: string;
  readonly title: string;
  /** Cases of a small run. */
  readonly nSmall: number;
  /** Cases of a large run; asked of the stage where there is one per file operation. */
  readonly nLarge: number | ((stage: Stage) => Promise<number>);
  readonly run: (one: Case) => Promise<CaseEnd>;
}

export function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)]!;
}
