import type { ReactNode } from "react";
import { atlasFile, atlasFiles } from "#atlas/address.ts";
import { atlasOf } from "#atlas/files/manifest.ts";
import type { SelectedPoint } from "#atlas/view/view.ts";
import { attendedTokens, spokenPoint, type AttendedToken } from "../data/attended.ts";
import { HelpDialog } from "../keyboard/HelpDialog.tsx";
import { ErrorBoundary } from "../panels/ErrorBoundary.tsx";
import { HeadMap } from "./HeadMap.tsx";
import { SidePanel } from "./SidePanel.tsx";
import { Toolbar } from "./Toolbar.tsx";
import { useHeadMap } from "./use-head-map.ts";
import { useHeadPage, type HeadPage, type HeadViewerProps } from "./use-head-page.ts";
import "./head.css";

/** The page of a head: the toolbar, the map, the panel beside it, and a live region for screen readers. */
export function HeadViewer(props: HeadViewerProps): ReactNode {
  const { base, manifest, head, tower } = props;
  const page = useHeadPage(props);
  const sheet = atlasFile(base, atlasOf(manifest), atlasFiles.patches(tower));
  const map = useHeadMap(page, manifest, sheet);
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
        isTurning={state.isTurning}
        dispatch={dispatch}
        search={map.emphasis.search}
        searchRef={map.searchRef}
      />
      <div className="viewer-body">
        <HeadMap
          base={base}
          manifest={manifest}
          head={head}
          files={files}
          map={map}
          filter={view}
          hover={isFromPanel ? null : hover}
          isOutlining={state.isOutlining}
          palette={palette}
          dispatch={dispatch}
        />
        <aside>
          <ErrorBoundary what="The panel" resetKey={[head, selected?.role, selected?.token].join(" ")}>
            <SidePanel
              manifest={manifest}
              table={table}
              selected={selected}
              inside={map.inside}
              hint={props.hint}
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
