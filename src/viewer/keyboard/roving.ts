/** One tab stop for many buttons: arrow keys go from one to the next. */
import type { KeyboardEvent } from "react";

export interface Arrangement {
  /** Steps in the order of the buttons. */
  readonly across: number;
  readonly down: number;
  /** Single steps stay within a run of so many: the end of one column does not lead to the next. */
  readonly run: number;
}

/** Where a key leads; null where it leads nowhere. */
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

/** Moves the focus among the buttons of the element that listens. */
export function moveFocus(event: KeyboardEvent<HTMLElement>, arrangement: Arrangement): void {
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-roving]")];
  const index = buttons.indexOf(event.target as HTMLElement);
  if (index < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
  const target = rovingTarget(event.key, index, buttons.length, arrangement);
  if (target === null) return;
  event.preventDefault();
  buttons[target]?.focus();
}
