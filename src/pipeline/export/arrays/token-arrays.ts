/** Tokens and their labels as arrays, under the names of a file of vectors. */
import type { LabelValue, SourceLabels, TokenLabel } from "#atlas/tokens/token-labels.ts";
import { tokenText, type TokensSource, type TokenTable } from "#atlas/tokens/tokens.ts";
import { ready, type ArrayFile, type ArrayGroup, type TextArray } from "./array-file.ts";

type TokenArrays = Pick<ArrayFile, "texts" | "groups">;

/** As an atlas holds them. */
export function publishedTokens(table: TokenTable): TokenArrays {
  const { nTokens, starts, split, special, labels } = table;
  const texts: TextArray[] = [
    { name: "tokens", values: Array.from({ length: nTokens }, (_, token) => tokenText(table, token)) },
  ];
  const groups = [ready("starts", "u4", starts), ready("special", "b1", special)];
  if (split !== null) groups.push(ready("split", "u4", split));
  for (const [name, label] of labels) {
    const added = labelOfTokens(`label:${name}`, label, nTokens);
    if ("values" in added) texts.push(added);
    else groups.push(added);
  }
  return { texts, groups };
}

function labelOfTokens(name: string, label: TokenLabel, nTokens: number): TextArray | ArrayGroup {
  if (!("values" in label)) return ready(name, "f8", label.of);
  const values = Array.from({ length: nTokens }, (_, token) => label.values[label.of[token]!] ?? "");
  return { name, values };
}

/** As the model reads them: a sequence has its labels once. */
export function sourceTokens(source: TokensSource): TokenArrays {
  const { tokens, starts, split, special, sequenceLabels, tokenLabels } = source;
  const texts: TextArray[] = [{ name: "tokens", values: tokens }];
  const groups = [ready("starts", "u4", starts), ready("special", "b1", special)];
  if (split !== undefined) groups.push(ready("split", "u4", split));
  const add = (prefix: string, labels: SourceLabels): void => {
    for (const [name, values] of labels) {
      const numbers = numbersOf(values);
      if (numbers === undefined) texts.push({ name: prefix + name, values: values.map(shown) });
      else groups.push(ready(prefix + name, "f8", numbers));
    }
  };
  add("sequence:", sequenceLabels);
  add("label:", tokenLabels);
  return { texts, groups };
}

/** NaN for none; undefined unless all that are given are numbers. */
function numbersOf(values: readonly LabelValue[]): Float64Array | undefined {
  const given = values.filter((value) => value !== null);
  if (given.length === 0 || !given.every((value) => typeof value === "number")) return undefined;
  return Float64Array.from(values, (value) => (typeof value === "number" ? value : NaN));
}

function shown(value: LabelValue): string {
  if (value === null) return "";
  return typeof value === "object" ? value.join(", ") : String(value);
}
