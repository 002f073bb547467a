import { useMemo, useSyncExternalStore, type CSSProperties } from "react";
import type { Role } from "#atlas/role-colors.ts";
import { roleColors } from "#color/palette.ts";
import { remember, remembered } from "../state/remember.ts";

const KEY = "headland-palette";
const CHANGED = "headland:palette";
/** What the link by which the page was opened asks for; a reader's own choice comes first. Pages are also rendered without one. */
const linked = /[?&]palette=(safe|classic)/.exec(typeof location === "undefined" ? "" : location.search)?.[1];

export interface Palette {
  /** Whether the colors are blue and orange instead of green and pink. */
  readonly isSafe: boolean;
  readonly roles: Readonly<Record<Role, string>>;
  /** The colors as `--role-query` and `--role-key`. */
  readonly style: CSSProperties;
  readonly toggle: () => void;
}

/** The reader's colors for queries and keys. They belong to the reader, not to the view: only copied links carry them. */
export function usePalette(): Palette {
  const isSafe = useSyncExternalStore(subscribe, readSafe, () => false);
  const roles = roleColors(isSafe);
  const { query, key } = roles;
  const style = useMemo(() => ({ "--role-query": query, "--role-key": key }) as CSSProperties, [query, key]);
  return { isSafe, roles, style, toggle: () => write(isSafe ? "classic" : "safe") };
}

function subscribe(listener: () => void): () => void {
  window.addEventListener(CHANGED, listener);
  return () => window.removeEventListener(CHANGED, listener);
}

function readSafe(): boolean {
  return chosenPalette() === "safe";
}

/** @returns null if neither the reader nor the link has chosen. */
export function chosenPalette(): string | null {
  return remembered(KEY) ?? linked ?? null;
}

function write(palette: string): void {
  remember(KEY, palette);
  window.dispatchEvent(new Event(CHANGED));
}
