/** `finder.json`: the numbers of all heads by columns, as the finder reads them. The build of a site makes it of `heads.json`. */
import { FormatError } from "#atlas/files/columns.ts";
import { described, openFile, readFields, readTexts } from "#atlas/files/fields.ts";
import { parseHead } from "#atlas/head/head-id.ts";
import type { FinderColumn, FinderTable, Words } from "./finder-table.ts";

/** Texts that many heads share. */
export interface WordsOnFile {
  readonly texts: readonly string[];
  /** For every head, the place of its text. */
  readonly of: readonly number[];
}

export interface ColumnOnFile {
  /** Of the measure, e.g. `induction`. */
  readonly id: string;
  readonly title: string;
  /** Key of `groups`. */
  readonly group: string;
  /** Beside the number; empty if it has no unit. */
  readonly unit: string;
  /** Which end is worth a look. */
  readonly remarkable: "high" | "low" | null;
  readonly values: readonly (number | null)[];
  /** One for all heads, or one for every head; absent where none is known. */
  readonly chance?: number | readonly (number | null)[];
  /** Why heads lack the number, with the places of those heads. */
  readonly why?: readonly (readonly [text: string, heads: readonly number[]])[];
}

export interface FinderFile {
  readonly v: 1;
  /** `L3H5`, in the order of the model. */
  readonly heads: readonly string[];
  /** What each does, in a few words; empty where nothing stands out. */
  readonly words: WordsOnFile;
  /** Titles of the colors in which the heads open. */
  readonly sorted: WordsOnFile;
  /** Titles of the groups of measures, by their keys. */
  readonly groups: Readonly<Record<string, string>>;
  readonly columns: readonly ColumnOnFile[];
  /** Roles, most frequent first, with the share that each head has of it (`heads` and `shares` run side by side). */
  readonly roles?: readonly RoleOnFile[];
}

export interface RoleOnFile {
  readonly id: string;
  readonly title: string;
  readonly heads: readonly number[];
  readonly shares: readonly number[];
}

/** @throws {FormatError} if the file is damaged or of another version. */
export function readFinder(json: unknown): FinderTable {
  const file = openFile(json, "finder");
  const names = readTexts(file["heads"], "finder: heads");
  const n = names.length;
  const ids = names.map((name) => {
    const id = parseHead(name);
    if (id === undefined)
      throw new FormatError(`finder: heads: expected names, received ${described(name)}.`);
    return id;
  });
  const towers = [...new Set(ids.flatMap(({ tower }) => tower ?? []))];
  const words = readWords(file["words"], n, "finder: words");
  const sorted = readWords(file["sorted"], n, "finder: sorted");
  const groups = Object.entries(readFields(file["groups"], "finder: groups")).map(
    ([key, title]) => [key, String(title)] as const,
  );
  const place = (id: string, title: string, values: Float64Array): FinderColumn => ({
    id,
    title,
    group: PLACE,
    unit: "",
    remarkable: null,
    values,
    chance: null,
    why: null,
  });
  const columns = readList(file["columns"], "finder: columns").map((column, i) =>
    readColumn(column, n, `finder: columns[${i}]`),
  );
  const roles = file["roles"] === undefined ? [] : readList(file["roles"], "finder: roles");
  return {
    names,
    towers,
    tower: Uint8Array.from(ids, ({ tower }) => (tower === undefined ? 0 : towers.indexOf(tower))),
    words,
    sorted,
    groups,
    columns: [
      place(
        "layer",
        "Layer",
        Float64Array.from(ids, ({ layer }) => layer),
      ),
      ...columns,
    ],
    roles: roles.map((role, i) => readRole(role, n, `finder: roles[${i}]`)),
    searchable: names.map((name, i) =>
      `${name} ${words.texts[words.of[i]!]!} ${sorted.texts[sorted.of[i]!]!}`.toLowerCase(),
    ),
  };
}

/** The group of what says where a head stands, which needs no column of its own. */
export const PLACE = "place";

function readColumn(value: unknown, n: number, name: string): FinderColumn {
  const { chance, why, ...column } = readFields(value, name);
  const [id, title, group, unit] = readTexts(
    [column["id"], column["title"], column["group"], column["unit"]],
    name,
  ) as [string, string, string, string];
  const { remarkable } = column;
  return {
    id,
    title,
    group,
    unit,
    remarkable: remarkable === "high" || remarkable === "low" ? remarkable : null,
    values: readNumbers(column["values"], n, `${name}.values`),
    chance:
      typeof chance === "number"
        ? new Float64Array(n).fill(chance)
        : chance === undefined
          ? null
          : readNumbers(chance, n, `${name}.chance`),
    why: why === undefined ? null : readReasons(why, name),
  };
}

function readReasons(value: unknown, name: string): ReadonlyMap<number, string> {
  return new Map(
    readList(value, `${name}.why`).flatMap((pair) => {
      const [text, heads] = readList(pair, `${name}.why`);
      return readList(heads, `${name}.why`).map((head) => [Number(head), String(text)] as const);
    }),
  );
}

function readRole(value: unknown, n: number, name: string): FinderTable["roles"][number] {
  const role = readFields(value, name);
  const [id, title] = readTexts([role["id"], role["title"]], name) as [string, string];
  const shares = new Float64Array(n);
  const own = readList(role["shares"], `${name}.shares`);
  for (const [i, head] of readList(role["heads"], `${name}.heads`).entries())
    shares[Number(head)] = Number(own[i]);
  return { id, title, shares };
}

function readWords(value: unknown, n: number, name: string): Words {
  const { texts, of } = readFields(value, name);
  const known = readTexts(texts, name);
  const places = readList(of, name);
  const isPlace = (place: unknown): boolean => typeof place === "number" && known[place] !== undefined;
  if (places.length === n && places.every(isPlace))
    return { texts: known, of: Uint16Array.from(places as readonly number[]) };
  throw new FormatError(`${name}: expected a text for each of ${n} heads.`);
}

function readNumbers(value: unknown, n: number, name: string): Float64Array {
  const list = readList(value, name);
  const isNumber = (each: unknown): boolean => each === null || Number.isFinite(each);
  if (list.length === n && list.every(isNumber))
    return Float64Array.from(list as readonly (number | null)[], (each) => each ?? NaN);
  throw new FormatError(`${name}: expected ${n} numbers, received ${list.length}, or others.`);
}

function readList(value: unknown, name: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new FormatError(`${name}: expected a list, received ${described(value)}.`);
}
