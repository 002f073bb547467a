import { useEffect, useMemo, useRef, useState, useSyncExternalStore, type ReactNode } from "react";
import type { Maps } from "#atlas/method.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import { AUTO_COLOR } from "#atlas/view/view.ts";
import type { ColorMode } from "#color/color-mode.ts";
import { roleMode } from "#color/modes/role.ts";
import { attendedTokens, spokenPoint } from "#drawing/tokens/attended.ts";
import { alignPair } from "../../compare/align-pair.ts";
import { formatCompare, parseCompare, type Side } from "../../compare/compare-address.ts";
import { explainedPairWords } from "../../compare/compare-words.ts";
import { formatName } from "../../compare/head-name.ts";
import { sharedModes } from "../../compare/joined-colors.ts";
import { linkTokens } from "../../compare/token-links.ts";
import { useTestApi } from "../head/drawing/use-test-api.ts";
import { HelpDialog } from "../keyboard/HelpDialog.tsx";
import { readAddress } from "../link/copied-link.ts";
import { chosenLook } from "../link/look.ts";
import { Legend } from "../panels/legend/Legend.tsx";
import { usePalette } from "../panels/use-palette.ts";
import { useTheme } from "../panels/use-theme.ts";
import { FoundTerms } from "../search/FoundTerms.tsx";
import { initialState, type ViewState } from "../state/view-state.ts";
import { CompareNotes } from "./CompareNotes.tsx";
import { CompareToolbar } from "./CompareToolbar.tsx";
import { SideMap } from "./side/SideMap.tsx";
import { SideMeasures } from "./SideMeasures.tsx";
import { SidePoints } from "./side/SidePoints.tsx";
import { copiedQuery } from "./compare-link.ts";
import { createCompareStore } from "./compare-store.ts";
import { useJoinedColoring } from "./use-joined-coloring.ts";
import { useLinkNotes } from "./use-link-notes.ts";
import { useMoves } from "./use-moves.ts";
import { explainedPair, usePairColor } from "./use-pair-color.ts";
import { useWrittenQuery, type OpenedQuery } from "./use-query.ts";
import { COMPARE_KEYS, useSideMap } from "./side/use-side-map.ts";
import { useSide, type ComparedHead, type SideFiles } from "./side/use-side.ts";

interface ComparedHeadsProps {
  readonly base: string;
  readonly a: ComparedHead;
  readonly b: ComparedHead;
  /** That both have. */
  readonly maps: Maps;
  /** The query of the page. */
  readonly opened: OpenedQuery;
}

