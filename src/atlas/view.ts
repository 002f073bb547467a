/**
 * The exact view of a head page ↔ its query string: readable, defaults left out, unknown keys ignored.
 * Links outlive the atlas they were made in, so anything that does not parse gives the default, never an error.
 */
import { formatCamera, parseCamera, type Camera } from "./camera.ts";
import { firstProjection, type Dim, type Maps, type Method } from "./method.ts";

/** How the selected sequence is shown: its text or picture, lines between tokens, a matrix, or the mean over all sequences. */
export const PANELS = ["text", "lines", "matrix", "average"] as const;
export type Panel = (typeof PANELS)[number];

/** Tokens that draw much weight and say little; what is left of each row then sums to 1 again. */
export const LEFT_OUT = ["none", "special", "first", "both"] as const;
export type LeftOut = (typeof LEFT_OUT)[number];

/** Lines around where points are dense, as the height lines of a relief. */
export const CONTOUR_CHOICES = ["auto", "on", "off"] as const;
export type ContourChoice = (typeof CONTOUR_CHOICES)[number];

/** What is shown on a head page, apart from the head itself. */
export interface View {
  readonly method: Method;
  readonly dim: Dim;
  /** Name of a color mode, e.g. `role`, `position`, `row`. */
  readonly color: string;
  /** Selected point: its token (index into the token table) and role. */
  readonly selected: SelectedPoint | null;
  readonly search: string;
  /** Whether tokens are written beside their points. */
  readonly labels: boolean;
  /** Whether text tokens are drawn by their first letters in place of discs and rings. */
  readonly letters: boolean;
  /** Whether lines go around where points are dense; `auto`: on crowded maps. */
  readonly contours: ContourChoice;
  /** Whether long queries and keys get larger points. */
  readonly sizeByNorm: boolean;
  /** How many attention lines a selected point has at most. */
  readonly lines: number;
  /** Weight from which on a line is drawn, 0 … 1. */
  readonly leastWeight: number;
  /** An outline on the flat map; what lies inside is listed. */
  readonly area: Area | null;
  /** What the legend is pressed to: only queries or only keys, … */
  readonly onlyRole: SelectedPoint["role"] | null;
  /** … and only the points of these entries; none for all. */
  readonly only: readonly PressedEntry[];
  readonly panel: Panel;
  readonly leftOut: LeftOut;
  /** Whether weights count by the length of the values they multiply. */
  readonly byValue: boolean;
  /** Where the map is looked at from; null for the whole map, as it opens. */
  readonly camera: Camera | null;
}

/** A legend entry by its place, from 0. Links of earlier versions name it by its key, which for a label is the label's value. */
export type PressedEntry = number | string;

/** Corners in the map's own plane, −1 … 1, three or more. */
export type Area = readonly (readonly [x: number, y: number])[];

export interface SelectedPoint {
  readonly role: "query" | "key";
  readonly token: number;
}

/** What a page opens with. @param maps Those of the atlas. */
export function defaultView(maps: Maps): View {
  return {
    ...firstProjection(maps),
    color: "role",
    selected: null,
    search: "",
    labels: true,
    letters: false,
    contours: "auto",
    sizeByNorm: false,
    lines: 8,
    leastWeight: 0.03,
    area: null,
    onlyRole: null,
    only: [],
    panel: "text",
    leftOut: "none",
    byValue: false,
    camera: null,
  };
}

/** Corners that a link carries. */
export const MAX_CORNERS = 24;

/** More lines than these hide what they lead to. */
export const MAX_LINES = 32;
/** Longest search a link carries. */
export const MAX_SEARCH = 200;
/** Most legend entries a link carries: no legend is longer. */
const MAX_ONLY = 100;

