/** The labels of a dataset, as traits. */
import type { NumberLabel, TokenLabel } from "#atlas/tokens/token-labels.ts";
import { labelWords } from "#color/modes/label.ts";
import { forBoth, type RangeTrait, type Trait, type TraitName } from "./trait.ts";

export function labelTrait(name: string, label: TokenLabel): Trait {
  const [words, mode] = [labelWords(name), name];
  if ("min" in label) return numberTrait(words, mode, label);
  return {
    nValues: label.values.length,
    of: forBoth(Int32Array.from(label.of, (value) => (label.values[value] === "" ? -1 : value))),
    weight: 1.1,
    mode,
    nameOf: (value): TraitName => {
      const text = label.values[value] ?? "";
      return { style: "kind", text: isTelling(text) ? text : `${words} ${text}` };
    },
  };
}

/** How many steps there are between the least and the greatest number, at most. */
const MOST_STEPS = 40;
/** A number this near to a multiple of the step, in steps, is one: 0.15 is three times 0.05. */
const NEAR = 1e-6;

function numberTrait(words: string, mode: string, { min, max, of }: NumberLabel): RangeTrait {
  const step = niceStep((max - min) / MOST_STEPS);
  const first = Math.floor(min / step + NEAR);
  const last = Math.ceil(max / step - NEAR);
  const half = (value: number): number => {
    const steps = value / step - first;
    const nearest = Math.round(steps);
    return Math.abs(steps - nearest) < NEAR ? 2 * nearest : 2 * Math.floor(steps) + 1;
  };
  const shown = (steps: number): string => {
    const digits = Math.max(0, Math.ceil(-Math.log10(step)));
    return String(Number(((first + steps) * step).toFixed(digits)));
  };
  return {
    nValues: 2 * (last - first) + 1,
    of: forBoth(Int32Array.from(of, (value) => (Number.isNaN(value) ? -1 : half(value)))),
    grain: 2,
    weight: 0.9,
    mode,
    nameOfRange: (low, high) => {
      let range = low === high ? shown(low) : `${shown(low)}–${shown(high)}`;
      // A range that ends where the numbers of the label end is open.
      if (low < high && high === last - first) range = `at least ${shown(low)}`;
      else if (low < high && low === 0) range = `at most ${shown(high)}`;
      return { style: "kind", text: `${words} ${range}` };
    },
  };
}

/** The next 1, 2 or 5 times a power of ten. */
function niceStep(least: number): number {
  if (least <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find((factor) => factor * power >= least) ?? 10) * power;
}

/** Whether a value says what it is without the name of its label: `noun` does, `2` and `yes` do not. */
function isTelling(text: string): boolean {
  return /\p{L}{3}|[^\p{Script=Latin}\P{L}]/u.test(text) && !/^(yes|no|true|false|none|other)$/i.test(text);
}
