import { useCallback, useEffect, useMemo, useRef, useState, type CSSProperties, type ReactNode } from "react";
import { atlasFile, atlasFiles, atlasFolder, headPath } from "#atlas/address.ts";
import { atlasOf, headsOf, type Manifest } from "#atlas/files/manifest.ts";
import { formatHead } from "#atlas/head/head-id.ts";
import { methodTitle } from "#atlas/method.ts";
import { defaultView, formatView } from "#atlas/view/view-address.ts";
import { AUTO_COLOR, type View } from "#atlas/view/view.ts";
import type { Coloring } from "#color/color-mode.ts";
import { findMode } from "#color/modes.ts";
import { safeColorMatrix, withSafeRamps } from "#color/recolor.ts";
import { opensFinder } from "#finder/finder-words.ts";
import { NO_TOKENS } from "#drawing/tokens/describe-token.ts";
import { AtlasData } from "./data/atlas-data.ts";
import { useLoaded } from "./data/use-loaded.ts";
import { FinderSlot } from "./finder/FinderSlot.tsx";
import { LinkSlot } from "./link/LinkSlot.tsx";
import { ClusteringLine } from "./matrix/ClusteringLine.tsx";
import { FigureButton } from "./matrix/FigureButton.tsx";
import { HeadCard } from "./matrix/HeadCard.tsx";
import { MatrixTools } from "./matrix/MatrixTools.tsx";
import { hasRoleColors, SheetLegend } from "./matrix/SheetLegend.tsx";
import { autoMode } from "./matrix/auto-mode.ts";
import { isOfRoles, linkColor, sheetColor, sheetPictures, sheetProjection } from "./matrix/sheet-choice.ts";
import { useFoundHeads } from "./matrix/use-found-heads.ts";
import { useHeadLinks } from "./matrix/use-head-links.ts";
import { useNotedHeads } from "./matrix/use-noted-heads.ts";
import { usePointedHead } from "./matrix/use-pointed-head.ts";
import { useSheet } from "./matrix/use-sheet.ts";
import { useUnfolded } from "./matrix/use-unfolded.ts";
import { ErrorBoundary } from "./panels/ErrorBoundary.tsx";
import { usePalette } from "./panels/use-palette.ts";
import type { NamedHead } from "./ranking/RankingList.tsx";
import { lightHeads } from "./ranking/light-heads.ts";
import { useRanking } from "./ranking/use-ranking.ts";
import { useFound } from "./search/use-found.ts";
import { useAddress } from "./state/use-address.ts";
import "./matrix/matrix.css";

interface MatrixViewerProps {
  readonly base: string;
  readonly manifest: Manifest;
  /** The thumbnails: links that are part of the static page. */
  readonly children?: ReactNode;
}

/** The view in which the build drew the thumbnails. */
const ON_SHEETS = {
  norms: null,
  distortion: null,
  patchColors: null,
  attention: null,
} as const;

/** The island of the page of all heads. The thumbnails stay usable if it fails. */
export default function MatrixViewer(props: MatrixViewerProps): ReactNode {
  return (
    <ErrorBoundary what="The search" fallback={props.children}>
      <HeadMatrixViewer {...props} />
    </ErrorBoundary>
  );
}