/** Two heads side by side: the maps, their points, and how their measures differ. */
export function ComparedHeads({ base, a, b, maps, opened }: ComparedHeadsProps): ReactNode {
  const [store] = useState(() => createCompareStore(initialState(maps), parseCompare(opened.search, maps)));
  useRestored(store.restore, opened, maps);
  const { view, selectedOn, hasMoves, linked } = useSyncExternalStore(store.subscribe, store.get, store.get);
  const stateA = useSyncExternalStore(store.subscribe, store.sides.a.get, store.sides.a.get);
  const stateB = useSyncExternalStore(store.subscribe, store.sides.b.get, store.sides.b.get);
  const theme = useTheme();
  const palette = usePalette();
  const projection = useMemo(() => ({ method: view.method, dim: view.dim }), [view.method, view.dim]);
  const names = { a: nameOf(a), b: nameOf(b) };
  useWrittenQuery(formatCompare(names, { view, selectedOn, hasMoves }, maps), view);

  const chosen = usePairColor({ base, a, b, maps, color: view.color });
  const { color } = chosen;
  // What a color needs is known before the tokens are.
  const needs = useMemo(
    () => modesOf(a, b, null, null).find(({ name }) => name === color)?.needs,
    [a, b, color],
  );
  const common = { base, projection, needs };
  const filesA = useSide({
    ...common,
    head: a,
    wanted: stateA.view.selected,
    isWalking: stateA.isWalking,
  });
  const filesB = useSide({
    ...common,
    head: b,
    wanted: stateB.view.selected,
    isWalking: stateB.isWalking,
  });
  const [tableA, tableB] = [filesA.table, filesB.table];
  useEffect(() => {
    if (tableA === null || tableB === null) return;
    const side = ({ manifest }: ComparedHead, table: typeof tableA): Parameters<typeof linkTokens>[0] => ({
      table,
      patches: manifest.patches,
      dataset: manifest.dataset,
    });
    const sides = { a: side(a, tableA), b: side(b, tableB) };
    store.set({ linked: { links: linkTokens(sides.a, sides.b), sides } });
  }, [store, a, b, tableA, tableB]);
  const modes = useMemo(() => modesOf(a, b, tableA, tableB), [a, b, tableA, tableB]);
  const modeOf = (wanted: string | null): ColorMode => modes.find(({ name }) => name === wanted) ?? roleMode;
  const mode = modeOf(color);

  const linkNotes = useLinkNotes({ opened, store, linked, a, b, maps, modes });

  const aligned = useMemo(() => {
    const isSameMap = (filesA.coordinates?.z === undefined) === (filesB.coordinates?.z === undefined);
    return linked && filesA.coordinates && filesB.coordinates && isSameMap
      ? alignPair(filesA.coordinates, filesB.coordinates, linked.links)
      : null;
  }, [linked, filesA.coordinates, filesB.coordinates]);
  const coloring = useJoinedColoring({ mode, a: filesA, b: filesB, projection, isSafe: palette.isSafe });
  const searchRef = useRef<HTMLInputElement>(null);
  const led = useRef<Side>("a");
  const onMap = { projection, mode, colors: theme.overlay, searchRef, led };
  const { mapRef: refA, ...mapA } = useSideMap({
    ...onMap,
    side: "a",
    store: store.sides.a,
    state: stateA,
    files: filesA,
    coloring: coloring.sides.a,
    // Nothing is drawn that would change its color at once.
    coordinates: color === null ? null : filesA.coordinates,
  });
  const { mapRef: refB, ...mapB } = useSideMap({
    ...onMap,
    side: "b",
    store: store.sides.b,
    state: stateB,
    files: filesB,
    coloring: coloring.sides.b,
    coordinates: color === null ? null : (aligned?.coordinates ?? null),
  });
  const moves = useMoves({
    isWanted: hasMoves && view.dim === 2,
    links: linked?.links ?? null,
    a: { map: mapA.map, coordinates: filesA.coordinates, shown: mapA.emphasis.shown },
    b: { map: mapB.map, coordinates: aligned?.coordinates ?? null, shown: mapB.emphasis.shown },
    colors: palette.roles,
  });
  useTestApi(mapA.map, refA, tableA?.nTokens ?? 0);
  const { dispatch } = store.sides.a;
  const { found } = mapA.emphasis.search;
  const hasPatches = a.manifest.patches !== null;
  const sides = [
    { side: "a", label: "first", files: filesA, map: mapA, mapRef: refA, state: stateA },
    { side: "b", label: "second", files: filesB, map: mapB, mapRef: refB, state: stateB },
  ] as const;
  const isReady =
    color !== null &&
    aligned !== null &&
    sides.every(({ files, map }) => map.map !== null && files.isCurrent);
  const from = selectedOn === "a" ? filesA : filesB;
  const copied = copiedQuery({
    names,
    compared: { view: { ...view, color: mode.name, selected: from.selected }, selectedOn, hasMoves },
    maps,
    atlases: { a: a.atlas, b: b.atlas },
    table: from.selected && from.table,
    look: chosenLook(),
  });
  const shares = explainedPair(chosen, mode.name, projection, [a, b]);
  const isBest = view.color === AUTO_COLOR && mode !== roleMode && !sides.some(hasOwnColor);
  return (
    <div className="compared" style={palette.style}>
      <CompareToolbar
        manifest={a.manifest}
        maps={maps}
        view={view}
        modes={modes}
        opening={modeOf(chosen.opening)}
        hasMoves={hasMoves}
        canMove={view.dim === 2 && (linked?.links.pairs.length ?? 0) > 0}
        search={mapA.emphasis.search}
        nOther={mapB.emphasis.search.matches?.length ?? null}
        link={readAddress() + copied}
        searchRef={searchRef}
        onMoves={(isOn) => store.set({ hasMoves: isOn })}
        dispatch={dispatch}
      />
      {linkNotes.map((note) => (
        <p key={note} className="compare-problem" role="status">
          {note}
        </p>
      ))}
      <div className="compare-maps" data-state={isReady ? "ready" : "loading"}>
        {sides.map(({ side, files, map, mapRef, state }) => (
          <SideMap
            key={side}
            base={base}
            side={side}
            files={files}
            map={map}
            mapRef={mapRef}
            state={state}
            projection={projection}
            isReady={isReady}
            isMissing={isMissing(side, selectedOn, stateA, stateB, linked !== null)}
            onReach={() => (led.current = side)}
          />
        ))}
      </div>
      <Legend
        mode={mode}
        // It would be the share of one of the two maps.
        share={undefined}
        coloring={coloring.both}
        palette={palette}
        hasPatches={hasPatches}
        dispatch={dispatch}
        filter={view}
        hasTermColors={mapA.emphasis.termColors !== null}
        notes={sides.flatMap(({ map }) => map.note ?? []).slice(0, 1)}
        terms={
          found && (
            <FoundTerms
              found={found}
              passes={mapA.emphasis.passes}
              hasPatches={hasPatches}
              colors={mapA.emphasis.termColors}
            />
          )
        }
      />
      <CompareNotes
        explained={shares === null ? "" : explainedPairWords(mode, shares, isBest)}
        links={linked?.links ?? null}
        sides={{ a: filesA, b: filesB }}
        aligned={aligned}
        moves={moves}
      />
      <SidePoints sides={sides} isDark={theme.isDark} store={store} />
      {isReady && <SideMeasures base={base} a={a} b={b} names={[sideName(filesA), sideName(filesB)]} />}
      <p id="compare-keys" className="visually-hidden">
        Arrow keys move to the nearest point, Enter selects it, plus and minus zoom, 0 shows the whole map,
        question mark lists all keys.
      </p>
      <p className="visually-hidden" aria-live="polite">
        {sides
          .map(({ files, state }) => spokenSide(files, state))
          .filter(Boolean)
          .join(". ")}
      </p>
      <HelpDialog
        isOpen={stateA.isHelpOpen}
        keys={COMPARE_KEYS}
        onClose={() => dispatch({ type: "help", isOpen: false })}
      />
    </div>
  );
}

