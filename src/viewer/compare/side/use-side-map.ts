import { useEffect, useEffectEvent, useMemo, useRef, type RefObject } from "react";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import type { Projection } from "#atlas/method.ts";
import type { Coloring, ColorMode } from "#color/color-mode.ts";
import type { OverlayColors } from "#drawing/map/overlay-colors.ts";
import type { Side } from "../../../compare/compare-address.ts";
import { useCamera } from "../../head/drawing/use-camera.ts";
import { useDrawing } from "../../head/drawing/use-drawing.ts";
import { useEmphasis, type Emphasis } from "../../head/drawing/use-emphasis.ts";
import { usePointMap } from "../../head/drawing/use-point-map.ts";
import { KEY_TABLE, type Command } from "../../keyboard/key-table.ts";
import { listenKeys } from "../../keyboard/listen.ts";
import { runCommand, type CommandContext } from "../../keyboard/run-command.ts";
import type { PointMap } from "../../map/point-map.ts";
import { usePatches } from "../../patches/use-patches.ts";
import type { Store } from "../../state/store.ts";
import type { ViewState } from "../../state/view-state.ts";
import type { SideFiles } from "./use-side.ts";

interface SideMapInput {
  readonly side: Side;
  readonly store: Store;
  readonly state: ViewState;
  readonly files: SideFiles;
  readonly projection: Projection;
  readonly mode: ColorMode;
  readonly coloring: Coloring;
  /** Of the map as it is drawn; null until it is known where its points go. */
  readonly coordinates: MapCoordinates | null;
  readonly colors: OverlayColors;
  readonly searchRef: RefObject<HTMLInputElement | null>;
  /** The side whose map the reader has last touched. */
  readonly led: { current: Side };
}

/** A map of the page with what is drawn on it. */
export interface SideMapState {
  readonly map: PointMap | null;
  readonly mapRef: RefObject<HTMLDivElement | null>;
  readonly emphasis: Emphasis;
  /** A sentence about patches that are not drawn. */
  readonly note: string | null;
  readonly error: Error | null;
  readonly retry: () => void;
  readonly run: (command: Command) => void;
}

/** Keys of things that this page does not have. */
const ABSENT: ReadonlySet<Command> = new Set<Command>([
  "previousHead",
  "nextHead",
  "upLayer",
  "downLayer",
  "labels",
  "outline",
  "sight",
  "letters",
  "contours",
  "currents",
  "fullScreen",
]);
/** Keys that the page has, for its help. */
export const COMPARE_KEYS = KEY_TABLE.filter(({ command }) => !ABSENT.has(command));
const ON_MAP: ReadonlySet<Command> = new Set(
  KEY_TABLE.flatMap(({ onMap, command }) => (onMap ? [command] : [])),
);

/** Mounts one of the two maps and draws the state of its side on it. */
export function useSideMap(input: SideMapInput): SideMapState {
  const { side, store, state, files, projection, mode, coloring, coordinates, colors } = input;
  const { table, selected, attended, sheet } = files;
  const { manifest } = files.head;
  const { patches } = manifest;
  const { view, hover, partner } = state;
  const mapRef = useRef<HTMLDivElement>(null);
  // Both maps look at the same place, and the one that the reader uses says at which: also what the pointer rests on over the
  // other one is nothing new.
  const used = useMemo(() => followed(store, input.led, side), [store, input.led, side]);
  const { map, ...mounted } = usePointMap({
    container: mapRef,
    tokens: table,
    patches,
    sheet,
    colors,
    dispatch: used.dispatch,
  });
  const emphasis = useEmphasis({ table, view, coloring, selected, map, dispatch: store.dispatch });
  const { search, shown, termColors } = emphasis;
  const hasPatches = patches !== null;
  const scene = table && {
    tokens: table,
    selected,
    hover,
    partner,
    attended,
    termOf: search.found?.termOf ?? null,
    shown,
    termColors,
    hasPatches,
    lines: view.lines,
    leastWeight: view.leastWeight,
    area: null,
  };
  useDrawing({ map, table, coordinates, coloring: emphasis.painted, shown, scene, colors, norms: null });
  const note = usePatches({ map, table, patches, sheet, coordinates, mode, coloring, shown });
  useCamera({ map, coordinates, dim: projection.dim, camera: view.camera, store: used });
  const frame = useRef<HTMLElement | null>(null);
  const context: CommandContext = {
    map,
    store,
    manifest,
    table,
    shown,
    hasCurrents: false,
    step: search.step,
    searchField: input.searchRef,
    mapFrame: frame,
  };
  useSideKeys(side, mapRef, context);
  return {
    map,
    mapRef,
    emphasis,
    note,
    error: files.error ?? mounted.error ?? search.error,
    retry: () => [files, mounted, search].forEach((part) => part.retry()),
    run: (command) => runCommand(command, context),
  };
}

/** Keys of a map go to the map that has the focus; all others are heard once. */
function useSideKeys(side: Side, container: RefObject<HTMLElement | null>, context: CommandContext): void {
  const onKey = useEffectEvent((command: Command) => {
    const isHeard = ON_MAP.has(command) || side === "a";
    if (isHeard && !ABSENT.has(command)) runCommand(command, context);
  });
  useEffect(
    () => (container.current ? listenKeys(container.current, (command) => onKey(command)) : undefined),
    [container],
  );
}

/** The store for what a map tells: it counts only while the reader uses this map, and not the other one. */
function followed(store: Store, led: SideMapInput["led"], side: Side): Store {
  return { ...store, dispatch: (action) => (led.current === side ? store.dispatch(action) : undefined) };
}
