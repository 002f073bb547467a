/** Labels of two token tables as those of one. Pure. */
import type { KindLabel, NumberLabel, TokenLabel } from "#atlas/tokens/token-labels.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import { joinArrays } from "./join-arrays.ts";

/** Labels of both by name; a table that lacks one, or has it in another form, has no values of it. */
export function joinLabels(a: TokenTable, b: TokenTable): ReadonlyMap<string, TokenLabel> {
  const names = new Set([...a.labels.keys(), ...b.labels.keys()]);
  return new Map([...names].map((name) => [name, joined(a, b, name)]));
}

function joined(a: TokenTable, b: TokenTable, name: string): TokenLabel {
  const [own, other] = [a.labels.get(name), b.labels.get(name)];
  const first = own ?? other!;
  if ("min" in first) return joinNumbers(numbersOf(own, a), numbersOf(other, b));
  return joinKinds(kindsOf(own, a), kindsOf(other, b));
}

function numbersOf(label: TokenLabel | undefined, { nTokens }: TokenTable): NumberLabel {
  if (label && "min" in label) return label;
  return { min: Infinity, max: -Infinity, of: new Float64Array(nTokens).fill(NaN), step: 0 };
}

function kindsOf(label: TokenLabel | undefined, { nTokens }: TokenTable): KindLabel {
  return label && "values" in label ? label : { values: [""], of: new Uint16Array(nTokens) };
}

function joinNumbers(a: NumberLabel, b: NumberLabel): NumberLabel {
  return {
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
    of: joinArrays(a.of, b.of),
    step: Math.max(a.step, b.step),
  };
}

function joinKinds(a: KindLabel, b: KindLabel): KindLabel {
  const places = new Map(a.values.map((value, i) => [value, i]));
  const values = [...a.values];
  for (const value of b.values) {
    if (places.has(value)) continue;
    places.set(value, values.length);
    values.push(value);
  }
  const of = new Uint32Array(a.of.length + b.of.length);
  of.set(a.of);
  b.of.forEach((value, i) => (of[a.of.length + i] = places.get(b.values[value]!)!));
  return { values, of };
}
