/** Messages between the process that makes calls and the one that serves them. Everything but functions arrives unchanged. */
import type { CarriedError } from "../problems/carry-error.ts";
import type { Step } from "./step-board.ts";

/** The possible calls, by name. */
export type Calls = Readonly<Record<string, { readonly asks: unknown; readonly gives: unknown }>>;

export interface Question {
  readonly id: number;
  readonly name: string;
  readonly asks: unknown;
  /** What the call is about, until the worker reports a more exact step. */
  readonly step: Step;
}

export type Answer =
  | { readonly id: number; readonly kind: "progress"; readonly progress: number }
  | { readonly id: number; readonly kind: "result"; readonly result: unknown }
  | { readonly id: number; readonly kind: "error"; readonly error: CarriedError }
  /** Closes the process for further calls. */
  | { readonly kind: "fatal"; readonly error: CarriedError };
