/** Where a patch lies in its picture, and what color it has. */
import type { PatchSheet } from "#atlas/files/manifest.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import { COLOR_NAMES, colorName } from "./color-names.ts";
import { forBoth, wholeNumbers, type KindTrait, type Trait } from "./trait.ts";

export function patchTraits(tokens: TokenTable, sheet: PatchSheet, colors: Uint8Array | null): Trait[] {
  const { rows, columns, nSpecial } = sheet;
  const { nTokens } = tokens;
  const cellOf = Int32Array.from({ length: nTokens }, (_, token) =>
    Math.max(-1, token - tokens.starts[tokens.sequenceOf[token]!]! - nSpecial),
  );
  const range = (axis: "row" | "column"): Trait =>
    wholeNumbers(
      cellOf.map((cell) => (cell < 0 ? -1 : axis === "row" ? Math.floor(cell / columns) : cell % columns)),
      axis,
    );
  return [
    kinds(cellOf, rows * columns, 1, (cell) => `row ${Math.floor(cell / columns)}, column ${cell % columns}`),
    range("row"),
    range("column"),
    placeTrait(cellOf, rows, columns),
    pictureTrait(tokens),
    ...(colors ? [colorTrait(tokens, cellOf, colors)] : []),
  ];
}

const PLACES = [
  ["upper left", "top", "upper right"],
  ["left", "middle", "right"],
  ["lower left", "bottom", "lower right"],
] as const;

/** The ninths of a picture. */
function placeTrait(cellOf: Int32Array, rows: number, columns: number): KindTrait {
  const third = (at: number, n: number): number => Math.min(2, Math.floor((3 * (at + 0.5)) / n));
  const of = cellOf.map((cell) =>
    cell < 0 ? -1 : third(Math.floor(cell / columns), rows) * 3 + third(cell % columns, columns),
  );
  return kinds(of, 9, 1.05, (place) => PLACES[Math.floor(place / 3)]?.[place % 3] ?? "");
}

/** The picture, where an island lies in a single one. */
function pictureTrait({ nSequences, sequenceOf }: TokenTable): KindTrait {
  return kinds(Int32Array.from(sequenceOf), nSequences, 0.8, (picture) => `picture ${picture}`);
}

function colorTrait({ nTokens }: TokenTable, cellOf: Int32Array, colors: Uint8Array): KindTrait {
  const of = Int32Array.from({ length: nTokens }, (_, token) =>
    cellOf[token]! < 0
      ? -1
      : COLOR_NAMES.indexOf(colorName(colors[token * 3]!, colors[token * 3 + 1]!, colors[token * 3 + 2]!)),
  );
  return { ...kinds(of, COLOR_NAMES.length, 1, (color) => COLOR_NAMES[color] ?? ""), mode: "patch" };
}

function kinds(
  ofToken: Int32Array,
  nValues: number,
  weight: number,
  name: (value: number) => string,
): KindTrait {
  return { nValues, of: forBoth(ofToken), weight, nameOf: (value) => ({ style: "kind", text: name(value) }) };
}
