/** What goes between a process that asks and one that works. Everything but functions arrives as it was sent. */
import type { CarriedError } from "../problems/carry-error.ts";
import type { Step } from "./step-board.ts";

/** What can be asked, by name. */
export type Calls = Readonly<Record<string, { readonly asks: unknown; readonly gives: unknown }>>;

export interface Question {
  readonly id: number;
  readonly name: string;
  readonly asks: unknown;
  /** What it is about, as long as nothing more is known. */
  readonly step: Step;
}

export type Answer =
  | { readonly id: number; readonly kind: "progress"; readonly progress: number }
  | { readonly id: number; readonly kind: "result"; readonly result: unknown }
  | { readonly id: number; readonly kind: "error"; readonly error: CarriedError }
  /** Nothing can be asked any more. */
  | { readonly kind: "fatal"; readonly error: CarriedError };
