import { useRef, type RefObject } from "react";
import { projectionName } from "#atlas/method.ts";
import type { View } from "#atlas/view/view.ts";
import type { Coloring } from "#color/color-mode.ts";
import { hasContours } from "#drawing/map/has-contours.ts";
import type { ShownSteps } from "../checkpoints/shown-steps.ts";
import { useSteps } from "../checkpoints/use-steps.ts";
import { useCurrents } from "../currents/use-currents.ts";
import { useColoring } from "../data/use-coloring.ts";
import { useIslands } from "../islands/use-islands.ts";
import type { Command } from "../keyboard/key-table.ts";
import { useCommands } from "../keyboard/use-commands.ts";
import type { PointMap } from "../map/point-map.ts";
import { usePatches } from "../patches/use-patches.ts";
import { useArea } from "./drawing/use-area.ts";
import { useCamera } from "./drawing/use-camera.ts";
import { useDrawing } from "./drawing/use-drawing.ts";
import { useEmphasis, type Emphasis } from "./drawing/use-emphasis.ts";
import { useExtras } from "./drawing/use-extras.ts";
import { usePointMap } from "./drawing/use-point-map.ts";
import { useTestApi } from "./drawing/use-test-api.ts";
import type { HeadPage, HeadViewerProps } from "./use-head-page.ts";

/** The map of a head's page and the state that it shows. */
export interface HeadMapState {
  readonly map: PointMap | null;
  /** The stages of training between which the points move. */
  readonly steps: ShownSteps;
  /** The frame of the map. */
  readonly frameRef: RefObject<HTMLDivElement | null>;
  /** The element in which the map is mounted. */
  readonly mapRef: RefObject<HTMLDivElement | null>;
  readonly searchRef: RefObject<HTMLInputElement | null>;
  /** The view, with the projection, the color mode and the currents that are actually shown. */
  readonly view: View;
  readonly coloring: Coloring;
  readonly emphasis: Emphasis;
  /** Points inside the outline that the reader drew; null without an outline. */
  readonly inside: readonly number[] | null;
  readonly hasLetters: boolean;
  readonly hasContours: boolean;
  /** Names of the largest islands. */
  readonly islands: readonly string[];
  /** Sentences about the currents, and about patches that are not drawn. */
  readonly notes: readonly string[];
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
export function useHeadMap(
  page: HeadPage,
  props: Omit<HeadViewerProps, "words">,
  sheet: string,
): HeadMapState {
  const { base, manifest, head } = props;
  const { store, state, files, theme, palette } = page;
  const { view, hover, partner, isOutlining, isTurning } = state;
  const { dispatch } = store;
  const { table, projection, mode, selected, attended } = files;
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
  const steps = useSteps({
    base,
    manifest,
    head,
    steps: props.steps,
    projection,
    own: files.coordinates,
    alignedTo: view.alignedTo,
    color: mode.name,
    store,
  });
  const { coordinates, isMoving } = steps;
  const coloring = useColoring({
    mode,
    manifest,
    table,
    points: files.points,
    projection: projectionName(projection),
    sheet,
    selected,
    attended,
    isSafe: palette.isSafe,
  });
  const emphasis = useEmphasis({ table, view, coloring, selected, map, dispatch });
  const { search, shown, termColors } = emphasis;
  const { found, step } = search;
  const area = projection.dim === 2 ? view.area : null;
  const isPlain = selected === null && found === null;
  const hasLetters = view.letters && isPlain && !hasPatches;
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
  });
  const patchesNote = usePatches({
    map,
    table,
    patches,
    sheet,
    // A map that moves between steps is not read.
    coordinates: isMoving ? null : coordinates,
    mode,
    coloring,
    shown,
  });
  useCamera({ map, coordinates, dim: projection.dim, camera: view.camera, store });
  const currents = useCurrents({
    // They need the weights of the whole head: too many bytes for a frame that nobody may look at.
    choice: props.isAlone && view.currents === "auto" ? "off" : view.currents,
    data: page.data,
    page: `${manifest.model.slug} ${head}`,
    head,
    table,
    dim: projection.dim,
    coordinates,
    isCurrent: files.isCurrent && steps.isCurrent,
    isCausal: manifest.causal,
    map,
    shown,
    isPlain: selected === null && !isMoving,
  });
  const shownView = {
    ...view,
    ...projection,
    color: mode.name,
    currents: currents.isOn ? ("on" as const) : ("off" as const),
  };
  const isContoured = hasContours(shownView, manifest);
  const extras = useExtras({
    map,
    table,
    coordinates,
    shown,
    roleColors: palette.roles,
    hasContours: isContoured && !isMoving,
    hasLetters,
    isTurning: isTurning && projection.dim === 3,
  });
  const islands = useIslands({
    map,
    table,
    coordinates,
    patches,
    sheet,
    mode: mode.name,
    hasNames: view.labels && isPlain && !hasLetters && !isMoving,
  });
  const inside = useArea({ map, coordinates, area, isOutlining, dispatch });
  useTestApi(map, mapRef, table?.nTokens ?? 0);
  const run = useCommands(mapRef, {
    map,
    store,
    manifest,
    table,
    shown,
    hasCurrents: currents.isOn,
    step,
    searchField: searchRef,
    mapFrame: frameRef,
  });
  const parts = [
    { error: files.missing, retry: files.retry },
    mounted,
    extras,
    currents,
    islands,
    search,
    steps,
  ];
  return {
    map,
    steps,
    frameRef,
    mapRef,
    searchRef,
    view: shownView,
    coloring,
    emphasis,
    inside,
    hasLetters,
    hasContours: isContoured,
    islands: islands.list,
    notes: [patchesNote, currents.note].filter((note) => note !== null),
    isCovered: map !== null && coordinates !== null,
    isReady: map !== null && files.isCurrent && steps.isCurrent,
    missing: parts.find(({ error }) => error !== null)?.error ?? null,
    retry: () => parts.forEach((part) => part.error && part.retry()),
    run,
  };
}
