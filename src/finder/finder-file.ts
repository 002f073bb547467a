/** `finder.json`: the numbers of all heads by columns, as the finder reads them. The build of a site makes it of `heads.json`. */
import { FormatError } from "#atlas/files/columns.ts";
import { described, openFile, readFields, readTexts } from "#atlas/files/fields.ts";
import { parseHead, type HeadId } from "#atlas/head/head-id.ts";
import { once, readColumn, readList, type ColumnOnFile } from "./file-columns.ts";
import { PLACE_COLUMN, type FinderColumn, type FinderTable, type Words } from "./finder-table.ts";

/** Texts that many heads share. */
export interface WordsOnFile {
  readonly texts: readonly string[];
  /** For every head, the place of its text. */
  readonly of: readonly number[];
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
    columns: [layerColumn(ids), ...columns],
    roles: roles.map((role, i) => readRole(role, n, `finder: roles[${i}]`)),
    searchable: once(() =>
      names.map((name, i) =>
        `${name} ${words.texts[words.of[i]!]!} ${sorted.texts[sorted.of[i]!]!}`.toLowerCase(),
      ),
    ),
  };
}

/** The group of what says where a head stands, which needs no column of its own. */
export const PLACE = "place";

function layerColumn(ids: readonly HeadId[]): FinderColumn {
  return {
    id: PLACE_COLUMN,
    title: "Layer",
    group: PLACE,
    unit: "",
    remarkable: null,
    values: Float64Array.from(ids, ({ layer }) => layer),
    chance: null,
    hasChance: false,
    why: null,
  };
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
