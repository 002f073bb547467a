/** Color modes that show a kind of every token: a few kinds with a color each, all others in gray. */
import type { ColorContext, ColorMode, Coloring, LegendEntry, ModeText } from "./color-mode.ts";
import { KINDS, NEUTRAL } from "./palette.ts";

export interface Categories {
  /** In the order in which they get their colors. */
  readonly kinds: readonly { readonly key: string; readonly label: string; readonly color?: string }[];
  /** Index into `kinds`; any other number is a kind among the others. */
  readonly of: (token: number) => number;
  /** What the others are called; without it there are none. */
  readonly others?: string;
}

/** A mode from the kinds of tokens. */
export function categoryMode(about: ModeText, categories: (context: ColorContext) => Categories): ColorMode {
  return { ...about, paint: (context) => paint(categories(context)) };
}

/** Keys of the others; the second one where a kind is called by the first. */
const OTHERS = ["others", "all others"] as const;

function paint({ kinds, of, others }: Categories): Coloring {
  const entries: LegendEntry[] = kinds.map(({ key, label, color }, rank) => ({
    key,
    label,
    color: color ?? KINDS[rank] ?? NEUTRAL,
  }));
  const rest = OTHERS.find((key) => !kinds.some((kind) => kind.key === key)) ?? "";
  return {
    color: (token) => entries[of(token)]?.color ?? NEUTRAL,
    values: {
      type: "kind",
      of,
      hasColor: (kind) => (entries[kind]?.color ?? NEUTRAL) !== NEUTRAL,
    },
    entryOf: (token) => entries[of(token)]?.key ?? rest,
    entries: others === undefined ? entries : [...entries, { key: rest, label: others, color: NEUTRAL }],
  };
}
