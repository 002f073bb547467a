/**
 * The table of all fields of the view: the names in the address, the default, the form of values, and the fields that a
 * change resets. Values that cannot be parsed give the default, because links outlive the atlas for which they were made.
 */
import { firstProjection, type Maps } from "../method.ts";
import { SLUG } from "../slug.ts";
import { formatCamera, isSameCamera, parseCamera } from "./camera.ts";
import {
  AUTO_COLOR,
  LAYER_CHOICES,
  LEFT_OUT,
  MAX_CORNERS,
  MAX_LINES,
  MAX_ONLY,
  MAX_PICTURE_LINES,
  MAX_SEARCH,
  PANELS,
  PICTURE_WEIGHTS,
  TILES,
  type Area,
  type PressedEntry,
  type SelectedPoint,
  type TourPlace,
  type View,
} from "./view.ts";

type Words = readonly (readonly [key: string, text: string])[];

interface Field<Value> {
  /** In addresses: the long name is written. The others stand in links of earlier versions, and are read for good. */
  readonly names: readonly [long: string, ...others: string[]];
  /** What can be chosen, where that is a list. */
  readonly valuesOf?: (maps: Maps) => readonly (string | number)[];
  /** @param maps Those of the atlas. */
  readonly byDefault: (maps: Maps) => Value;
  /** @returns undefined if the address has no value, or one that the atlas does not have. */
  readonly parse: (params: URLSearchParams, maps: Maps) => Value | undefined;
  readonly format: (value: Value) => Words;
  readonly isSame: (a: Value, b: Value) => boolean;
  /** Other fields, as they are once this one has changed. */
  readonly clears?: Partial<View>;
}

/** In the order in which an address has them. */
export const VIEW_FIELDS: { readonly [Name in keyof View]: Field<View[Name]> } = {
  method: {
    ...choice(
      ["method", "m"],
      (maps) => maps.methods,
      (maps) => firstProjection(maps).method,
    ),
    // An outline on one map has no meaning on another.
    clears: { area: null },
  },
  dim: {
    ...choice(
      ["dimensions", "d"],
      (maps) => maps.dims,
      (maps) => firstProjection(maps).dim,
    ),
    clears: { area: null, camera: null },
  },
  color: {
    ...field(
      ["color", "c"],
      AUTO_COLOR,
      (text) => (/^[a-z][\w-]{0,40}$/i.test(text) ? text : undefined),
      String,
    ),
    // Another legend has other entries.
    clears: { only: [] },
  },
  selected: {
    ...field<SelectedPoint | null>(["select", "s"], null, parseSelected, formatSelected),
    isSame: (a, b) => a?.token === b?.token && a?.role === b?.role,
  },
  search: field(
    ["search", "q"],
    "",
    (text) => text.slice(0, MAX_SEARCH),
    (text) => text.slice(0, MAX_SEARCH),
  ),
  labels: toggle(["names", "l"], "off", "0", true),
  letters: toggle(["letters", "t"], "on", "letters"),
  contours: choice(
    ["contours", "h"],
    () => LAYER_CHOICES,
    () => "auto",
  ),
  currents: choice(
    ["currents", "x"],
    () => LAYER_CHOICES,
    () => "auto",
  ),
  sizeByNorm: toggle(["size", "z"], "norm"),
  lines: field(["lines", "k"], 8, (text) => rounded(parseNumber(text, MAX_LINES)), String),
  leastWeight: field(["min-weight", "w"], 0.03, (text) => parseNumber(text, 1), String),
  area: field<Area | null>(["area", "a"], null, parseArea, formatArea),
  onlyRole: field<SelectedPoint["role"] | null>(["role", "r"], null, parseRole, String),
  only: {
    names: ["legend", "e", "entry", "f"],
    byDefault: () => [],
    parse: parseOnly,
    format: formatOnly,
    isSame: isSameList,
  },
  panel: choice(
    ["panel", "p"],
    () => PANELS,
    () => "text",
  ),
  leftOut: choice(
    ["leave-out", "o"],
    () => LEFT_OUT,
    () => "none",
  ),
  byValue: toggle(["weights", "u"], "by-value", "value"),
  hidden: {
    ...field<readonly SelectedPoint[]>(["hidden"], [], parseHidden, (points) =>
      points.slice(0, MAX_ONLY).map(formatSelected).join("_"),
    ),
    isSame: isSameList,
  },
  pictureLines: field(["picture-lines"], 24, (text) => rounded(parseNumber(text, MAX_PICTURE_LINES)), String),
  pictureWeight: field(["picture-weight"], 0, (text) => rounded(parseNumber(text, PICTURE_WEIGHTS)), String),
  tiles: choice(
    ["tiles", "b"],
    () => TILES,
    () => "both",
  ),
  camera: {
    ...field(["camera", "v"], null, parseCamera, (camera) => (camera ? formatCamera(camera) : "")),
    isSame: isSameCamera,
  },
  alignedTo: {
    // `b` was its name before it was that of the tiles.
    ...field<string | null>(["aligned-to", "j", "b"], null, parseStage, String),
    // An outline on one map has no meaning on a turned one.
    clears: { area: null },
  },
  tour: {
    ...field<TourPlace | null>(["tour", "g"], null, parseTour, (place) =>
      place ? `${place.tour}-${place.step}` : "",
    ),
    isSame: (a, b) => a?.tour === b?.tour && a?.step === b?.step,
  },
};

