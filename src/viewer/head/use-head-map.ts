import { useRef, type RefObject } from "react";
import type { Manifest } from "#atlas/files/manifest.ts";
import { projectionName } from "#atlas/method.ts";
import type { View } from "#atlas/view/view.ts";
import type { Coloring } from "#color/color-mode.ts";
import { useColoring } from "../data/use-coloring.ts";
import type { Command } from "../keyboard/key-table.ts";
import { useCommands } from "../keyboard/use-commands.ts";
import { hasContours } from "../map/has-contours.ts";
import { useArea } from "./use-area.ts";
import { useCamera } from "./use-camera.ts";
import { useDrawing } from "./use-drawing.ts";
import { useEmphasis, type Emphasis } from "./use-emphasis.ts";
import { useExtras } from "./use-extras.ts";
import type { HeadPage } from "./use-head-page.ts";
import { usePointMap } from "./use-point-map.ts";
import { useTestApi } from "./use-test-api.ts";

/** The map of a head's page and the state that it shows. */
export interface HeadMapState {
  /** The frame of the map. */
  readonly frameRef: RefObject<HTMLDivElement | null>;
  /** The element in which the map is mounted. */
  readonly mapRef: RefObject<HTMLDivElement | null>;
  readonly searchRef: RefObject<HTMLInputElement | null>;
  /** The view, with the projection and the color mode that are actually shown. */
  readonly view: View;
  readonly coloring: Coloring;
  readonly emphasis: Emphasis;
  /** Points inside the outline that the reader drew; null without an outline. */
  readonly inside: readonly number[] | null;
  readonly hasLetters: boolean;
  readonly hasContours: boolean;
  /** Whether the map covers the thumbnail. */
  readonly isCovered: boolean;
  /** Whether the map shows the requested view. */
  readonly isReady: boolean;
  /** A file or a part of the script that could not be loaded. */
  readonly missing: Error | null;
  /** Requests everything that is missing again. */
  readonly retry: () => void;
  readonly run: (command: Command) => void;
}

/** Mounts the map and draws the state of the page on it. @param sheet Address of the patches' sprite sheet. */
export function useHeadMap(page: HeadPage, manifest: Manifest, sheet: string): HeadMapState {
  const { store, state, files, theme, palette } = page;
  const { view, hover, partner, isOutlining, isTurning } = state;
  const { dispatch } = store;
  const { table, projection, mode, selected, attended, coordinates } = files;
  const mapRef = useRef<HTMLDivElement>(null);
  const frameRef = useRef<HTMLDivElement>(null);
  const searchRef = useRef<HTMLInputElement>(null);
  const { patches } = manifest;
  const hasPatches = patches !== null;
  const { map, ...mounted } = usePointMap({
    container: mapRef,
    tokens: table,
    patches,
    sheet,
    colors: theme.overlay,
    dispatch,
  });
  const coloring = useColoring({
    mode,
    manifest,
    table,
    points: files.points,
    projection: projectionName(projection),
    sheet,
    selected,
    attended,
    isDark: theme.isDark,
    isSafe: palette.isSafe,
  });
  const emphasis = useEmphasis({ table, view, coloring, selected, map, dispatch });
  const { search, shown, termColors } = emphasis;
  const { found, step } = search;
  const area = projection.dim === 2 ? view.area : null;
  const isPlain = !hasPatches && selected === null && found === null;
  const hasLetters = view.letters && isPlain;
  const scene = table && {
    tokens: table,
    selected,
    hover,
    partner,
    attended,
    termOf: found?.termOf ?? null,
    shown,
    termColors,
    hasPatches,
    lines: view.lines,
    leastWeight: view.leastWeight,
    area,
  };
  useDrawing({
    map,
    table,
    coordinates,
    coloring: emphasis.painted,
    shown,
    scene,
    colors: theme.overlay,
    norms: view.sizeByNorm ? (files.points?.norms ?? null) : null,
    hasLabels: view.labels && isPlain && !hasLetters,
  });
  useCamera({ map, coordinates, dim: projection.dim, camera: view.camera, store });
  const shownView = { ...view, ...projection, color: mode.name };
  const isContoured = hasContours(shownView, manifest);
  const extras = useExtras({
    map,
    table,
    coordinates,
    shown,
    roleColors: palette.roles,
    hasContours: isContoured,
    hasLetters,
    isTurning: isTurning && projection.dim === 3,
  });
  const inside = useArea({ map, coordinates, area, isOutlining, dispatch });
  useTestApi(map, mapRef, table?.nTokens ?? 0);
  const run = useCommands(mapRef, {
    map,
    store,
    manifest,
    table,
    shown,
    step,
    searchField: searchRef,
    mapFrame: frameRef,
  });
  const parts = [{ error: files.missing, retry: files.retry }, mounted, extras, search];
  return {
    frameRef,
    mapRef,
    searchRef,
    view: shownView,
    coloring,
    emphasis,
    inside,
    hasLetters,
    hasContours: isContoured,
    isCovered: map !== null && coordinates !== null,
    isReady: map !== null && files.isCurrent,
    missing: parts.find(({ error }) => error !== null)?.error ?? null,
    retry: () => parts.forEach((part) => part.error && part.retry()),
    run,
  };
}
