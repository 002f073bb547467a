import type { ReactNode } from "react";
import type { Manifest } from "#atlas/files/manifest.ts";
import type { View } from "#atlas/view/view.ts";
import { shareOf } from "#color/explained-words.ts";
import { CONTOUR_NOTE } from "#drawing/map/has-contours.ts";
import type { Extent } from "#drawing/map/home.ts";
import { StepBar } from "../checkpoints/StepBar.tsx";
import { ZoomButtons } from "../keyboard/ZoomButtons.tsx";
import { Legend } from "../panels/legend/Legend.tsx";
import type { Palette } from "../panels/use-palette.ts";
import { FoundTerms } from "../search/FoundTerms.tsx";
import type { Action } from "../state/view-state.ts";
import { HoverCard } from "./HoverCard.tsx";
import { MapFrame } from "./MapFrame.tsx";
import { TouchHint } from "./TouchHint.tsx";
import type { HeadFiles } from "./use-head-files.ts";
import type { HeadMapState } from "./use-head-map.ts";

interface HeadMapProps {
  readonly base: string;
  readonly manifest: Manifest;
  readonly head: string;
  readonly extent: Extent;
  readonly files: HeadFiles;
  readonly map: HeadMapState;
  /** The pressed entries of the legend, and what the panel shows. */
  readonly filter: Pick<View, "only" | "onlyRole" | "panel">;
  /** The point under the pointer on the map; null while the pointer is on the panel, which shows its own point. */
  readonly hover: View["selected"];
  readonly isOutlining: boolean;
  readonly palette: Palette;
  readonly dispatch: (action: Action) => void;
}

/** The map with its buttons, the card of the point under the pointer, and the legend. It has no state of its own. */
export function HeadMap(props: HeadMapProps): ReactNode {
  const { base, manifest, head, files, map, filter, hover, isOutlining, palette, dispatch } = props;
  const { table, projection, mode, selected } = files;
  const { search, passes, termColors } = map.emphasis;
  const hasPatches = manifest.patches !== null;
  return (
    <figure>
      <MapFrame
        base={base}
        manifest={manifest}
        head={head}
        projection={projection}
        extent={props.extent}
        frameRef={map.frameRef}
        mapRef={map.mapRef}
        isCovered={map.isCovered}
        isReady={map.isReady}
        error={files.error}
        missing={map.missing}
        retry={map.retry}
      >
        {table && hover ? (
          <HoverCard
            table={table}
            point={hover}
            hasPatches={hasPatches}
            isInPanel={
              selected !== null &&
              filter.panel === "text" &&
              table.sequenceOf[selected.token] === table.sequenceOf[hover.token]
            }
          />
        ) : (
          mode.needs === "attention" &&
          selected === null && <p className="hover-card">Select a point to color those it attends to.</p>
        )}
        <TouchHint map={map.mapRef} />
        <ZoomButtons run={map.run} isOutlining={isOutlining} />
      </MapFrame>
      <StepBar shown={map.steps} map={map.map} />
      <Legend
        mode={mode}
        share={shareOf(files.shares, mode.name)}
        coloring={map.coloring}
        palette={palette}
        hasPatches={hasPatches}
        dispatch={dispatch}
        filter={filter}
        hasTermColors={termColors !== null}
        notes={[
          ...(map.hasLetters ? ["Queries stand upright, keys slanted."] : []),
          ...(map.hasContours ? [CONTOUR_NOTE] : []),
          ...map.notes,
        ]}
        terms={
          search.found && (
            <FoundTerms found={search.found} passes={passes} hasPatches={hasPatches} colors={termColors} />
          )
        }
      />
      <p id="map-keys" className="visually-hidden">
        Arrow keys move to the nearest point, Enter selects it, plus and minus zoom, 0 shows the whole map,
        question mark lists all keys.
      </p>
      {map.islands.length > 0 && (
        <p id="map-islands" className="visually-hidden">
          Islands: {map.islands.join(", ")}.
        </p>
      )}
    </figure>
  );
}
