/** The query of the page of comparisons: two names, and the view that both sides share. Pure. */
import type { Maps } from "#atlas/method.ts";
import { formatView, parseView } from "#atlas/view/view-address.ts";
import { VIEW_FIELDS } from "#atlas/view/view-fields.ts";
import { TILES, type Tiles, type View } from "#atlas/view/view.ts";

/** The left or upper side, and the other one. */
export type Side = "a" | "b";
export const SIDES = ["a", "b"] as const satisfies readonly Side[];

export interface CompareView {
  /** What both sides show. The selected point is one of the side below. */
  readonly view: View;
  readonly selectedOn: Side;
  /** Whether lines go from where a point is on one map to where it is on the other. */
  readonly hasMoves: boolean;
}

/** Words of this page alone. The first two were short names of the view's fields on the page of a head: here they are not. */
const OWN = ["a", "b", "by", "side", "moves", "data"] as const;

/** Digests of the atlases of both sides, as a copied link has them. */
const DATA = /^([0-9a-f]{12})-([0-9a-f]{12})$/;

/** What ranks heads by the distance of their patterns, where `by` can also name a measure. */
export const BY_PATTERN = "pattern";

/** How two atlases are compared: what ranks their heads, and what is shown of each. */
export interface DiffView {
  /** `pattern`, or the id of a measure. */
  readonly by: string;
  readonly tiles: Tiles;
}

/** Patterns are what heads are ranked by, and the fewest bytes. */
const DIFF_TILES: Tiles = "pattern";

export function parseDiff(search: string): DiffView {
  const params = new URLSearchParams(search);
  const tiles = TILES.find((each) => each === params.get("tiles")) ?? DIFF_TILES;
  return { by: params.get("by") ?? BY_PATTERN, tiles };
}

/** Words behind the two names, each with its `&`. */
export function formatDiff({ by, tiles }: DiffView): string {
  const params = new URLSearchParams();
  if (by !== BY_PATTERN) params.set("by", by);
  if (tiles !== DIFF_TILES) params.set("tiles", tiles);
  const text = String(params);
  return text === "" ? "" : `&${text}`;
}

/** The two names as the address has them; empty where it has none. */
export function namesIn(search: string): Readonly<Record<Side, string>> {
  const params = new URLSearchParams(search);
  return { a: params.get("a") ?? "", b: params.get("b") ?? "" };
}

/** @param maps That both sides have. */
export function parseCompare(search: string, maps: Maps): CompareView {
  const params = new URLSearchParams(search);
  return {
    view: parseView(viewPart(search), maps),
    selectedOn: params.get("side") === "b" ? "b" : "a",
    hasMoves: params.get("moves") === "on",
  };
}

/** The part of the query that is about the view, with its `?`. */
export function viewPart(search: string): string {
  const params = new URLSearchParams(search);
  for (const name of OWN) params.delete(name);
  // Short names belong to links of the head's page, which this page never wrote.
  const long = new Set(Object.values(VIEW_FIELDS).map(({ names }) => names[0]));
  const known = [...params].filter(([name]) => name.length > 1 || long.has(name));
  return `?${new URLSearchParams(known).toString()}`;
}

/** What the page itself says of its address, and not the view: values of its own words that mean nothing. */
export function strangeWords(search: string): string[] {
  const params = new URLSearchParams(search);
  const values = { side: /^[ab]?$/, moves: /^(on|off|)$/, data: DATA } as const;
  return Object.entries(values).flatMap(([name, form]) => {
    const text = params.get(name);
    return text === null || form.test(text) ? [] : [`${name}=${text}`];
  });
}

/** The digests of the data that a link was made with; null where it does not say. */
export function dataIn(search: string): Readonly<Record<Side, string>> | null {
  const [, a, b] = DATA.exec(new URLSearchParams(search).get("data") ?? "") ?? [];
  return a !== undefined && b !== undefined ? { a, b } : null;
}

/** The word of a copied link for `dataIn`. @param digests Absent in older atlases. */
export function dataWord({ a, b }: Readonly<Record<Side, string | undefined>>): string | undefined {
  return a === undefined || b === undefined ? undefined : `${a}-${b}`;
}

/** @param always Fields of the view that are written even if they are as a page opens. */
export function formatCompare(
  names: Readonly<Record<Side, string>>,
  { view, selectedOn, hasMoves }: CompareView,
  maps: Maps,
  always: readonly (keyof View)[] = [],
): string {
  const params = new URLSearchParams({ a: names.a, b: names.b });
  if (view.selected !== null && selectedOn === "b") params.set("side", "b");
  if (hasMoves) params.set("moves", "on");
  const own = String(params).replaceAll("%2F", "/");
  return `?${own}${formatView(view, maps, always).replace("?", "&")}`;
}