/** Whether the author of its atlas has chosen the color in which its heads open. */
function hasOwnColor({ files }: { readonly files: SideFiles }): boolean {
  return files.head.manifest.color !== undefined;
}

/** `Tiny GPT L3H0` */
function sideName({ name, head }: SideFiles): string {
  return `${head.manifest.model.name} ${name}`;
}

/** The point under the pointer or the cursor on one side, or else the selected one; empty if there is none. */
function spokenSide(
  { name, table, selected, attended, attention, head }: SideFiles,
  state: ViewState,
): string {
  const point = state.isFromPanel ? selected : (state.hover ?? selected);
  if (table === null || point === null) return "";
  const known = point === selected ? attended : null;
  const walked = state.isWalking && attention ? attendedTokens(table, attention, point) : known;
  const whole = head.manifest.patches === null ? "sequence" : "picture";
  return `${head.manifest.model.name} ${name}: ${spokenPoint(table, point, walked, whole)}`;
}

interface SideState {
  readonly view: { readonly selected: unknown };
}

/** Whether the selected point of the other side has no counterpart here. */
function isMissing(side: Side, selectedOn: Side, a: SideState, b: SideState, isLinked: boolean): boolean {
  const [own, other] = side === "a" ? [a, b] : [b, a];
  return isLinked && selectedOn !== side && other.view.selected !== null && own.view.selected === null;
}

function nameOf({ atlas, id }: ComparedHead): string {
  return formatName({ atlas, head: id });
}

function modesOf(
  a: ComparedHead,
  b: ComparedHead,
  tableA: TokenTable | null,
  tableB: TokenTable | null,
): ColorMode[] {
  return sharedModes({ manifest: a.manifest, table: tableA }, { manifest: b.manifest, table: tableB });
}

/** Follows the reader back and forward: the query is another one then. */
function useRestored(
  restore: (view: ReturnType<typeof parseCompare>) => void,
  opened: OpenedQuery,
  maps: Maps,
): void {
  const known = useRef(opened);
  useEffect(() => {
    if (known.current === opened) return;
    known.current = opened;
    restore(parseCompare(opened.search, maps));
  }, [restore, opened, maps]);
}
