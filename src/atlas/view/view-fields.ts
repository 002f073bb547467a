/**
 * The table of all fields of the view: the default, the form in the address, and the fields that a change resets. Values
 * that cannot be parsed give the default, because links outlive the atlas for which they were made.
 */
import { firstProjection, type Maps } from "../method.ts";
import { formatCamera, isSameCamera, parseCamera } from "./camera.ts";
import {
  CONTOUR_CHOICES,
  LEFT_OUT,
  MAX_CORNERS,
  MAX_LINES,
  MAX_ONLY,
  MAX_SEARCH,
  PANELS,
  type Area,
  type PressedEntry,
  type SelectedPoint,
  type View,
} from "./view.ts";

type Words = readonly (readonly [key: string, text: string])[];

interface Field<Value> {
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
      "m",
      (maps) => maps.methods,
      (maps) => firstProjection(maps).method,
    ),
    // An outline on one map has no meaning on another.
    clears: { area: null },
  },
  dim: {
    ...choice(
      "d",
      (maps) => maps.dims,
      (maps) => firstProjection(maps).dim,
    ),
    clears: { area: null, camera: null },
  },
  color: {
    ...field("c", "role", (text) => (/^[a-z][\w-]{0,40}$/i.test(text) ? text : undefined), String),
    // Another legend has other entries.
    clears: { only: [] },
  },
  selected: {
    ...field<SelectedPoint | null>("s", null, parseSelected, formatSelected),
    isSame: (a, b) => a?.token === b?.token && a?.role === b?.role,
  },
  search: field(
    "q",
    "",
    (text) => text.slice(0, MAX_SEARCH),
    (text) => text.slice(0, MAX_SEARCH),
  ),
  labels: field(
    "l",
    true,
    (text) => text !== "0",
    () => "0",
  ),
  letters: flag("t", "letters"),
  contours: choice(
    "h",
    () => CONTOUR_CHOICES,
    () => "auto",
  ),
  sizeByNorm: flag("z", "norm"),
  lines: field("k", 8, (text) => rounded(parseNumber(text, MAX_LINES)), String),
  leastWeight: field("w", 0.03, (text) => parseNumber(text, 1), String),
  area: field<Area | null>("a", null, parseArea, formatArea),
  onlyRole: field<SelectedPoint["role"] | null>(
    "r",
    null,
    (text) => (text === "q" ? "query" : text === "k" ? "key" : undefined),
    (role) => (role === "query" ? "q" : "k"),
  ),
  only: {
    byDefault: () => [],
    parse: parseOnly,
    format: formatOnly,
    isSame: (a, b) => a === b || a.length + b.length === 0,
  },
  panel: choice(
    "p",
    () => PANELS,
    () => "text",
  ),
  leftOut: choice(
    "o",
    () => LEFT_OUT,
    () => "none",
  ),
  byValue: flag("u", "value"),
  camera: {
    ...field("v", null, parseCamera, (camera) => (camera ? formatCamera(camera) : "")),
    isSame: isSameCamera,
  },
};

/** A field that is one word of the address. */
function field<Value>(
  key: string,
  byDefault: Value,
  parse: (text: string) => Value | undefined,
  format: (value: Value) => string,
): Field<Value> {
  return {
    byDefault: () => byDefault,
    parse: (params) => {
      const text = params.get(key);
      return text === null ? undefined : parse(text);
    },
    format: (value) => [[key, format(value)]],
    isSame: Object.is,
  };
}

/** One of several values, written as it is. */
function choice<Value extends string | number>(
  key: string,
  valuesOf: (maps: Maps) => readonly Value[],
  byDefault: (maps: Maps) => Value,
): Field<Value> {
  return {
    byDefault,
    format: (value) => [[key, String(value)]],
    isSame: Object.is,
    parse: (params, maps) => valuesOf(maps).find((value) => String(value) === params.get(key)),
  };
}

/** Off by default, and on where the address has this word. */
function flag(key: string, word: string): Field<boolean> {
  return field(
    key,
    false,
    (text) => text === word,
    () => word,
  );
}

/** No numbers below 0. */
function parseNumber(text: string, high: number): number | undefined {
  return /^\d{1,3}(\.\d{1,3})?$/.test(text) ? Math.min(high, Number(text)) : undefined;
}

function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value);
}

/** `e=0_7`: places in the legend; `f=story`: keys, as earlier versions wrote them. */
function parseOnly(params: URLSearchParams): PressedEntry[] {
  const places = (params.get("e") ?? "").split("_").filter((place) => /^\d{1,3}$/.test(place));
  const keys = params.getAll("f").filter((key) => key !== "");
  return [...new Set([...places.map(Number), ...keys])].slice(0, MAX_ONLY);
}

function formatOnly(only: readonly PressedEntry[]): Words {
  const places = only.filter((entry) => typeof entry === "number");
  const keys = only.filter((entry) => typeof entry === "string");
  return [
    ...(places.length > 0 ? [["e", places.join("_")] as const] : []),
    ...keys.map((key) => ["f", key] as const),
  ];
}

function parseSelected(text: string): SelectedPoint | null {
  const match = /^([qk])(\d{1,8})$/.exec(text);
  return match ? { role: match[1] === "q" ? "query" : "key", token: Number(match[2]) } : null;
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
