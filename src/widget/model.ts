/** What a notebook and the widget know of each other: the traits of a Python object, as anywidget hands them over. */
import type { Dim } from "#atlas/method.ts";
import { AUTO_COLOR, type SelectedPoint } from "#atlas/view/view.ts";

/** anywidget's model, of which the widget uses this. */
export interface WidgetModel {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  save_changes(): void;
  on(event: string, listener: () => void): void;
  off(event: string, listener: () => void): void;
}

/** What decides about the data; a change opens the head anew. */
export const SOURCE_TRAITS = ["atlas", "files", "head"] as const;
/** What decides about the picture. */
export const VIEW_TRAITS = ["method", "dim", "color", "selected", "theme", "height"] as const;

export type Theme = "auto" | "light" | "dark";

/** The traits, each read as what it should be: one that is missing or has another type counts as not set. */
export interface Traits {
  /** Address of the folder of one atlas. */
  readonly atlas: string;
  /** Files of that folder by their path in it; asked before the address. */
  readonly files: Readonly<Record<string, unknown>>;
  /** `L3H5`; empty for the first head. */
  readonly head: string;
  /** Empty for the first method of the atlas. */
  readonly method: string;
  readonly dim: Dim;
  /** Name of a color mode, or `auto`. */
  readonly color: string;
  /** As in addresses: `q120`, `k7`; null for none. */
  readonly selected: SelectedPoint | null;
  readonly theme: Theme;
  readonly heightPx: number;
}

/** In pixels. */
const [LEAST_HEIGHT, HEIGHT, MOST_HEIGHT] = [160, 420, 2000];

export function readTraits(model: WidgetModel): Traits {
  const text = (name: string): string => {
    const value = model.get(name);
    return typeof value === "string" ? value.trim() : "";
  };
  const files = model.get("files");
  const height = Number(model.get("height") ?? HEIGHT);
  const theme = text("theme");
  return {
    atlas: text("atlas"),
    files: typeof files === "object" && files !== null ? (files as Readonly<Record<string, unknown>>) : {},
    head: text("head"),
    method: text("method"),
    dim: model.get("dim") === 3 ? 3 : 2,
    color: text("color") || AUTO_COLOR,
    selected: parsePoint(text("selected")),
    theme: theme === "light" || theme === "dark" ? theme : "auto",
    heightPx: Number.isFinite(height) ? Math.min(MOST_HEIGHT, Math.max(LEAST_HEIGHT, height)) : HEIGHT,
  };
}

/** `q120` or `k7`; null for anything else. */
export function parsePoint(text: string): SelectedPoint | null {
  const [, role, token] = /^([qk])(\d{1,9})$/.exec(text) ?? [];
  return role === undefined ? null : { role: role === "q" ? "query" : "key", token: Number(token) };
}

/** As an address writes a point; null for none. */
export function formatPoint(point: SelectedPoint | null): string | null {
  return point && `${point.role === "query" ? "q" : "k"}${point.token}`;
}

export function isSamePoint(a: SelectedPoint | null, b: SelectedPoint | null): boolean {
  return a?.token === b?.token && a?.role === b?.role;
}
