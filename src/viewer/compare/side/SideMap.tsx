import type { ReactNode } from "react";
import { headPath } from "#atlas/address.ts";
import { nPointsOf } from "#atlas/files/manifest.ts";
import { methodTitle, projectionName, type Projection } from "#atlas/method.ts";
import { formatView } from "#atlas/view/view-address.ts";
import type { Side } from "../../../compare/compare-address.ts";
import { HoverCard } from "../../head/HoverCard.tsx";
import { TouchHint } from "../../head/TouchHint.tsx";
import type { Command } from "../../keyboard/key-table.ts";
import { Icon } from "../../panels/Icon.tsx";
import type { ViewState } from "../../state/view-state.ts";
import type { SideMapState } from "./use-side-map.ts";
import type { SideFiles } from "./use-side.ts";

interface SideMapProps {
  readonly base: string;
  readonly side: Side;
  readonly files: SideFiles;
  readonly map: Omit<SideMapState, "mapRef">;
  /** The element in which the map is mounted. */
  readonly mapRef: SideMapState["mapRef"];
  readonly state: ViewState;
  readonly projection: Projection;
  readonly isReady: boolean;
  /** Whether the selected point of the other side has no counterpart here. */
  readonly isMissing: boolean;
  /** To be called when the reader reaches for this map. */
  readonly onReach: () => void;
}

const BUTTONS = [
  ["zoomIn", "Zoom in"],
  ["zoomOut", "Zoom out"],
  ["reset", "Show the whole map"],
] as const satisfies readonly (readonly [Command, string])[];
const ICONS = { zoomIn: "zoomIn", zoomOut: "zoomOut", reset: "wholeMap" } as const;

/** One of the two maps, under the name of its head. */
export function SideMap(props: SideMapProps): ReactNode {
  const { base, side, files, map, mapRef, state, projection, isReady, isMissing, onReach } = props;
  const { head, name, table, error } = files;
  const { manifest, atlas, id } = head;
  const { model, dataset } = manifest;
  const hasPatches = manifest.patches !== null;
  const { view, hover, isFromPanel } = state;
  const problem = map.error;
  const status = error ? "error" : isReady ? "ready" : "loading";
  const address = headPath(base, atlas, id) + formatView(view, manifest);
  return (
    <figure
      className="compare-side"
      data-side={side}
      // Browsers tell of a move also where the page has moved below a pointer at rest.
      onPointerMoveCapture={({ movementX, movementY }) => (movementX !== 0 || movementY !== 0) && onReach()}
      onPointerDownCapture={onReach}
      onFocusCapture={onReach}
    >
      <figcaption>
        <h2>
          <a href={address}>
            {model.name} {name}
          </a>
        </h2>
        <span>
          on {dataset.name}, {nPointsOf(manifest).toLocaleString("en")} points
        </span>
      </figcaption>
      <div className="map-frame">
        <div className="map-stage">
          <div
            ref={mapRef}
            className="map"
            role="application"
            tabIndex={0}
            aria-label={`${methodTitle(manifest, projection.method)} map of ${model.name} ${name} in ${projection.dim}-D`}
            aria-describedby="compare-keys"
            data-state={status}
            data-projection={status === "ready" ? projectionName(projection) : undefined}
          />
        </div>
        {problem !== null && (
          <div className="map-problem" role="alert">
            <p>{problem.message}</p>
            <button type="button" onClick={map.retry}>
              Try again
            </button>
          </div>
        )}
        {table && hover && !isFromPanel ? (
          <HoverCard table={table} point={hover} hasPatches={hasPatches} isInPanel={false} />
        ) : (
          isMissing && (
            <p className="hover-card">
              The selected {hasPatches ? "patch" : "token"} has no counterpart here.
            </p>
          )
        )}
        <TouchHint map={mapRef} />
        <div className="zoom-buttons" data-over-map="">
          {BUTTONS.map(([command, label]) => (
            <button
              key={command}
              type="button"
              aria-label={label}
              title={label}
              onClick={() => map.run(command)}
            >
              <Icon name={ICONS[command]} />
            </button>
          ))}
        </div>
      </div>
    </figure>
  );
}
