/** What a page says of a link of which it cannot show all: names and values that nobody knows, and what it shows instead. Pure. */
import { listSome } from "../list-some.ts";
import { methodTitle, type Maps, type MethodTitles } from "../method.ts";
import { parseView } from "../view/view-address.ts";
import { VIEW_FIELDS } from "../view/view-fields.ts";
import { AUTO_COLOR, type View } from "../view/view.ts";
import { formOfWord, isForeign } from "./link-words.ts";
import { nearestName } from "./nearest-name.ts";

/** Something in a link that the page does not know. */
export interface LinkProblem {
  /** A clause. It quotes the link: untrusted text, never shown as HTML. */
  readonly said: string;
  /** What was probably meant: its words, and the link with it, from its `?`. */
  readonly meant?: { readonly word: string; readonly search: string };
  /** A further sentence. */
  readonly note?: string;
}

/** What a link can name on a page. */
export interface LinkContext extends Maps {
  readonly titles?: MethodTitles;
  /** Names of its color modes; null before they are known. */
  readonly colors: readonly string[] | null;
  /** Slugs of the checkpoints on whose maps this one can be laid; null where a page has none. */
  readonly stages: readonly string[] | null;
  /** Names of words that another part of the page reads, and checks itself. */
  readonly others?: readonly string[];
}

/** The problem in a sentence. */
export function problemText({ said, meant, note }: LinkProblem): string {
  return [`${said}${meant ? `; did you mean “${meant.word}”?` : "."}`, note].filter(Boolean).join(" ");
}

const FIELDS = Object.entries(VIEW_FIELDS) as [keyof View, (typeof VIEW_FIELDS)[keyof View]][];
/** Names that stand in addresses. */
const LONG = FIELDS.flatMap(([, { names }]) => names.filter((name) => name.length > 1));
/** What else such a thing may be called, by readers who know the library or another program. */
const OTHER_WORDS: ReadonlyMap<string, string> = new Map([
  ...FIELDS.map(([key, { names }]) => [key.toLowerCase(), names[0]] as const),
  ...([
    ["projection", "method"],
    ["map", "method"],
    ["point", "select"],
    ["query", "search"],
    ["find", "search"],
    ["label", "names"],
    ["weight", "min-weight"],
    ["view", "camera"],
    ["zoom", "camera"],
    ["filter", "legend"],
    ["checkpoint", "aligned-to"],
  ] as const),
]);

/** All problems of a link, in its order. @param search With its `?`. */
export function checkLink(search: string, context: LinkContext): LinkProblem[] {
  const words = new Map<string, string>();
  for (const [name, text] of new URLSearchParams(search)) if (!words.has(name)) words.set(name, text);
  return [...words].flatMap(([name, text]): LinkProblem[] => {
    const keys = FIELDS.filter(([, field]) => field.names.includes(name)).map(([key]) => key);
    const [first] = keys;
    if (first !== undefined)
      return keys.some((key) => isRead(key, name, text, context))
        ? []
        : [unknownValue(first, name, text, search, context)];
    if (context.others?.includes(name) === true) return [];
    const form = formOfWord(name);
    if (form !== undefined) return form.test(text) ? [] : [{ said: meaningless(name, text) }];
    return isForeign(name) ? [] : [unknownName(name, text, search, context)];
  });
}

function unknownName(
  name: string,
  text: string,
  search: string,
  { others = [] }: Pick<LinkContext, "others">,
): LinkProblem {
  const near = OTHER_WORDS.get(name.toLowerCase()) ?? nearestName(name, [...LONG, ...others]);
  const said = `There is no ${quoted(name)} here`;
  if (near === undefined) return { said: `${said}, so it is ignored` };
  return { said, meant: { word: near, search: replaced(search, name, near, text) } };
}

/** Whether the page can show what the word says. */
function isRead(key: keyof View, name: string, text: string, context: LinkContext): boolean {
  // An empty word asks for nothing.
  if (text === "") return true;
  const value = VIEW_FIELDS[key].parse(new URLSearchParams([[name, text]]), context);
  if (value === undefined) return false;
  if (key === "color") return context.colors === null || [AUTO_COLOR, ...context.colors].includes(text);
  if (key === "alignedTo") return context.stages === null || context.stages.includes(text);
  return true;
}

function unknownValue(
  key: keyof View,
  name: string,
  text: string,
  search: string,
  context: LinkContext,
): LinkProblem {
  const values = valuesOf(key, context);
  const near = nearestName(text, values);
  const said = meaningless(name, text);
  // What is shown in place of a map that the atlas lacks is worth a word.
  const shown = methodTitle(context, parseView(search, context).method);
  const note = key === "method" ? { note: `The map is ${shown}.` } : {};
  if (near === undefined)
    return { said: `${said}${values.length > 0 ? `: it can be ${anyOf(values)}` : ""}`, ...note };
  return {
    said,
    meant: { word: `${name}=${near}`, search: replaced(search, name, name, near) },
    ...note,
  };
}

function meaningless(name: string, text: string): string {
  return `${quoted(`${name}=${text}`)} means nothing here`;
}

/** What the field can be, where that is a list. */
function valuesOf(key: keyof View, context: LinkContext): string[] {
  if (key === "color") return [...(context.colors ?? [])];
  if (key === "alignedTo") return [...(context.stages ?? [])];
  if (key === "onlyRole") return ["query", "key"];
  return (VIEW_FIELDS[key].valuesOf?.(context) ?? []).map(String);
}

/** So many are named, and of more only some. */
const MAX_VALUES = 6;

/** `“attention”, “umap” or “pca”` */
function anyOf(values: readonly string[]): string {
  if (values.length > MAX_VALUES) return listSome(values);
  const names = values.map(quoted);
  return [names.slice(0, -1).join(", "), names.at(-1)].filter(Boolean).join(" or ");
}

/** The link with another word in the place of this one. */
function replaced(search: string, name: string, newName: string, newText: string): string {
  const words = [...new URLSearchParams(search)].map(([each, text]) =>
    each === name ? [newName, newText] : [each, text],
  );
  return `?${new URLSearchParams(words).toString()}`;
}

/** Longest quotation from a link, in characters. */
const MAX_QUOTED = 40;

/** What a link says, as a sentence can quote it: short, and without characters that would turn or hide what follows. */
export function quoted(text: string): string {
  const shown = Array.from(text, (character) => (/[\p{C}\p{Zl}\p{Zp}]/u.test(character) ? "�" : character));
  const cut = shown.length > MAX_QUOTED ? [...shown.slice(0, MAX_QUOTED - 1), "…"] : shown;
  return `“${cut.join("")}”`;
}
