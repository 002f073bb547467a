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
import { METHOD_NAMES, projectionName, type Projection } from "#atlas/method.ts";
import { DEFAULT_VIEW, type SelectedPoint, type View } from "#atlas/view.ts";
import { findMode } from "./color/modes.ts";
import { AtlasData } from "./data/atlas-data.ts";
import { findTokens, NO_TOKENS } from "./data/search.ts";
import type { Command } from "./keyboard/key-table.ts";
import { listenKeys } from "./keyboard/listen.ts";
import { overlayScene, selectedOf, shownTokens } from "./map-scene.ts";
import { attendedTokens, spokenPoint } from "./panels/attended.ts";
import { HelpDialog } from "./panels/HelpDialog.tsx";
import { HoverCard } from "./panels/HoverCard.tsx";
import { Invitation } from "./panels/Invitation.tsx";
import { Legend } from "./panels/Legend.tsx";
import { TokenPanel } from "./panels/TokenPanel.tsx";
import { Toolbar } from "./panels/Toolbar.tsx";
import { ZoomButtons } from "./panels/ZoomButtons.tsx";
import { runCommand } from "./run-command.ts";
import { createStore } from "./state/store.ts";
import { INITIAL } from "./state/view-state.ts";
import { useAddress } from "./use-address.ts";
import { useDrawing } from "./use-drawing.ts";
import { useLoaded } from "./use-loaded.ts";
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
  const [store] = useState(() => createStore(INITIAL));
  const { view, hover, partner, isFromPanel, isHelpOpen } = useSyncExternalStore(
    store.subscribe,
    store.get,
    store.get,
  );
  const { dispatch } = store;
  const [data] = useState(() => new AtlasData(base, atlasOf(manifest)));
  const theme = useTheme();
  const id = useMemo(() => parseHead(head) ?? { layer: 0, head: 0 }, [head]);
  const projection = useMemo(() => available(manifest, view), [manifest, view]);
  const mode = findMode(manifest, view.color);
  const container = useRef<HTMLDivElement>(null);
  const mapFrame = useRef<HTMLDivElement>(null);
  const searchField = useRef<HTMLInputElement>(null);
  useAddress(
    head,
    view,
    useCallback((restored: View) => dispatch({ type: "restore", view: restored }), [dispatch]),
  );

  const tokens = useLoaded("tokens", () => data.tokens());
  const table = tokens.value;
  const name = projectionName(projection);
  const coordinates = useLoaded(`${head} ${name}`, () => data.coordinates(id, projection));
  const norms = useLoaded(mode.needsNorms || view.sizeByNorm ? head : null, () => data.norms(id));
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
  const found = useMemo(() => (table ? findTokens(table, view.search) : null), [table, view.search]);
  const nFound = found ? found.reduce((sum, isFound) => sum + isFound, 0) : null;
  const coloring = useMemo(
    () =>
      mode.paint({
        manifest,
        tokens: table ?? NO_TOKENS,
        norms: norms.value,
        isDark: theme.isDark,
      }),
    [mode, manifest, table, norms.value, theme.isDark],
  );
  const { lines, leastWeight } = view;
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
        found,
        hasPatches,
        lines,
        leastWeight,
      }),
    [table, selected, hover, partner, attended, found, hasPatches, lines, leastWeight],
  );
  const shown = useMemo(() => table && shownTokens(table, selected, found), [table, selected, found]);

  useDrawing({
    map,
    table,
    coordinates: coordinates.value,
    coloring,
    shown,
    scene,
    colors: theme.overlay,
    norms: view.sizeByNorm ? norms.value : null,
    hasLabels: view.labels && manifest.patches === null && selected === null && found === null,
  });
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
      }),
    [map, store, manifest, table],
  );
  useEffect(() => (container.current ? listenKeys(container.current, run) : undefined), [run]);

  const isReady = map !== null && coordinates.key === `${head} ${name}` && coordinates.error === null;
  const error = tokens.error ?? coordinates.error;
  const shownPoint = selected ?? hover;
  // What the panel points at it says itself.
  const spoken = isFromPanel ? selected : (hover ?? selected);
  return (
    <div className="atlas-viewer">
      <Toolbar
        manifest={manifest}
        view={{ ...view, ...projection, color: mode.name }}
        dispatch={dispatch}
        nFound={nFound}
        searchRef={searchField}
      />
      <div className="viewer-body">
        <figure>
          <div className="map-frame" ref={mapFrame}>
            <img
              className={map && coordinates.value ? "thumbnail is-covered" : "thumbnail"}
              src={atlasFile(base, atlasOf(manifest), headFiles.thumbnail(id, firstProjection(manifest)))}
              alt={`Map of ${head}: ${(manifest.dataset.nTokens * 2).toLocaleString("en")} points, queries as green discs and keys as pink rings.`}
              width="480"
              height="480"
            />
            <div
              ref={container}
              className="map"
              role="application"
              tabIndex={0}
              aria-label={`${METHOD_NAMES[projection.method]} map of ${head} in ${projection.dim}-D`}
              aria-describedby="map-keys"
              data-state={error ? "error" : isReady ? "ready" : "loading"}
              data-head={isReady ? head : undefined}
              data-projection={isReady ? name : undefined}
              data-points={isReady ? manifest.dataset.nTokens * 2 : undefined}
            />
            {(error ?? problem) !== null && (
              <div className="map-problem" role="alert">
                <p>{error ? error.message : problem}</p>
                {error && (
                  <button
                    type="button"
                    onClick={() => [tokens, coordinates].forEach((loaded) => loaded.error && loaded.retry())}
                  >
                    Try again
                  </button>
                )}
              </div>
            )}
            {table && hover && !isFromPanel && <HoverCard table={table} point={hover} />}
            <ZoomButtons run={run} />
          </div>
          <Legend mode={mode} coloring={coloring} hasPatches={hasPatches} />
          <p id="map-keys" className="visually-hidden">
            Arrow keys go to the nearest point, Enter selects it, plus and minus zoom, 0 shows the whole map,
            question mark lists all keys.
          </p>
        </figure>
        <aside>
          {table && shownPoint ? (
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
  return available(manifest, { ...DEFAULT_VIEW, method: manifest.methods[0] ?? DEFAULT_VIEW.method });
}