type Names = Field<unknown>["names"];

/** The value under the first name that has one which can be read. */
function readWord<Value>(
  params: URLSearchParams,
  names: Names,
  parse: (text: string) => Value | null | undefined,
): Value | undefined {
  for (const name of names) {
    const text = params.get(name);
    const value = text === null ? undefined : parse(text);
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}

/** A field that is one word of the address. @param parse Neither null nor undefined is a value. */
function field<Value>(
  names: Names,
  byDefault: Value,
  parse: (text: string) => Value | null | undefined,
  format: (value: Value) => string,
): Field<Value> {
  return {
    names,
    byDefault: () => byDefault,
    parse: (params) => readWord(params, names, parse),
    format: (value) => [[names[0], format(value)]],
    isSame: Object.is,
  };
}

/** One of several values, written as it is. */
function choice<Value extends string | number>(
  names: Names,
  valuesOf: (maps: Maps) => readonly Value[],
  byDefault: (maps: Maps) => Value,
): Field<Value> {
  return {
    names,
    valuesOf,
    byDefault,
    format: (value) => [[names[0], String(value)]],
    isSame: Object.is,
    parse: (params, maps) =>
      readWord(params, names, (text) => valuesOf(maps).find((value) => String(value) === text)),
  };
}

/** Yes or no. The address has a word where it differs from how a page opens. @param old The word of earlier versions. */
function toggle(names: Names, word: string, old = word, byDefault = false): Field<boolean> {
  const isPlain = (text: string): boolean => text === "" || text === (byDefault ? "on" : "off");
  return {
    ...field(
      names,
      byDefault,
      (text) => (text === word || text === old ? !byDefault : isPlain(text) ? byDefault : undefined),
      () => word,
    ),
    valuesOf: () => [word],
  };
}

/** No numbers below 0. */
function parseNumber(text: string, high: number): number | undefined {
  return /^\d{1,3}(\.\d{1,3})?$/.test(text) ? Math.min(high, Number(text)) : undefined;
}

function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value);
}

/** `legend=0_7`: places in the legend; `entry=story`: keys, as the earliest versions wrote them (`f=story`). */
function parseOnly(params: URLSearchParams): PressedEntry[] | undefined {
  const all = (...names: string[]): string[] => names.flatMap((name) => params.getAll(name));
  const places = all("legend", "e")
    .flatMap((text) => text.split("_"))
    .filter((place) => /^\d{1,3}$/.test(place));
  const keys = all("entry", "f").filter((key) => key !== "");
  const only = [...new Set([...places.map(Number), ...keys])].slice(0, MAX_ONLY);
  return only.length > 0 ? only : undefined;
}

function formatOnly(only: readonly PressedEntry[]): Words {
  const places = only.filter((entry) => typeof entry === "number");
  const keys = only.filter((entry) => typeof entry === "string");
  return [
    ...(places.length > 0 ? [["legend", places.join("_")] as const] : []),
    ...keys.map((key) => ["entry", key] as const),
  ];
}

function parseSelected(text: string): SelectedPoint | null {
  const match = /^([qk])(\d{1,8})$/.exec(text);
  return match ? { role: match[1] === "q" ? "query" : "key", token: Number(match[2]) } : null;
}

function parseStage(text: string): string | null {
  return SLUG.test(text) && !TILES.some((tiles) => tiles === text) ? text : null;
}

function parseRole(text: string): SelectedPoint["role"] | null {
  const [role] = /^(q|k|query|key)$/.exec(text) ?? [];
  return role === undefined ? null : role.startsWith("q") ? "query" : "key";
}

/** `q703_k711` */
function parseHidden(text: string): SelectedPoint[] | null {
  const points = text.split("_").map(parseSelected);
  const known = points.filter((point) => point !== null).slice(0, MAX_ONLY);
  return known.length === Math.min(points.length, MAX_ONLY) ? known : null;
}

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a === b || a.length + b.length === 0;
}

/** `induction-2` */
function parseTour(text: string): TourPlace | null {
  const [, tour = "", step = ""] = /^([a-z]+(?:-[a-z]+)*)-([1-9]\d?)$/.exec(text) ?? [];
  return tour === "" ? null : { tour, step: Number(step) };
}

function formatSelected(point: SelectedPoint | null): string {
  return point ? `${point.role === "query" ? "q" : "k"}${point.token}` : "";
}

/** `-0.12_0.5~0.3_0.44~0_-1`: characters that an address need not escape. */
function parseArea(text: string): Area | null {
  const corners = text.split("~").map((corner) => corner.split("_").map(Number));
  if (corners.length < 3 || corners.length > MAX_CORNERS) return null;
  const area = corners.flatMap(([x, y, ...rest]) =>
    x !== undefined && y !== undefined && rest.length === 0 && Math.abs(x) < 10 && Math.abs(y) < 10
      ? [[x, y] as const]
      : [],
  );
  return area.length === corners.length ? area : null;
}

function formatArea(area: Area | null): string {
  return area?.map((corner) => corner.join("_")).join("~") ?? "";
}
