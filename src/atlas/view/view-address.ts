/** The exact view of a head's page ↔ its query string, which is readable, omits defaults and ignores unknown keys. */
import type { Maps } from "../method.ts";
import { VIEW_FIELDS } from "./view-fields.ts";
import type { View } from "./view.ts";

const NAMES = Object.keys(VIEW_FIELDS) as readonly (keyof View)[];

/** The view that a page opens with. @param maps The maps of the atlas. */
export function defaultView(maps: Maps): View {
  return fromFields((name) => VIEW_FIELDS[name].byDefault(maps));
}

/**
 * Reads a view from a query string such as `?method=tsne&color=position&select=k120&search=the`, or with the short names of
 * earlier versions: `?m=tsne&c=position`. @param maps Those of the atlas: it shows no others.
 */
export function parseView(search: string, maps: Maps): View {
  const params = new URLSearchParams(search);
  return fromFields((name) => {
    const { parse, byDefault } = VIEW_FIELDS[name];
    return parse(params, maps) ?? byDefault(maps);
  });
}

/** Characters that mean nothing of their own in a query, so that an address can be read with them. */
const PLAIN = /%(2C|2F|3A|7E)/g;

/**
 * Writes a view; the atlas' default view gives the empty string.
 *
 * @param maps Those of the atlas.
 * @param always Fields that are written even if they are as a page opens.
 */
export function formatView(view: View, maps: Maps, always: readonly (keyof View)[] = []): string {
  const params = new URLSearchParams();
  const byDefault = defaultView(maps);
  for (const name of NAMES) {
    if (always.includes(name) || !isSame(name, view, byDefault))
      for (const [key, text] of wordsOf(name, view)) params.append(key, text);
  }
  const text = String(params).replaceAll(PLAIN, decodeURIComponent);
  return text === "" ? "" : `?${text}`;
}

/** The view with some fields changed and dependent fields reset; the same object if nothing changes. */
export function changeView(view: View, changes: Partial<View>): View {
  const next = { ...view, ...changes };
  const changed = NAMES.filter((name) => !isSame(name, view, next));
  if (changed.length === 0) return view;
  const cleared = changed.reduce((all, name) => ({ ...all, ...VIEW_FIELDS[name].clears }), {});
  return { ...view, ...cleared, ...changes };
}

/** The fields of a view that differ from another one's. */
export function changedFields(before: View, after: View): Partial<View> {
  return Object.fromEntries(
    NAMES.filter((name) => !isSame(name, before, after)).map((name) => [name, after[name]]),
  );
}

function isSame<Name extends keyof View>(name: Name, a: Pick<View, Name>, b: Pick<View, Name>): boolean {
  return VIEW_FIELDS[name].isSame(a[name], b[name]);
}

function wordsOf<Name extends keyof View>(
  name: Name,
  view: Pick<View, Name>,
): readonly (readonly [string, string])[] {
  return VIEW_FIELDS[name].format(view[name]);
}

/** The table has every field, each with its own type: that is what its own type says. */
function fromFields(valueOf: (name: keyof View) => View[keyof View]): View {
  return Object.fromEntries(NAMES.map((name) => [name, valueOf(name)])) as unknown as View;
}