/** All heads of an atlas: their method and color, the head under the pointer, and where the tokens of a search cluster. */
function HeadMatrixViewer({ base, manifest, children }: MatrixViewerProps): ReactNode {
  const [view, setView] = useState(() => defaultView(manifest));
  const change = useCallback((part: Partial<View>) => setView((old) => ({ ...old, ...part })), []);
  const opened = useAddress(atlasFolder(atlasOf(manifest)), view, manifest, setView);
  const [data] = useState(() => new AtlasData(base, manifest));
  // If each tower reads its own tokens, the atlas as a whole has none.
  const hasTowers = manifest.towers.some((tower) => tower.reads !== undefined);
  const palette = usePalette();
  const box = useRef<HTMLDivElement>(null);
  const searchField = useRef<HTMLInputElement>(null);
  const finderButton = useRef<HTMLButtonElement>(null);
  const [wantsFinder, setFinding] = useState<boolean | null>(null);
  const isFinding = wantsFinder ?? opensFinder(opened);

  const { method } = view;
  const projection = useMemo(() => sheetProjection(manifest, { method }), [manifest, method]);
  const color = sheetColor(manifest, view);
  const mode = color === AUTO_COLOR ? autoMode : findMode(manifest, null, color);
  const pictures = useMemo(
    () => sheetPictures(base, manifest, projection, color),
    [base, manifest, projection, color],
  );
  const sheet = useSheet(pictures);

  const unfolded = useUnfolded(box);
  const pointed = usePointedHead(box);
  const needsTokens = !hasTowers && (view.search !== "" || !isOfRoles(color) || pointed !== null);
  const tokens = useLoaded(needsTokens ? "tokens" : null, () => data.tokens());
  const search = useFound(tokens.value, view.search);
  const { found } = search;
  const clustering = useFoundHeads({ box, data, manifest, projection, found, unfolded });
  const queryOf = useCallback(
    (selected: View["selected"]) =>
      formatView(
        {
          ...defaultView(manifest),
          ...projection,
          color: linkColor(view, color),
          search: view.search,
          selected,
          tiles: view.tiles,
        },
        manifest,
      ),
    [manifest, projection, color, view],
  );
  const query = useMemo(() => queryOf(null), [queryOf]);
  useHeadLinks(box, query, unfolded);
  const ids = useMemo(() => headsOf(manifest), [manifest]);
  const names = useMemo(() => ids.map(formatHead), [ids]);
  const ranked = useRanking(base, manifest, tokens.value, found);
  const { ranking, List } = ranked;
  useEffect(() => {
    // In a search without an arrow, the tint says how closely points lie on the map that is shown.
    if (box.current && ranking?.kind === "weight") lightHeads(box.current, names, ranking.heads);
  }, [ranking, names, unfolded]);
  const linkOf = useCallback(
    (name: string | undefined) =>
      box.current?.querySelector<HTMLAnchorElement>(`a[data-head="${CSS.escape(name ?? "")}"]`) ?? null,
    [],
  );
  const ordered = (): HTMLAnchorElement[] =>
    ranking?.kind === "weight"
      ? ranking.heads.flatMap(({ head }) => linkOf(names[head]) ?? [])
      : clustering.heads.map(({ link }) => link);
  const describe = useCallback(
    (head: number, token: number | null): NamedHead => {
      const name = names[head] ?? "";
      const words = linkOf(name)?.querySelector(".words")?.textContent ?? "";
      const id = ids[head];
      const address = id ? headPath(base, atlasOf(manifest), id) : "";
      const selected = token === null ? null : ({ token, role: "query" } as const);
      return { name, words, href: address + queryOf(selected) };
    },
    [base, manifest, ids, names, linkOf, queryOf],
  );
  useNotedHeads(box);

  const { isSafe } = palette;
  const isKnown = tokens.value !== null || isOfRoles(color);
  const coloring = useMemo(() => {
    if (!isKnown) return null;
    const paint = (inSafe: boolean): Coloring =>
      mode.paint({ ...ON_SHEETS, manifest, tokens: tokens.value ?? NO_TOKENS, isSafe: inSafe });
    const drawn = paint(false);
    // The legend has the colors that the filter gives the pictures.
    return !isSafe ? drawn : drawn.ramp ? withSafeRamps(drawn) : paint(true);
  }, [isKnown, mode, manifest, tokens.value, isSafe]);
  const isAuto = color === AUTO_COLOR;
  const isRecolored = isSafe && coloring !== null && (isAuto || hasRoleColors(coloring));
  const tiles = manifest.sheet.average === true ? view.tiles : "map";
  const style = { ...palette.style, "--sheet": sheet.image } as CSSProperties;
  const error = sheet.error ?? tokens.error ?? search.error ?? clustering.error ?? ranked.error;
  return (
    <div
      ref={box}
      className="head-matrix"
      style={style}
      data-palette={isRecolored ? (isAuto ? "safe-roles" : "safe") : undefined}
      data-color={color}
      data-is-loading={sheet.isLoading || undefined}
      data-searched={found ? true : undefined}
      data-tiles={tiles}
    >
      <MatrixTools
        manifest={manifest}
        method={projection.method}
        color={color}
        search={view.search}
        tiles={tiles}
        found={found}
        ordered={ordered}
        searchRef={searchField}
        onChange={change}
      >
        <button
          ref={finderButton}
          type="button"
          className="plain"
          aria-expanded={isFinding}
          onClick={() => setFinding(!isFinding)}
        >
          Find heads
        </button>
        <FigureButton base={base} manifest={manifest} view={{ ...view, color }} isSafe={isSafe} />
      </MatrixTools>
      <SheetLegend
        tiles={tiles}
        mode={mode}
        coloring={coloring}
        palette={palette}
        found={found}
        isTinted={(ranking?.heads.length ?? 0) > 0}
      />
      {found?.pair === null && <ClusteringLine found={found} clustering={clustering} />}
      {ranking && found && List && (
        <List ranking={ranking} found={found} nHeads={names.length} describe={describe} />
      )}
      {isRecolored && (
        <svg width="0" height="0" aria-hidden="true" className="visually-hidden">
          <filter id="safe-colors" colorInterpolationFilters="sRGB">
            <feColorMatrix values={safeColorMatrix(coloring.ramp ? "ramps" : "roles")} />
          </filter>
        </svg>
      )}
      {isFinding && (
        <FinderSlot
          base={base}
          manifest={manifest}
          box={box}
          pointed={pointed?.name ?? null}
          query={query}
          onClose={() => {
            setFinding(false);
            finderButton.current?.focus();
          }}
        />
      )}
      {error && (
        <p className="matrix-problem" role="alert">
          {error.message}{" "}
          <button
            type="button"
            className="plain"
            onClick={() =>
              [sheet, tokens, search, clustering, ranked].forEach((each) => each.error && each.retry())
            }
          >
            Try again
          </button>
        </p>
      )}
      {children}
      <LinkSlot search={opened} isReady manifest={manifest} table={null} stages={null} onChange={change} />
      {pointed && (
        <HeadCard
          key={pointed.name}
          manifest={manifest}
          pointed={pointed}
          data={data}
          projection={projection}
          tiles={tiles}
          methodName={methodTitle(manifest, projection.method)}
          mode={isAuto ? findMode(manifest, tokens.value, pointed.link.dataset["color"] ?? "") : mode}
          tokens={tokens.value}
          found={found}
          patchSheet={atlasFile(base, atlasOf(manifest), atlasFiles.patches())}
          isSafe={isSafe}
        />
      )}
    </div>
  );
}
