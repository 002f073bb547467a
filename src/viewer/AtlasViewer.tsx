import { useCallback, useRef, useState, useSyncExternalStore, type ReactNode } from "react";
import { atlasFile, atlasFiles } from "#atlas/address.ts";
import { parseHead } from "#atlas/head-id.ts";
import { atlasOf, type Manifest } from "#atlas/manifest.ts";
import { projectionName } from "#atlas/method.ts";
import type { SelectedPoint, View } from "#atlas/view.ts";
import { AtlasData } from "./data/atlas-data.ts";
import { attendedTokens, spokenPoint, type AttendedToken } from "./panels/attended.ts";
import { ErrorBoundary } from "./panels/ErrorBoundary.tsx";
import { FoundTerms } from "./panels/FoundTerms.tsx";
import { HelpDialog } from "./panels/HelpDialog.tsx";
import { HoverCard } from "./panels/HoverCard.tsx";
import { Legend } from "./panels/Legend.tsx";
import { MapFrame, Thumbnail } from "./panels/MapFrame.tsx";
import { SidePanel } from "./panels/SidePanel.tsx";
import { Toolbar } from "./panels/Toolbar.tsx";
import { ZoomButtons } from "./panels/ZoomButtons.tsx";
import { CONTOUR_NOTE, hasContours } from "./has-contours.ts";
import { createStore } from "./state/store.ts";
import { initialState } from "./state/view-state.ts";
import { useAddress } from "./use-address.ts";
import { useArea } from "./use-area.ts";
import { useCamera } from "./use-camera.ts";
import { useColoring } from "./use-coloring.ts";
import { useCommands } from "./use-commands.ts";
import { useDrawing } from "./use-drawing.ts";
import { useEmphasis } from "./use-emphasis.ts";
import { useHeadFiles } from "./use-head-files.ts";
import { useExtras } from "./use-extras.ts";
import { useMatrixLink } from "./use-matrix-link.ts";
import { usePalette } from "./use-palette.ts";
import { usePointMap } from "./use-point-map.ts";
import { useScriptDoor } from "./use-script-door.ts";
import { useTheme } from "./use-theme.ts";
import "./viewer.css";

interface AtlasViewerProps {
  /** The site's base path. */
  readonly base: string;
  /** As it stands for the head's tower. */
  readonly manifest: Manifest;
  /** `L3H5`. Changes as the reader goes from head to head, while this island and its map live on. */
  readonly head: string;
}

interface HeadViewerProps extends AtlasViewerProps {
  readonly tower: string | undefined;
}

/** The island: the map of one head, and what is said about its points. */
export default function AtlasViewer(props: AtlasViewerProps): ReactNode {
  const { model, dataset } = atlasOf(props.manifest);
  const tower = parseHead(props.head)?.tower;
  // Another atlas, or another tower, has other tokens: nothing of the old view would mean anything.
  const atlas = [model, dataset, tower].join("/");
  return (
    <ErrorBoundary what="The map" resetKey={atlas} fallback={<Thumbnail {...props} />}>
      <HeadViewer key={atlas} {...props} tower={tower} />
    </ErrorBoundary>
  );
}

