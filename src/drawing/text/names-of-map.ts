/** The names of a map's islands. What does not depend on the colors is computed once per map, or once per atlas. */
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { hasRole, type TokenTable } from "#atlas/tokens/tokens.ts";
import { findIslands } from "#islands/find-islands.ts";
import { nameIslands } from "#islands/name-islands.ts";
import type { TraitContext } from "#islands/trait.ts";
import { traitsOf } from "#islands/traits.ts";
import { IslandNames } from "./island-names.ts";
import { labelText } from "./label-text.ts";
import { tokenOrder } from "./token-order.ts";

export interface NamesInput extends TraitContext {
  readonly coordinates: MapCoordinates;
  /** The color mode shown. */
  readonly mode: string;
}

export interface MapNames {
  readonly field: IslandNames;
  /** The largest islands in words, for readers who do not see the map. */
  readonly list: readonly string[];
}

/** Islands named to readers who do not see the map. */
const MOST_LISTED = 16;

type Named = ReturnType<typeof nameIslands>;

const foundOf = new WeakMap<MapCoordinates, ReturnType<typeof findIslands>>();
const traitsOfTable = new WeakMap<
  TokenTable,
  { readonly key: Uint8Array | null; readonly traits: ReturnType<typeof traitsOf> }
>();

export function namesOfMap({ coordinates, mode, ...context }: NamesInput): MapNames {
  const { tokens, patches } = context;
  const { nTokens } = tokens;
  const isThere = (point: number): boolean =>
    tokens.split === null || hasRole(tokens, point % nTokens, point < nTokens ? "query" : "key");
  const scales = foundOf.get(coordinates) ?? findIslands(coordinates, isThere);
  foundOf.set(coordinates, scales);
  const named = nameIslands({ scales, traits: knownTraits(context), isThere, mode });
  const texts = patches ? null : pointTexts(tokens);
  const field = new IslandNames({
    named,
    coordinates,
    tokens: texts && {
      texts,
      order: tokenOrder(coordinates, (point) => texts[point] !== "" && isThere(point)),
    },
  });
  return { field, list: listed(named) };
}

function knownTraits(context: TraitContext): ReturnType<typeof traitsOf> {
  const { tokens, patchColors } = context;
  const known = traitsOfTable.get(tokens);
  if (known?.key === patchColors) return known.traits;
  const traits = traitsOf(context);
  traitsOfTable.set(tokens, { key: patchColors, traits });
  return traits;
}

/** The text of every point: all queries, then all keys. */
function pointTexts(table: TokenTable): string[] {
  const ofVocab = table.vocab.map(labelText);
  const texts = Array.from({ length: table.nTokens }, (_, token) => ofVocab[table.ids[token]!] ?? "");
  return [...texts, ...texts];
}

/** Of a large island without a name, the small ones in it. */
function listed({ coarse, fine }: Named): string[] {
  const small = fine.filter(({ within }) => within === null || coarse[within]?.name === null);
  const names = [...coarse, ...small].flatMap(({ name }) => (name ? [name.text] : []));
  return [...new Set(names)].slice(0, MOST_LISTED);
}