/** Reads a view from a query string such as `?m=tsne&d=3&c=position&s=k120&q=the`. @param maps Those of the atlas: it shows no others. */
export function parseView(search: string, maps: Maps): View {
  const params = new URLSearchParams(search);
  const word = (key: string): string => params.get(key) ?? "";
  const byDefault = defaultView(maps);
  const color = word("c");
  return {
    method: maps.methods.find((candidate) => candidate === word("m")) ?? byDefault.method,
    dim: maps.dims.find((candidate) => String(candidate) === word("d")) ?? byDefault.dim,
    color: /^[a-z][\w-]{0,40}$/i.test(color) ? color : byDefault.color,
    selected: parseSelected(word("s")),
    search: word("q").slice(0, MAX_SEARCH),
    labels: word("l") !== "0",
    letters: word("t") === "letters",
    contours: CONTOUR_CHOICES.find((candidate) => candidate === word("h")) ?? byDefault.contours,
    sizeByNorm: word("z") === "norm",
    lines: Math.round(readNumber(word("k"), MAX_LINES, byDefault.lines)),
    leastWeight: readNumber(word("w"), 1, byDefault.leastWeight),
    area: parseArea(word("a")),
    onlyRole: word("r") === "q" ? "query" : word("r") === "k" ? "key" : null,
    only: parseOnly(params),
    panel: PANELS.find((candidate) => candidate === word("p")) ?? byDefault.panel,
    leftOut: LEFT_OUT.find((candidate) => candidate === word("o")) ?? byDefault.leftOut,
    byValue: word("u") === "value",
    camera: parseCamera(word("v")),
  };
}

/** Writes a view; the atlas' default view gives the empty string. @param maps Those of the atlas. */
export function formatView(view: View, maps: Maps): string {
  const params = new URLSearchParams();
  const byDefault = defaultView(maps);
  if (view.method !== byDefault.method) params.set("m", view.method);
  if (view.dim !== byDefault.dim) params.set("d", String(view.dim));
  if (view.color !== byDefault.color) params.set("c", view.color);
  if (view.selected) params.set("s", `${view.selected.role === "query" ? "q" : "k"}${view.selected.token}`);
  if (view.search !== "") params.set("q", view.search.slice(0, MAX_SEARCH));
  if (!view.labels) params.set("l", "0");
  if (view.letters) params.set("t", "letters");
  if (view.contours !== byDefault.contours) params.set("h", view.contours);
  if (view.sizeByNorm) params.set("z", "norm");
  if (view.lines !== byDefault.lines) params.set("k", String(view.lines));
  if (view.leastWeight !== byDefault.leastWeight) params.set("w", String(view.leastWeight));
  if (view.area) params.set("a", view.area.map((corner) => corner.join("_")).join("~"));
  if (view.onlyRole) params.set("r", view.onlyRole === "query" ? "q" : "k");
  const places = view.only.filter((entry) => typeof entry === "number");
  if (places.length > 0) params.set("e", places.join("_"));
  for (const entry of view.only) if (typeof entry === "string") params.append("f", entry);
  if (view.panel !== byDefault.panel) params.set("p", view.panel);
  if (view.leftOut !== byDefault.leftOut) params.set("o", view.leftOut);
  if (view.byValue) params.set("u", "value");
  if (view.camera) params.set("v", formatCamera(view.camera));
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

/** No numbers below 0. */
function readNumber(text: string, high: number, otherwise: number): number {
  return /^\d{1,3}(\.\d{1,3})?$/.test(text) ? Math.min(high, Number(text)) : otherwise;
}

/** `e=0_7`: places in the legend; `f=story`: keys, as earlier versions wrote them. */
function parseOnly(params: URLSearchParams): PressedEntry[] {
  const places = (params.get("e") ?? "").split("_").filter((place) => /^\d{1,3}$/.test(place));
  const keys = params.getAll("f").filter((key) => key !== "");
  return [...new Set([...places.map(Number), ...keys])].slice(0, MAX_ONLY);
}

function parseSelected(text: string): SelectedPoint | null {
  const match = /^([qk])(\d{1,8})$/.exec(text);
  return match ? { role: match[1] === "q" ? "query" : "key", token: Number(match[2]) } : null;
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