function HeadViewer({ base, manifest, head, tower }: HeadViewerProps): ReactNode {
  const [store] = useState(() => createStore(initialState(manifest)));
  const state = useSyncExternalStore(store.subscribe, store.get, store.get);
  const { view, hover, partner, isFromPanel, isOutlining, isWalking } = state;
  const { dispatch } = store;
  const restore = useCallback((restored: View) => dispatch({ type: "restore", view: restored }), [dispatch]);
  useAddress(head, view, manifest, restore);
  useMatrixLink(head, view, manifest);
  const theme = useTheme();
  const palette = usePalette();
  const container = useRef<HTMLDivElement>(null);
  const mapFrame = useRef<HTMLDivElement>(null);
  const searchField = useRef<HTMLInputElement>(null);

  const [data] = useState(() => new AtlasData(base, atlasOf(manifest), tower));
  const files = useHeadFiles({ data, manifest, head, view, isWalking });
  const { table, projection, mode, selected, attended } = files;
  const sheet = atlasFile(base, atlasOf(manifest), atlasFiles.patches(tower));
  const hasPatches = manifest.patches !== null;
  const { map, ...mounted } = usePointMap({
    container,
    tokens: table,
    patches: manifest.patches,
    sheet,
    colors: theme.overlay,
    dispatch,
  });
  const coloring = useColoring({
    ...files,
    manifest,
    projection: projectionName(projection),
    sheet,
    isDark: theme.isDark,
    isSafe: palette.isSafe,
  });
  const { passes, search, termColors, painted, shown } = useEmphasis({
    table,
    view,
    coloring,
    selected,
    map,
    dispatch,
  });
  const { found, step } = search;
  const area = projection.dim === 2 ? view.area : null;
  const hasLetters = view.letters && !hasPatches && selected === null && found === null;
  useDrawing({
    map,
    table,
    coordinates: files.coordinates,
    coloring: painted,
    shown,
    scene: table && {
      tokens: table,
      ...{ selected, hover, partner, attended, shown, termColors, hasPatches, area },
      termOf: found?.termOf ?? null,
      lines: view.lines,
      leastWeight: view.leastWeight,
    },
    colors: theme.overlay,
    norms: view.sizeByNorm ? (files.points?.norms ?? null) : null,
    hasLabels: view.labels && !hasPatches && !hasLetters && selected === null && found === null,
  });
  useCamera({ map, coordinates: files.coordinates, dim: projection.dim, camera: view.camera, store });
  const shownView = { ...view, ...projection, color: mode.name };
  const isContoured = hasContours(shownView, manifest);
  const extras = useExtras({
    ...{ map, table, shown, hasLetters, coordinates: files.coordinates },
    roleColors: palette.roles,
    hasContours: isContoured,
    isTurning: state.isTurning && projection.dim === 3,
  });
  const inside = useArea({ map, coordinates: files.coordinates, area, isOutlining, dispatch });
  useScriptDoor(map, container, table?.nTokens ?? 0);
  const run = useCommands(container, { map, store, manifest, table, shown, step, searchField, mapFrame });

  const parts = [{ error: files.missing, retry: files.retry }, mounted, extras, search];
  // What the panel points at it says itself.
  const spoken = isFromPanel ? selected : (hover ?? selected);
  const attendedBy = (point: SelectedPoint): readonly AttendedToken[] | null => {
    if (point === selected) return attended;
    return table && isWalking && files.attention ? attendedTokens(table, files.attention, point) : null;
  };
  return (
    <div className="atlas-viewer" style={palette.style}>
      <Toolbar
        manifest={manifest}
        table={table}
        view={shownView}
        isTurning={state.isTurning}
        dispatch={dispatch}
        search={search}
        searchRef={searchField}
      />
      <div className="viewer-body">
        <figure>
          <MapFrame
            {...{ base, manifest, head, projection }}
            frameRef={mapFrame}
            mapRef={container}
            isCovered={map !== null && files.coordinates !== null}
            isReady={map !== null && files.isCurrent}
            error={files.error}
            missing={parts.find(({ error }) => error !== null)?.error ?? null}
            retry={() => parts.forEach((part) => part.error && part.retry())}
          >
            {table && hover && !isFromPanel && (
              <HoverCard table={table} point={hover} hasPatches={hasPatches} />
            )}
            <ZoomButtons run={run} isOutlining={isOutlining} />
          </MapFrame>
          <Legend
            {...{ mode, coloring, palette, hasPatches, dispatch }}
            filter={view}
            hasTermColors={termColors !== null}
            notes={[
              ...(hasLetters ? ["Queries stand upright, keys slanted."] : []),
              ...(isContoured ? [CONTOUR_NOTE] : []),
            ]}
            terms={found && <FoundTerms {...{ found, passes, hasPatches }} colors={termColors} />}
          />
          <p id="map-keys" className="visually-hidden">
            Arrow keys go to the nearest point, Enter selects it, plus and minus zoom, 0 shows the whole map,
            question mark lists all keys.
          </p>
        </figure>
        <aside>
          <ErrorBoundary what="The panel" resetKey={[head, selected?.role, selected?.token].join(" ")}>
            <SidePanel
              {...{
                manifest,
                table,
                selected,
                inside,
                attended,
                view,
                hover,
                partner,
                isFromPanel,
                sheet,
                dispatch,
              }}
              attention={files.attention}
              isDark={theme.isDark}
            />
          </ErrorBoundary>
        </aside>
      </div>
      <p className="visually-hidden" aria-live="polite">
        {table && spoken
          ? spokenPoint(table, spoken, attendedBy(spoken), hasPatches ? "picture" : "sequence")
          : ""}
      </p>
      <HelpDialog isOpen={state.isHelpOpen} onClose={() => dispatch({ type: "help", isOpen: false })} />
    </div>
  );
}
