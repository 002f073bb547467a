import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from "react";
import { atlasFile, atlasFiles, headFiles } from "#atlas/address.ts";
import { parseHead } from "#atlas/head-id.ts";
import { atlasOf, type Manifest } from "#atlas/manifest.ts";
import { projectionName, type Projection } from "#atlas/method.ts";
import { defaultView, type SelectedPoint, type View } from "#atlas/view.ts";
import { findMode } from "#color/modes.ts";
import { AtlasData } from "./data/atlas-data.ts";
import type { Command } from "./keyboard/key-table.ts";
import { listenKeys } from "./keyboard/listen.ts";
import { overlayScene, selectedOf } from "./map-scene.ts";
import { attendedTokens, spokenPoint } from "./panels/attended.ts";
import { AreaPanel } from "./panels/AreaPanel.tsx";
import { FoundTerms } from "./panels/FoundTerms.tsx";
import { HelpDialog } from "./panels/HelpDialog.tsx";
import { HoverCard } from "./panels/HoverCard.tsx";
import { Invitation } from "./panels/Invitation.tsx";
import { Legend } from "./panels/Legend.tsx";
import { MapFrame } from "./panels/MapFrame.tsx";
import { TokenPanel } from "./panels/TokenPanel.tsx";
import { Toolbar } from "./panels/Toolbar.tsx";
import { ZoomButtons } from "./panels/ZoomButtons.tsx";
import { runCommand } from "./run-command.ts";
import { createStore } from "./state/store.ts";
import { initialState } from "./state/view-state.ts";
import { useAddress } from "./use-address.ts";
import { useArea } from "./use-area.ts";
import { useColoring } from "./use-coloring.ts";
import { useDrawing } from "./use-drawing.ts";
import { useEmphasis } from "./use-emphasis.ts";
import { useLoaded } from "./use-loaded.ts";
import { usePalette } from "./use-palette.ts";
import { usePointMap } from "./use-point-map.ts";
import { usePrefetch } from "./use-prefetch.ts";
import { useScriptDoor } from "./use-script-door.ts";
import { useTheme } from "./use-theme.ts";
import "./viewer.css";

interface AtlasViewerProps {
  /** The site's base path. */
  readonly base: string;
  readonly manifest: Manifest;
  /** `L3H5`. Changes as the reader goes from head to head, while this island and its map live on. */
  readonly head: string;
}

/** The island: the map of one head, and what is said about its points. */
export default function AtlasViewer(props: AtlasViewerProps): ReactNode {
  const { model, dataset } = atlasOf(props.manifest);
  // Another atlas has other tokens: nothing of the old view would mean anything.
  return <HeadViewer key={`${model}/${dataset}`} {...props} />;
}

