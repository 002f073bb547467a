/** A sequence as it stands in a file; its labels are whatever is written there. */
export interface WrittenText {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  readonly labels: ReadonlyMap<string, unknown>;
  readonly spans?: unknown;
}
