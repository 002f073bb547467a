/** Color modes that show a number of every token. */
import type { Role } from "#atlas/role-colors.ts";
import type { ColorContext, ColorMode, Coloring } from "./color-mode.ts";
import { onRamp, ramp } from "./ramps.ts";

export interface NumberRange {
  readonly value: (token: number, role: Role) => number;
  readonly min: number;
  readonly max: number;
  readonly low: string;
  readonly high: string;
}

/** A mode from a number and its range. */
export function numberMode(
  about: Pick<ColorMode, "name" | "title" | "explanation" | "needsPoints">,
  range: (context: ColorContext) => NumberRange,
): ColorMode {
  return { ...about, paint: (context) => paint(range(context), context.isDark) };
}

function paint({ value, min, max, low, high }: NumberRange, isDark: boolean): Coloring {
  const colors = { query: ramp("query", isDark), key: ramp("key", isDark) };
  return {
    color: (token, role) => onRamp(colors[role], value(token, role), min, max),
    ramp: { low, high, colors },
  };
}
