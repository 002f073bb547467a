/** Color modes made from a dataset's own labels: a category or a number per token. */
import { counted } from "#atlas/counted.ts";
import type { KindLabel, NumberLabel } from "#atlas/tokens/token-labels.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import { categoryMode, type Categories } from "../category-mode.ts";
import type { ColorMode } from "../color-mode.ts";
import { numberMode, type NumberRange } from "../number-mode.ts";
import { KINDS, NAMED } from "../palette.ts";

/** @param name What the mode is called in the address; by default the label's own name. */
export function labelMode(label: string, name = label): ColorMode {
  const about = {
    name,
    title: titleOf(label),
    explanation: `The dataset's own label “${labelWords(label)}”.`,
    group: "label",
    onSheets: true,
  } as const;
  return {
    ...about,
    paint: (context) => {
      const known = context.tokens.labels.get(label);
      const mode =
        known && "min" in known
          ? numberMode(about, () => numberRange(known))
          : categoryMode(about, () => mostFrequent(known ?? unlabeled(context.tokens)));
      return mode.paint(context);
    },
  };
}

/** A label that the manifest names and the tokens do not have: none of them is labeled. */
function unlabeled({ nTokens }: TokenTable): KindLabel {
  return { values: [""], of: new Uint16Array(nTokens) };
}

function numberRange({ min, max, of }: NumberLabel): NumberRange {
  return {
    value: (token) => of[token]!,
    min,
    max,
    low: shownNumber(min),
    high: shownNumber(max),
    ...(of.some((value) => Number.isNaN(value)) ? { without: "none" } : {}),
  };
}

/** Whole numbers as they are, such as years; of others six digits, which is all that an end of a ramp has room for. */
function shownNumber(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}

/** The ten most frequent values get a color each; the others share one with the tokens that have none. */
function mostFrequent({ values, of }: KindLabel): Categories {
  const counts = new Uint32Array(values.length);
  for (const value of of) counts[value]! += 1;
  const named = values.map((_, i) => i).filter((value) => values[value] !== "");
  const byCount = [...named].sort((a, b) => counts[b]! - counts[a]!);
  const order = byCount.slice(0, KINDS.length);
  // Without a label is a kind like others, which agree with each other only.
  const rankOf = new Int32Array(values.length).fill(-1);
  byCount.forEach((value, rank) => {
    rankOf[value] = rank;
  });
  const nOthers = byCount.length - order.length;
  const isOfColors = order.every((value) => Object.hasOwn(NAMED, values[value]!));
  const hasNone = values.some((value, i) => value === "" && counts[i]! > 0);
  const others = [...(nOthers > 0 ? [counted(nOthers, "other")] : []), ...(hasNone ? ["none"] : [])].join(
    ", ",
  );
  return {
    kinds: order.map((value) => kindOf(values[value]!, isOfColors)),
    of: (token) => rankOf[of[token]!]!,
    ...(others === "" ? {} : { others }),
  };
}

function kindOf(value: string, isOfColors: boolean): Categories["kinds"][number] {
  const named = isOfColors ? NAMED[value] : undefined;
  return { key: value, label: value, ...(named === undefined ? {} : { color: named }) };
}

/** `objectCover` → `object cover`: a label's name in running text. */
export function labelWords(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll(/[_-]/g, " ")
    .toLowerCase();
}

function titleOf(name: string): string {
  const words = labelWords(name);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
