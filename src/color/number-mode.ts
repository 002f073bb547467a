/** Color modes that show a number of every token. */
import type { Role } from "#atlas/role-colors.ts";
import type { ColorContext, ColorMode, Coloring, ModeText } from "./color-mode.ts";
import { NEUTRAL } from "./palette.ts";
import { onRamp, ramp } from "./ramps.ts";

export interface NumberRange {
  /** NaN where a token has no such number: it is drawn in gray. */
  readonly value: (token: number, role: Role) => number;
  readonly min: number;
  readonly max: number;
  /** The ends of the ramp, in words. */
  readonly low: string;
  readonly high: string;
  /** What the gray ones are, if there are any. */
  readonly without?: string;
}

/** A mode from a number and its range. */
export function numberMode(about: ModeText, range: (context: ColorContext) => NumberRange): ColorMode {
  return { ...about, paint: (context) => paint(range(context), context) };
}

function paint(range: NumberRange, { isSafe }: ColorContext): Coloring {
  const { value, min, max, low, high, without } = range;
  // Beyond the ends of the ramp all are alike.
  const shown = (token: number, role: Role): number => Math.min(max, Math.max(min, value(token, role)));
  const colors = { query: ramp("query", isSafe), key: ramp("key", isSafe) };
  const coloring: Coloring = {
    color: (token, role) => {
      const number = shown(token, role);
      return Number.isNaN(number) ? NEUTRAL : onRamp(colors[role], number, min, max);
    },
    values: { type: "numbers", nAxes: 1, of: shown },
    ramp: { low, high, colors },
  };
  if (without === undefined) return coloring;
  return {
    ...coloring,
    entries: [{ key: "without", color: NEUTRAL, label: without }],
    entryOf: (token) => (Number.isNaN(value(token, "query")) ? "without" : null),
  };
}