function HeadViewer({ base, manifest, head }: AtlasViewerProps): ReactNode {
  const [store] = useState(() => createStore(initialState(manifest.methods)));
  const { view, hover, partner, isFromPanel, isHelpOpen, isOutlining } = useSyncExternalStore(
    store.subscribe,
    store.get,
    store.get,
  );
  const { dispatch } = store;
  const [data] = useState(() => new AtlasData(base, atlasOf(manifest)));
  const theme = useTheme();
  const palette = usePalette();
  const id = useMemo(() => parseHead(head) ?? { layer: 0, head: 0 }, [head]);
  const projection = useMemo(() => available(manifest, view), [manifest, view]);
  const container = useRef<HTMLDivElement>(null);
  const mapFrame = useRef<HTMLDivElement>(null);
  const searchField = useRef<HTMLInputElement>(null);
  useAddress(
    head,
    view,
    manifest.methods,
    useCallback((restored: View) => dispatch({ type: "restore", view: restored }), [dispatch]),
  );

  const tokens = useLoaded("tokens", () => data.tokens());
  const table = tokens.value;
  const mode = useMemo(() => findMode(manifest, table, view.color), [manifest, table, view.color]);
  const name = projectionName(projection);
  const coordinates = useLoaded(`${head} ${name}`, () => data.coordinates(id, projection));
  const needsPoints = mode.needs === "points" || view.sizeByNorm;
  const points = useLoaded(needsPoints ? head : null, () => data.points(id));
  const selected = table && view.selected && view.selected.token < table.nTokens ? view.selected : null;
  const attention = useLoaded(selected ? head : null, () => data.attention(id));

  const sheet = atlasFile(base, atlasOf(manifest), atlasFiles.patches);
  const events = useMemo(() => {
    const toPoint = (point: number | null): SelectedPoint | null => {
      const known = tokens.value;
      return point === null || known === null ? null : selectedOf(known, point);
    };
    return {
      onHover: (point: number | null) => dispatch({ type: "hover", point: toPoint(point) }),
      onClick: (point: number | null) => dispatch({ type: "select", point: toPoint(point) }),
    };
  }, [dispatch, tokens.value]);
  const { map, problem } = usePointMap({
    container,
    tokens: table,
    patches: manifest.patches,
    sheet,
    colors: theme.overlay,
    events,
  });

  const weights = attention.key === head ? attention.value : null;
  const attended = useMemo(
    () => (table && selected && weights ? attendedTokens(table, weights, selected) : null),
    [table, selected, weights],
  );
  const coloring = useColoring({
    mode,
    manifest,
    table,
    points: points.value,
    projection: name,
    sheet,
    selected,
    attended,
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
  const termOf = found?.termOf ?? null;
  const { lines, leastWeight } = view;
  const area = projection.dim === 2 ? view.area : null;
  const hasPatches = manifest.patches !== null;
  const scene = useMemo(
    () =>
      table &&
      overlayScene({
        tokens: table,
        selected,
        hover,
        partner,
        attended,
        termOf,
        shown,
        termColors,
        hasPatches,
        lines,
        leastWeight,
        area,
      }),
    [
      table,
      selected,
      hover,
      partner,
      attended,
      termOf,
      shown,
      termColors,
      hasPatches,
      lines,
      leastWeight,
      area,
    ],
  );

  useDrawing({
    map,
    table,
    coordinates: coordinates.value,
    coloring: painted,
    shown,
    scene,
    colors: theme.overlay,
    norms: view.sizeByNorm ? (points.value?.norms ?? null) : null,
    hasLabels: view.labels && manifest.patches === null && selected === null && found === null,
  });
  const inside = useArea({ map, coordinates: coordinates.value, area, isOutlining, dispatch });
  usePrefetch(data, manifest, head, projection, coordinates.key !== null);
  useScriptDoor(map, container, table?.nTokens ?? 0);

  const run = useCallback(
    (command: Command) =>
      runCommand(command, {
        map,
        store,
        manifest,
        table,
        search: searchField.current,
        frame: mapFrame.current,
        shown,
        step,
      }),
    [map, store, manifest, table, shown, step],
  );
  useEffect(() => (container.current ? listenKeys(container.current, run) : undefined), [run]);

  const isReady = map !== null && coordinates.key === `${head} ${name}` && coordinates.error === null;
  const error = tokens.error ?? coordinates.error;
  const shownPoint = selected ?? hover;
  // What the panel points at it says itself.
  const spoken = isFromPanel ? selected : (hover ?? selected);
  return (
    <div className="atlas-viewer" style={palette.style}>
      <Toolbar
        manifest={manifest}
        table={table}
        view={{ ...view, ...projection, color: mode.name }}
        dispatch={dispatch}
        search={search}
        searchRef={searchField}
      />
      <div className="viewer-body">
        <figure>
          <MapFrame
            frameRef={mapFrame}
            mapRef={container}
            thumbnail={atlasFile(base, atlasOf(manifest), headFiles.thumbnail(id, firstProjection(manifest)))}
            isCovered={map !== null && coordinates.value !== null}
            head={head}
            projection={projection}
            nPoints={manifest.dataset.nTokens * 2}
            state={error ? "error" : isReady ? "ready" : "loading"}
            problem={error?.message ?? problem}
            retry={
              error ? () => [tokens, coordinates].forEach((each) => each.error && each.retry()) : undefined
            }
          >
            {table && hover && !isFromPanel && <HoverCard table={table} point={hover} />}
            <ZoomButtons run={run} isOutlining={isOutlining} />
          </MapFrame>
          <Legend
            mode={mode}
            coloring={coloring}
            filter={view}
            palette={palette}
            hasPatches={hasPatches}
            dispatch={dispatch}
            hasTermColors={termColors !== null}
            terms={
              found && (
                <FoundTerms found={found} colors={termColors} passes={passes} hasPatches={hasPatches} />
              )
            }
          />
          <p id="map-keys" className="visually-hidden">
            Arrow keys go to the nearest point, Enter selects it, plus and minus zoom, 0 shows the whole map,
            question mark lists all keys.
          </p>
        </figure>
        <aside>
          {table && shownPoint && (selected !== null || inside === null) ? (
            <TokenPanel
              table={table}
              point={shownPoint}
              isSelected={selected !== null}
              attention={weights}
              attended={attended}
              view={view}
              hover={hover}
              partner={partner}
              isFromPanel={isFromPanel}
              patches={manifest.patches}
              sheet={sheet}
              isDark={theme.isDark}
              dispatch={dispatch}
            />
          ) : table && inside ? (
            <AreaPanel
              table={table}
              points={inside}
              onSelect={(point) => dispatch({ type: "select", point })}
              onClose={() => dispatch({ type: "area", area: null })}
            />
          ) : (
            <Invitation manifest={manifest} />
          )}
        </aside>
      </div>
      <p className="visually-hidden" aria-live="polite">
        {table && spoken ? spokenPoint(table, spoken, spoken === selected ? attended : null) : ""}
      </p>
      <HelpDialog isOpen={isHelpOpen} onClose={() => dispatch({ type: "help", isOpen: false })} />
    </div>
  );
}

/** The projection shown: what the view asks for, as far as the atlas has it. */
function available({ methods, dims }: Manifest, view: View): Projection {
  const method = methods.includes(view.method) ? view.method : (methods[0] ?? view.method);
  return { method, dim: dims.includes(view.dim) ? view.dim : (dims[0] ?? view.dim) };
}

/** The one that has a thumbnail. */
function firstProjection(manifest: Manifest): Projection {
  return available(manifest, defaultView(manifest.methods));
}
