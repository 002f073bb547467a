/** The query of the page of comparisons: two names, and the view that both sides share. Pure. */
import type { Maps } from "#atlas/method.ts";
import { formatView, parseView } from "#atlas/view/view-address.ts";
import { VIEW_FIELDS } from "#atlas/view/view-fields.ts";
import type { View } from "#atlas/view/view.ts";

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
const OWN = ["a", "b", "by", "side", "moves"] as const;

/** What ranks heads by the distance of their patterns, where `by` can also name a measure. */
export const BY_PATTERN = "pattern";

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
  const values = { side: /^[ab]?$/, moves: /^(on|off|)$/ } as const;
  return Object.entries(values).flatMap(([name, form]) => {
    const text = params.get(name);
    return text === null || form.test(text) ? [] : [`${name}=${text}`];
  });
}

export function formatCompare(
  names: Readonly<Record<Side, string>>,
  { view, selectedOn, hasMoves }: CompareView,
  maps: Maps,
): string {
  const params = new URLSearchParams({ a: names.a, b: names.b });
  if (view.selected !== null && selectedOn === "b") params.set("side", "b");
  if (hasMoves) params.set("moves", "on");
  const own = String(params).replaceAll("%2F", "/");
  return `?${own}${formatView(view, maps).replace("?", "&")}`;
}
