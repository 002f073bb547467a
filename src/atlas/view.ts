/**
 * The exact view of a head page ↔ its query string: readable, defaults left out, unknown keys ignored.
 * Links outlive the atlas they were made in, so anything that does not parse gives the default, never an error.
 */
import { METHODS, type Dim, type Method } from "./method.ts";

/** How the selected sequence is shown: its text or picture, lines between tokens, a matrix, or the mean over all sequences. */
export const PANELS = ["text", "lines", "matrix", "average"] as const;
export type Panel = (typeof PANELS)[number];

/** Tokens that draw much weight and say little; what is left of each row then sums to 1 again. */
export const LEFT_OUT = ["none", "special", "first", "both"] as const;
export type LeftOut = (typeof LEFT_OUT)[number];

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
  /** Whether long queries and keys get larger points. */
  readonly sizeByNorm: boolean;
  /** How many attention lines a selected point has at most. */
  readonly lines: number;
  /** Weight from which on a line is drawn, 0 … 1. */
  readonly leastWeight: number;
  readonly panel: Panel;
  readonly leftOut: LeftOut;
}

export interface SelectedPoint {
  readonly role: "query" | "key";
  readonly token: number;
}

export const DEFAULT_VIEW: View = {
  method: "umap",
  dim: 2,
  color: "role",
  selected: null,
  search: "",
  labels: true,
  sizeByNorm: false,
  lines: 8,
  leastWeight: 0.03,
  panel: "text",
  leftOut: "none",
};

/** More lines than these hide what they lead to. */
export const MAX_LINES = 32;

/** Longest search a link carries. */
const MAX_SEARCH = 200;

/** Reads a view from a query string such as `?m=tsne&d=3&c=position&s=k120&q=the`. */
export function parseView(search: string): View {
  const params = new URLSearchParams(search);
  const method = METHODS.find((candidate) => candidate === params.get("m")) ?? DEFAULT_VIEW.method;
  const color = params.get("c") ?? "";
  return {
    method,
    dim: params.get("d") === "3" ? 3 : 2,
    color: /^[a-z][\w-]{0,40}$/i.test(color) ? color : DEFAULT_VIEW.color,
    selected: parseSelected(params.get("s") ?? ""),
    search: (params.get("q") ?? "").slice(0, MAX_SEARCH),
    labels: params.get("l") !== "0",
    sizeByNorm: params.get("z") === "norm",
    lines: Math.round(readNumber(params.get("k"), 0, MAX_LINES, DEFAULT_VIEW.lines)),
    leastWeight: readNumber(params.get("w"), 0, 1, DEFAULT_VIEW.leastWeight),
    panel: PANELS.find((candidate) => candidate === params.get("p")) ?? DEFAULT_VIEW.panel,
    leftOut: LEFT_OUT.find((candidate) => candidate === params.get("o")) ?? DEFAULT_VIEW.leftOut,
  };
}

/** Writes a view; the default view gives the empty string. */
export function formatView(view: View): string {
  const params = new URLSearchParams();
  if (view.method !== DEFAULT_VIEW.method) params.set("m", view.method);
  if (view.dim !== DEFAULT_VIEW.dim) params.set("d", String(view.dim));
  if (view.color !== DEFAULT_VIEW.color) params.set("c", view.color);
  if (view.selected) params.set("s", `${view.selected.role === "query" ? "q" : "k"}${view.selected.token}`);
  if (view.search !== "") params.set("q", view.search.slice(0, MAX_SEARCH));
  if (!view.labels) params.set("l", "0");
  if (view.sizeByNorm) params.set("z", "norm");
  if (view.lines !== DEFAULT_VIEW.lines) params.set("k", String(view.lines));
  if (view.leastWeight !== DEFAULT_VIEW.leastWeight) params.set("w", String(view.leastWeight));
  if (view.panel !== DEFAULT_VIEW.panel) params.set("p", view.panel);
  if (view.leftOut !== DEFAULT_VIEW.leftOut) params.set("o", view.leftOut);
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

function readNumber(text: string | null, low: number, high: number, otherwise: number): number {
  if (text === null || !/^\d{1,3}(\.\d{1,3})?$/.test(text)) return otherwise;
  return Math.min(high, Math.max(low, Number(text)));
}

function parseSelected(text: string): SelectedPoint | null {
  const match = /^([qk])(\d{1,8})$/.exec(text);
  return match ? { role: match[1] === "q" ? "query" : "key", token: Number(match[2]) } : null;
}
