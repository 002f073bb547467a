/** The finder in the address of the page of all heads: `?find-sort=-induction&find-range=distance:2:8`. */
import { nearestName } from "#atlas/link/nearest-name.ts";
import { DEFAULT_STATE, withRange, type FinderState, type Range } from "./finder-state.ts";
import { findColumn, type FinderTable } from "./finder-table.ts";
import { isFinderWord, type FinderWord } from "./finder-words.ts";
import { plainNumber } from "./shown-number.ts";
import { WORD_COLUMNS } from "./sort-heads.ts";

/** Longer texts are cut. */
const MAX_TEXT = 80;
/** A forged link with more ranges is cut. */
const MAX_RANGES = 40;

/** Something in a link that the finder does not know. */
export interface FinderProblem {
  readonly word: FinderWord;
  /** As the link has it: untrusted text. */
  readonly value: string;
  /** What was probably meant, and the change that it makes. */
  readonly meant: { readonly value: string; readonly change: (state: FinderState) => FinderState } | null;
}

export interface OpenedFinder {
  /** Without what this atlas does not have. */
  readonly state: FinderState;
  readonly problems: readonly FinderProblem[];
}

/** What a link shows. @param search Of the address; its other words are left alone. */
export function openFinder(search: string, table: FinderTable): OpenedFinder {
  const params = new URLSearchParams(search);
  const columns = table.columns.map(({ id }) => id);
  const sort = params.get("find-sort") ?? "";
  const isDown = sort.startsWith("-");
  const fields: readonly Field[] = [
    {
      word: "find-sort",
      value: sort.replace(/^-/, ""),
      known: [...columns, ...WORD_COLUMNS],
      put: (by) => ({ sort: { by, isDown } }),
    },
    { word: "find-x", known: columns, put: (x) => ({ x }) },
    { word: "find-y", known: columns, put: (y) => ({ y }) },
    { word: "find-color", known: [...columns, "sorted", "tower"], put: (color) => ({ color }) },
    {
      word: "find-columns",
      known: [ALL_COLUMNS, ...table.groups.map(([key]) => key)],
      put: (group) => ({ columns: group }),
    },
    { word: "find-tower", known: table.towers, put: (tower) => ({ tower }) },
    { word: "find-role", known: table.roles.map(({ id }) => id), put: (role) => ({ role }) },
  ];
  let state: FinderState = { ...DEFAULT_STATE, text: (params.get("find-text") ?? "").slice(0, MAX_TEXT) };
  const problems: FinderProblem[] = [];
  for (const { word, value = params.get(word) ?? "", known, put } of fields) {
    if (known.includes(value)) state = { ...state, ...put(value) };
    else if (value !== "") {
      const near = nearestName(value, known);
      const meant =
        near === undefined ? null : { value: near, change: (old: FinderState) => ({ ...old, ...put(near) }) };
      problems.push({ word, value, meant });
    } else if (word === "find-sort") state = { ...state, sort: { by: "", isDown } };
  }
  for (const value of params.getAll("find-range").slice(0, MAX_RANGES)) {
    const range = parseRange(value);
    if (range !== null && findColumn(table, range.id) !== undefined)
      state = { ...state, ranges: withRange(state.ranges, range) };
    else problems.push({ word: "find-range", value, meant: range && nearRange(range, columns) });
  }
  return { state, problems };
}

/** Shows the measures of every group. */
export const ALL_COLUMNS = "all";

interface Field {
  readonly word: FinderWord;
  /** As the address has it, if not given. */
  readonly value?: string;
  readonly known: readonly string[];
  readonly put: (value: string) => Partial<FinderState>;
}

function nearRange(range: Range, columns: readonly string[]): FinderProblem["meant"] {
  const id = nearestName(range.id, columns);
  if (id === undefined) return null;
  const meant = { ...range, id };
  return {
    value: formatRange(meant),
    change: (state) => ({ ...state, ranges: withRange(state.ranges, meant) }),
  };
}

/** `find-sort=-induction&find-x=entropy`; `find=on` if nothing was chosen. */
export function formatFinder(state: FinderState): string {
  const { sort } = state;
  const words: [FinderWord, string][] = [
    ["find-text", state.text.trim().slice(0, MAX_TEXT)],
    ["find-tower", state.tower ?? ""],
    ["find-role", state.role ?? ""],
    ...state.ranges.map((range): [FinderWord, string] => ["find-range", formatRange(range)]),
    ["find-sort", `${sort.isDown ? "-" : ""}${sort.by}`],
    ["find-columns", state.columns],
    ["find-x", state.x],
    ["find-y", state.y],
    ["find-color", state.color],
  ];
  const chosen = words.filter(([, text]) => text !== "");
  return (chosen.length > 0 ? chosen : [["find", "on"] as const])
    .map(([word, text]) => `${word}=${encodeURIComponent(text).replaceAll("%3A", ":")}`)
    .join("&");
}

/** The query with the finder in this state, and all else as it was. @param state Null if the finder is closed. */
export function withFinder(search: string, state: FinderState | null): string {
  const others = search
    .replace(/^\?/, "")
    .split("&")
    .filter((part) => part !== "" && !isFinderWord(part.replace(/=.*$/s, "")));
  const words = [...others, ...(state === null ? [] : [formatFinder(state)])].join("&");
  return words === "" ? "" : `?${words}`;
}

const NUMBER = /^-?\d{1,12}(\.\d{1,12})?(e[-+]?\d{1,3})?$/;

/** `induction:0.5:`: the column, and both ends, of which one may be open. */
function parseRange(text: string): Range | null {
  const [id = "", low = "", high = "", ...rest] = text.split(":");
  const isEnd = (end: string): boolean => end === "" || NUMBER.test(end);
  if (id === "" || rest.length > 0 || !isEnd(low) || !isEnd(high) || low + high === "") return null;
  const end = (written: string): number | null => (written === "" ? null : Number(written));
  return { id: id.slice(0, MAX_TEXT), least: end(low), most: end(high) };
}

function formatRange({ id, least, most }: Range): string {
  const end = (value: number | null): string => (value === null ? "" : plainNumber(value));
  return `${id}:${end(least)}:${end(most)}`;
}
