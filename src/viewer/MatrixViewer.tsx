import { useCallback, useMemo, useRef, useState, type CSSProperties, type ReactNode } from "react";
import { atlasFile, atlasFiles, atlasFolder } from "#atlas/address.ts";
import { atlasOf, type Manifest } from "#atlas/files/manifest.ts";
import { methodTitle } from "#atlas/method.ts";
import { defaultView, formatView } from "#atlas/view/view-address.ts";
import type { View } from "#atlas/view/view.ts";
import { findMode } from "#color/modes.ts";
import { safeColorMatrix } from "#color/recolor.ts";
import { AtlasData } from "./data/atlas-data.ts";
import { NO_TOKENS } from "./data/describe-token.ts";
import { useLoaded } from "./data/use-loaded.ts";
import { ClusteringLine } from "./matrix/ClusteringLine.tsx";
import { HeadCard } from "./matrix/HeadCard.tsx";
import { MatrixTools } from "./matrix/MatrixTools.tsx";
import { hasRoleColors, SheetLegend } from "./matrix/SheetLegend.tsx";
import { sheetColor, sheetPictures, sheetProjection } from "./matrix/sheet-choice.ts";
import { useFoundHeads } from "./matrix/use-found-heads.ts";
import { useHeadLinks } from "./matrix/use-head-links.ts";
import { usePointedHead } from "./matrix/use-pointed-head.ts";
import { useSheet } from "./matrix/use-sheet.ts";
import { ErrorBoundary } from "./panels/ErrorBoundary.tsx";
import { usePalette } from "./panels/use-palette.ts";
import { useTheme } from "./panels/use-theme.ts";
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
  background: "both",
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
  useAddress(atlasFolder(atlasOf(manifest)), view, manifest, setView);
  const [data] = useState(() => new AtlasData(base, manifest));
  // If each tower reads its own tokens, the atlas as a whole has none.
  const hasTowers = manifest.towers.some((tower) => tower.reads !== undefined);
  const theme = useTheme();
  const palette = usePalette();
  const box = useRef<HTMLDivElement>(null);
  const searchField = useRef<HTMLInputElement>(null);

  const { method } = view;
  const projection = useMemo(() => sheetProjection(manifest, { method }), [manifest, method]);
  const color = sheetColor(manifest, view);
  const mode = findMode(manifest, null, color);
  const pictures = useMemo(
    () => sheetPictures(base, manifest, projection, color),
    [base, manifest, projection, color],
  );
  const sheet = useSheet(pictures);

  const pointed = usePointedHead(box);
  const needsTokens = !hasTowers && (view.search !== "" || color !== "role" || pointed !== null);
  const tokens = useLoaded(needsTokens ? "tokens" : null, () => data.tokens());
  const search = useFound(tokens.value, view.search);
  const { found } = search;
  const clustering = useFoundHeads({ box, data, manifest, projection, found });
  const query = useMemo(
    () => formatView({ ...defaultView(manifest), ...projection, color, search: view.search }, manifest),
    [manifest, projection, color, view.search],
  );
  useHeadLinks(box, query);

  const { isSafe } = palette;
  const isKnown = tokens.value !== null || color === "role";
  const coloring = useMemo(
    () =>
      isKnown ? mode.paint({ ...ON_SHEETS, manifest, tokens: tokens.value ?? NO_TOKENS, isSafe }) : null,
    [isKnown, mode, manifest, tokens.value, isSafe],
  );
  const isRecolored = isSafe && coloring !== null && hasRoleColors(coloring);
  const style = { ...palette.style, "--sheet": sheet.image } as CSSProperties;
  const error = sheet.error ?? tokens.error ?? search.error ?? clustering.error;
  return (
    <div
      ref={box}
      className="head-matrix"
      style={style}
      data-palette={isRecolored ? "safe" : undefined}
      data-is-loading={sheet.isLoading || undefined}
      data-searched={found ? true : undefined}
    >
      <MatrixTools
        manifest={manifest}
        method={projection.method}
        color={color}
        search={view.search}
        found={found}
        clustering={clustering}
        searchRef={searchField}
        onChange={change}
      />
      <SheetLegend mode={mode} coloring={coloring} palette={palette} found={found} />
      {found && <ClusteringLine found={found} clustering={clustering} />}
      {isRecolored && (
        <svg width="0" height="0" aria-hidden="true" className="visually-hidden">
          <filter id="safe-colors" colorInterpolationFilters="sRGB">
            <feColorMatrix values={safeColorMatrix()} />
          </filter>
        </svg>
      )}
      {error && (
        <p className="matrix-problem" role="alert">
          {error.message}{" "}
          <button
            type="button"
            className="plain"
            onClick={() => [sheet, tokens, search, clustering].forEach((each) => each.error && each.retry())}
          >
            Try again
          </button>
        </p>
      )}
      {children}
      {pointed && (
        <HeadCard
          key={pointed.name}
          manifest={manifest}
          pointed={pointed}
          data={data}
          projection={projection}
          methodName={methodTitle(manifest, projection.method)}
          mode={mode}
          tokens={tokens.value}
          found={found}
          patchSheet={atlasFile(base, atlasOf(manifest), atlasFiles.patches())}
          isDark={theme.isDark}
          isSafe={isSafe}
        />
      )}
    </div>
  );
}
