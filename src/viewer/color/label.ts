/** Color modes made from a dataset's own labels: a category or a number per token. */
import { schemeTableau10 } from "d3-scale-chromatic";
import type { TokenTable } from "#atlas/tokens.ts";
import type { ColorMode } from "./color-mode.ts";
import { numberMode } from "./number-mode.ts";

const OTHER = "#8d8d86";

export function labelMode(name: string): ColorMode {
  const about = { name, title: titleOf(name), explanation: `The dataset's own label “${name}”.` };
  const numbers = numberMode(about, ({ tokens }) => {
    const label = tokens.labels.get(name);
    const range = label && "min" in label ? label : { min: 0, max: 1, of: new Float32Array(tokens.nTokens) };
    return {
      value: (token) => range.of[token] ?? 0,
      min: range.min,
      max: range.max,
      low: String(range.min),
      high: String(range.max),
    };
  });
  return {
    ...about,
    paint: (context) => {
      const label = context.tokens.labels.get(name);
      return label && "values" in label
        ? categories(label.values, label.of, context.tokens)
        : numbers.paint(context);
    },
  };
}

/** The ten most frequent values get a color each; the others share one. */
function categories(
  values: readonly string[],
  of: Uint16Array,
  tokens: TokenTable,
): ReturnType<ColorMode["paint"]> {
  const counts = new Uint32Array(values.length);
  for (let token = 0; token < tokens.nTokens; token++) counts[of[token] ?? 0]! += 1;
  const order = values.map((_, i) => i).sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b);
  const colors = new Map(
    order.slice(0, schemeTableau10.length).map((value, rank) => [value, schemeTableau10[rank] ?? OTHER]),
  );
  const entries = [...colors].map(([value, color]) => ({ color, label: values[value] ?? "" }));
  const isCut = values.length > colors.size;
  return {
    color: (token) => colors.get(of[token] ?? 0) ?? OTHER,
    entries: isCut ? [...entries, { color: OTHER, label: `${values.length - colors.size} others` }] : entries,
  };
}

/** `objectCover` → `Object cover`. */
function titleOf(name: string): string {
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll(/[_-]/g, " ")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
