import { useState, type ReactNode } from "react";
import { atlasFile, atlasFiles } from "#atlas/address.ts";
import { atlasOf } from "#atlas/files/manifest.ts";
import { projectionName } from "#atlas/method.ts";
import type { SelectedPoint } from "#atlas/view/view.ts";
import { attendedTokens, spokenPoint, type AttendedToken } from "#drawing/tokens/attended.ts";
import type { Step } from "../checkpoints/steps.ts";
import { HelpDialog } from "../keyboard/HelpDialog.tsx";
import { LinkSlot } from "../link/LinkSlot.tsx";
import { Overview } from "../overview/Overview.tsx";
import { ErrorBoundary } from "../panels/ErrorBoundary.tsx";
import { ShareButton } from "../share/ShareButton.tsx";
import { TourSlot } from "../tour/TourSlot.tsx";
import { HeadMap } from "./HeadMap.tsx";
import { SidePanel } from "./SidePanel.tsx";
import { Toolbar } from "./Toolbar.tsx";
import { useHeadMap } from "./use-head-map.ts";
import { useHeadPage, type HeadPage, type HeadViewerProps } from "./use-head-page.ts";
import "./head.css";

const NO_STAGES: readonly Step[] = [];

/** The page of a head: the toolbar, the map, the panel beside it, and a live region for screen readers. */
export function HeadViewer(props: HeadViewerProps): ReactNode {
  const { base, manifest, head, tower } = props;
  const page = useHeadPage(props);
  // Checkpoints between which the viewer stays show the same pictures.
  const [sheet] = useState(() => atlasFile(base, atlasOf(manifest), atlasFiles.patches(tower)));
  const map = useHeadMap(page, props, sheet);
  const { state, files, palette, theme } = page;
  const { dispatch } = page.store;
  const { view, hover, partner, isFromPanel } = state;
  const { table, selected, attended, attention } = files;
  return (
    <div className="atlas-viewer" style={palette.style}>
      <Toolbar
        manifest={manifest}
        table={table}
        view={map.view}
        color={view.color}
        mode={files.mode}
        shares={files.shares}
        isTurning={state.isTurning}
        dispatch={dispatch}
        search={map.emphasis.search}
        searchRef={map.searchRef}
        share={<ShareButton viewer={props} page={page} map={map} />}
      />
      <div className="viewer-body">
        <HeadMap
          base={base}
          manifest={manifest}
          head={head}
          extent={props.extent}
          files={files}
          map={map}
          filter={view}
          hover={isFromPanel ? null : hover}
          isOutlining={state.isOutlining}
          palette={palette}
          dispatch={dispatch}
        />
        <aside>
          <TourSlot base={base} manifest={manifest} head={head} place={view.tour} dispatch={dispatch} />
          <ErrorBoundary what="The panel" resetKey={[head, selected?.role, selected?.token].join(" ")}>
            <SidePanel
              manifest={manifest}
              table={table}
              selected={selected}
              inside={map.inside}
              isReady={map.isReady}
              overview={
                <Overview
                  base={base}
                  manifest={manifest}
                  head={head}
                  words={props.words}
                  table={table}
                  projection={projectionName(files.projection)}
                  isReady={map.isReady}
                  sheet={sheet}
                  isDark={theme.isDark}
                  loadAttention={() => page.data.attention(files.id)}
                  dispatch={dispatch}
                />
              }
              attended={attended}
              attention={attention}
              view={view}
              hover={hover}
              partner={partner}
              isFromPanel={isFromPanel}
              sheet={sheet}
              isDark={theme.isDark}
              dispatch={dispatch}
            />
          </ErrorBoundary>
        </aside>
      </div>
      <p className="visually-hidden" aria-live="polite">
        {spokenWords(page, manifest.patches === null ? "sequence" : "picture")}
      </p>
      <LinkSlot
        search={page.opened}
        isReady={map.isReady}
        manifest={manifest}
        table={table}
        digest={props.digest}
        stages={props.steps?.stages ?? NO_STAGES}
        onChange={(change) => dispatch({ type: "set", change })}
      />
      <HelpDialog isOpen={state.isHelpOpen} onClose={() => dispatch({ type: "help", isOpen: false })} />
    </div>
  );
}

/** Describes the point under the pointer or the cursor, or else the selected point; empty if there is none. */
function spokenWords({ state, files }: HeadPage, whole: "sequence" | "picture"): string {
  const { hover, isFromPanel, isWalking } = state;
  const { table, selected, attended, attention } = files;
  // The panel announces its own point.
  const spoken = isFromPanel ? selected : (hover ?? selected);
  if (table === null || spoken === null) return "";
  const attendedBy = (point: SelectedPoint): readonly AttendedToken[] | null => {
    if (point === selected) return attended;
    return isWalking && attention ? attendedTokens(table, attention, point) : null;
  };
  return spokenPoint(table, spoken, attendedBy(spoken), whole);
}
