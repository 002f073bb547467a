import type { CSSProperties, ReactNode, Ref } from "react";
import { atlasFile, headFiles } from "#atlas/address.ts";
import { atlasOf, nPointsOf, type Manifest } from "#atlas/files/manifest.ts";
import { parseHead } from "#atlas/head/head-id.ts";
import { firstProjection, methodTitle, projectionName, type Projection } from "#atlas/method.ts";
import type { Extent } from "#drawing/map/home.ts";

interface MapFrameProps {
  readonly base: string;
  readonly manifest: Manifest;
  readonly head: string;
  readonly projection: Projection;
  /** Of the head's first map, which the thumbnail shows. */
  readonly extent: Extent;
  readonly frameRef: Ref<HTMLDivElement>;
  /** The element in which the map is mounted. */
  readonly mapRef: Ref<HTMLDivElement>;
  /** Whether the map covers the thumbnail. */
  readonly isCovered: boolean;
  /** Whether the map shows the requested view. */
  readonly isReady: boolean;
  /** The error that keeps the map from being shown. */
  readonly error: Error | null;
  /** A file or a part of the script that could not be loaded, for the map or for something else. */
  readonly missing: Error | null;
  /** Requests again what is missing. */
  readonly retry: () => void;
  /** Elements on top of the map: hover card, buttons. */
  readonly children: ReactNode;
}

interface ThumbnailProps extends Pick<MapFrameProps, "base" | "manifest" | "head" | "extent"> {
  readonly isCovered?: boolean;
}

/** The picture of the map that the build drew, exactly where the map opens. It is shown before any script runs, and without scripts. */
export function Thumbnail({ base, manifest, head, extent, isCovered = false }: ThumbnailProps): ReactNode {
  const file = headFiles.thumbnail(parseHead(head) ?? { layer: 0, head: 0 }, firstProjection(manifest));
  const nPoints = nPointsOf(manifest).toLocaleString("en");
  return (
    <img
      className={isCovered ? "thumbnail is-covered" : "thumbnail"}
      src={atlasFile(base, atlasOf(manifest), file)}
      alt={`Map of ${head}: ${nPoints} points, queries as discs and keys as rings.`}
      width="480"
      height="480"
      style={{ "--half-x": extent.x, "--half-y": extent.y } as CSSProperties}
    />
  );
}

/** The frame of the map: first the thumbnail, then the map or an error. */
export function MapFrame({ frameRef, mapRef, ...props }: MapFrameProps): ReactNode {
  const { base, manifest, head, projection, error, missing, isReady } = props;
  const nPoints = nPointsOf(manifest);
  const state = error ? "error" : isReady ? "ready" : "loading";
  return (
    <div className="map-frame" ref={frameRef}>
      <div className="map-stage">
        <Thumbnail
          base={base}
          manifest={manifest}
          head={head}
          extent={props.extent}
          isCovered={props.isCovered}
        />
        <div
          ref={mapRef}
          className="map"
          role="application"
          tabIndex={0}
          aria-label={`${methodTitle(manifest, projection.method)} map of ${head} in ${projection.dim}-D`}
          aria-describedby="map-keys map-islands"
          data-state={state}
          data-head={state === "ready" ? head : undefined}
          data-projection={state === "ready" ? projectionName(projection) : undefined}
          data-points={state === "ready" ? nPoints : undefined}
        />
      </div>
      {missing !== null && (
        <div className="map-problem" role="alert">
          <p>{missing.message}</p>
          <button type="button" onClick={props.retry}>
            Try again
          </button>
        </div>
      )}
      {props.children}
    </div>
  );
}
