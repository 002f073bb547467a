/** What each key does. */
import type { Manifest } from "#atlas/files/manifest.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import { MAX_CORNERS } from "#atlas/view/view.ts";
import { hasContours } from "#drawing/map/has-contours.ts";
import { pointOf, selectedOf } from "#drawing/map/map-scene.ts";
import { simplified } from "../map/area.ts";
import type { PointMap } from "../map/point-map.ts";
import type { Store } from "../state/store.ts";
import type { Command } from "./key-table.ts";

export interface CommandContext {
  readonly map: PointMap | null;
  readonly store: Store;
  readonly manifest: Manifest;
  readonly table: TokenTable | null;
  readonly searchField: { readonly current: HTMLInputElement | null };
  /** The frame of the map. */
  readonly mapFrame: { readonly current: HTMLElement | null };
  /** The strength of each point, 0 … 255; null draws all points alike. */
  readonly shown: Uint8Array | null;
  /** Whether the map shows currents. */
  readonly hasCurrents: boolean;
  /** Selects the next or the previous match. */
  readonly step: (direction: 1 | -1) => void;
}

/** The page has links to the neighboring heads. A key follows such a link, so that prefetching works for both. */
const LINKS: Partial<Record<Command, string>> = {
  previousHead: "previous",
  nextHead: "next",
  upLayer: "up",
  downLayer: "down",
};

const DIRECTIONS: Partial<Record<Command, readonly [dx: number, dy: number]>> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
};

/** A key turns the map as far as a drag of this many pixels: about ten degrees. */
const TURN_PX = 26;
const TURNS: Partial<Record<Command, readonly [dx: number, dy: number]>> = {
  turnLeft: [-TURN_PX, 0],
  turnRight: [TURN_PX, 0],
  turnUp: [0, -TURN_PX],
  turnDown: [0, TURN_PX],
};

export function runCommand(command: Command, context: CommandContext): void {
  const { map, store, manifest } = context;
  const { view, hover } = store.get();
  const link = LINKS[command];
  if (link !== undefined) document.querySelector<HTMLAnchorElement>(`a[data-head-link="${link}"]`)?.click();
  const direction = DIRECTIONS[command];
  if (direction) walk(context, direction);
  const turn = TURNS[command];
  if (turn && view.dim === 3) map?.turn(...turn);
  switch (command) {
    case "search":
      focusField(context.searchField.current);
      break;
    case "nextMatch":
      context.step(1);
      break;
    case "previousMatch":
      context.step(-1);
      break;
    case "clear":
      store.dispatch({ type: "hover", point: null });
      store.dispatch({ type: "set", change: { selected: null } });
      store.dispatch({ type: "set", change: { search: "" } });
      store.dispatch({ type: "set", change: { area: null } });
      store.dispatch({ type: "showAll" });
      break;
    case "method":
      store.dispatch({ type: "set", change: { method: after(manifest.methods, view.method) } });
      break;
    case "dimension":
      store.dispatch({ type: "set", change: { dim: after(manifest.dims, view.dim) } });
      break;
    case "zoomIn":
      map?.zoom(1);
      break;
    case "zoomOut":
      map?.zoom(-1);
      break;
    case "reset":
      map?.reset();
      break;
    case "fit":
      fit(context);
      break;
    case "labels":
      store.dispatch({ type: "set", change: { labels: !view.labels } });
      break;
    case "outline":
      store.dispatch({ type: "outline", isOn: !store.get().isOutlining });
      break;
    case "sight":
      // The same as an outline around everything in view.
      if (map && view.dim === 2)
        store.dispatch({ type: "set", change: { area: simplified(map.sight(), MAX_CORNERS) } });
      break;
    case "letters":
      if (manifest.dataset.kind === "text")
        store.dispatch({ type: "set", change: { letters: !view.letters } });
      break;
    case "contours": {
      const contours = hasContours(view, manifest) ? "off" : "on";
      store.dispatch({ type: "set", change: { contours } });
      break;
    }
    case "currents":
      if (view.dim === 2)
        store.dispatch({ type: "set", change: { currents: context.hasCurrents ? "off" : "on" } });
      break;
    case "fullScreen":
      toggleFullScreen(context.mapFrame.current);
      break;
    case "select":
      store.dispatch({ type: "set", change: { selected: hover ?? view.selected } });
      store.dispatch({ type: "hover", point: null });
      break;
    case "help":
      store.dispatch({ type: "help", isOpen: true });
      break;
  }
}

/** On a small screen, the field is in a sheet that has to be opened first. */
function focusField(field: HTMLElement | null): void {
  const sheet = field?.closest<HTMLElement>("[popover]");
  if (sheet && getComputedStyle(sheet).display === "none") sheet.showPopover();
  field?.focus();
}

/** Zooms to the highlighted points: the selected sequence, the matches, or the points that the legend selects. */
function fit({ map, shown }: CommandContext): void {
  if (shown === null) map?.reset();
  else map?.fit(Array.from(shown).flatMap((strength, point) => (strength === 255 ? [point] : [])));
}

export function toggleFullScreen(frame: HTMLElement | null): void {
  // If the browser refuses, the page stays as it is.
  if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
  else void frame?.requestFullscreen().catch(() => undefined);
}

/** Moves from the point under the cursor, or else from the selected point, or else from the middle of the map. */
function walk({ map, store, table }: CommandContext, [dx, dy]: readonly [number, number]): void {
  if (map === null || table === null) return;
  const { view, hover } = store.get();
  const from = hover ?? view.selected;
  const next = from ? map.neighbor(pointOf(table, from), dx, dy) : map.middle();
  if (next === null) return;
  map.showPoint(next);
  store.dispatch({ type: "hover", point: selectedOf(table, next), isWalking: true });
}

function after<Value>(values: readonly [Value, ...Value[]] | readonly Value[], value: Value): Value {
  return values[(values.indexOf(value) + 1) % values.length] ?? value;
}
