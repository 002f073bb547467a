/** One tab stop for many buttons: arrow keys move between them. */
import type { KeyboardEvent } from "react";

export interface Arrangement {
  /** Steps in the order of the buttons. */
  readonly across: number;
  readonly down: number;
  /** Length of a column: a single step does not lead from the end of one column to the next. */
  readonly run: number;
}

/** The button that a key leads to; null if there is none. */
export function rovingTarget(
  key: string,
  index: number,
  count: number,
  { across, down, run }: Arrangement,
): number | null {
  const runStart = Math.floor(index / run) * run;
  if (key === "Home") return runStart;
  if (key === "End") return Math.min(count, runStart + run) - 1;
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -across,
    ArrowRight: across,
    ArrowUp: -down,
    ArrowDown: down,
  };
  const step = steps[key];
  if (step === undefined) return null;
  const target = index + step;
  if (target < 0 || target >= count) return null;
  return Math.abs(step) === 1 && Math.floor(target / run) * run !== runStart ? null : target;
}

/** Moves the focus among the buttons inside the listening element. */
export function moveFocus(event: KeyboardEvent<HTMLElement>, arrangement: Arrangement): void {
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-roving]")];
  const index = buttons.indexOf(event.target as HTMLElement);
  if (index < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
  const target = rovingTarget(event.key, index, buttons.length, arrangement);
  if (target === null) return;
  event.preventDefault();
  buttons[target]?.focus();
}
