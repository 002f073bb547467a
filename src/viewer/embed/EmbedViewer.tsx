import { useState, useSyncExternalStore, type ReactNode } from "react";
import { atlasFile, atlasFiles, headPath } from "#atlas/address.ts";
import { atlasOf } from "#atlas/files/manifest.ts";
import { parseHead } from "#atlas/head/head-id.ts";
import { methodTitle } from "#atlas/method.ts";
import { formatView } from "#atlas/view/view-address.ts";
import { colorModes } from "#color/modes.ts";
import { HeadMap } from "../head/HeadMap.tsx";
import { Thumbnail } from "../head/MapFrame.tsx";
import { SidePanel } from "../head/SidePanel.tsx";
import { useHeadMap } from "../head/use-head-map.ts";
import { useHeadPage, type HeadViewerProps } from "../head/use-head-page.ts";
import { ColorSelect } from "../panels/ColorSelect.tsx";
import { ErrorBoundary } from "../panels/ErrorBoundary.tsx";
import { MethodButtons } from "../panels/MethodButtons.tsx";
import { readUi } from "./ui.ts";
import "../head/head.css";
import "../panels/toolbar.css";
import "./embed.css";

type EmbedProps = Omit<HeadViewerProps, "tower" | "words" | "isAlone">;

/** The island of a page for frames in other sites: the map of a head, as much around it as the address asks for, and the way to the head's page. */
export default function EmbedViewer(props: EmbedProps): ReactNode {
  const { base, manifest, head, extent } = props;
  const thumbnail = <Thumbnail base={base} manifest={manifest} head={head} extent={extent} />;
  return (
    <ErrorBoundary what="The map" resetKey={head} fallback={thumbnail}>
      <Embedded {...props} />
    </ErrorBoundary>
  );
}

const never = (): (() => void) => () => undefined;

function Embedded(props: EmbedProps): ReactNode {
  const { base, manifest, head, extent } = props;
  const tower = parseHead(head)?.tower;
  const own = { ...props, tower, isAlone: true };
  const page = useHeadPage(own);
  const [sheet] = useState(() => atlasFile(base, atlasOf(manifest), atlasFiles.patches(tower)));
  const map = useHeadMap(page, own, sheet);
  const ui = useSyncExternalStore(never, readUi, () => "minimal" as const);
  const { state, files, palette, theme } = page;
  const { dispatch } = page.store;
  const { view, hover, partner, isFromPanel } = state;
  const { table, selected, projection, mode } = files;
  const isOpen = ui === "full" && (selected !== null || map.inside !== null);
  return (
    <div className="embed-viewer" style={palette.style}>
      {ui === "full" && (
        <div className="toolbar" role="group" aria-label="Map">
          <MethodButtons
            manifest={manifest}
            pressed={map.view.method}
            onChange={(method) => dispatch({ type: "set", change: { method } })}
          />
          <ColorSelect
            modes={colorModes(manifest, table)}
            value={mode.name}
            shares={files.shares}
            onChange={(color) => dispatch({ type: "set", change: { color } })}
          />
        </div>
      )}
      <div className="embed-body" data-is-open={isOpen || undefined}>
        <HeadMap
          base={base}
          manifest={manifest}
          head={head}
          extent={extent}
          files={files}
          map={map}
          filter={view}
          hover={isFromPanel ? null : hover}
          isOutlining={state.isOutlining}
          palette={palette}
          dispatch={dispatch}
        />
        {isOpen && (
          <aside>
            <SidePanel
              manifest={manifest}
              table={table}
              selected={selected}
              inside={map.inside}
              isReady={map.isReady}
              overview={null}
              attended={files.attended}
              attention={files.attention}
              view={view}
              hover={hover}
              partner={partner}
              isFromPanel={isFromPanel}
              sheet={sheet}
              isDark={theme.isDark}
              dispatch={dispatch}
            />
          </aside>
        )}
      </div>
      <p className="embed-credit">
        <a href={pageOf(props, formatView(view, manifest))} target="_blank" rel="noopener">
          {manifest.model.name} {head}
        </a>{" "}
        <span>{methodTitle(manifest, projection.method)} map</span> <small>Headland</small>
      </p>
    </div>
  );
}

/** The head's page in the same view. */
function pageOf({ base, manifest, head }: EmbedProps, query: string): string {
  return headPath(base, atlasOf(manifest), parseHead(head) ?? { layer: 0, head: 0 }) + query;
}
