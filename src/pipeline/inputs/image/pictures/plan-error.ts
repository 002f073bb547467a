/** What a file about pictures leaves open, or how it contradicts itself. */
import type { Problem } from "../../../errors.ts";

export interface Mistake extends Omit<Problem, "where"> {
  /** Where in the file. */
  readonly key: string;
}

export class PlanError extends Error {
  readonly mistake: Mistake;

  constructor(mistake: Mistake) {
    super(mistake.what);
    this.mistake = mistake;
  }
}
