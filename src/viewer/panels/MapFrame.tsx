import type { ReactNode, Ref } from "react";
import { atlasFile, headFiles } from "#atlas/address.ts";
import { parseHead } from "#atlas/head-id.ts";
import { atlasOf, nPointsOf, type Manifest } from "#atlas/manifest.ts";
import { firstProjection, METHOD_NAMES, projectionName, type Projection } from "#atlas/method.ts";

interface MapFrameProps {
  readonly base: string;
  readonly manifest: Manifest;
  readonly head: string;
  readonly projection: Projection;
  readonly frameRef: Ref<HTMLDivElement>;
  /** Where the map is mounted. */
  readonly mapRef: Ref<HTMLDivElement>;
  /** Whether a map hides the thumbnail. */
  readonly isCovered: boolean;
  /** Whether the map shows what is asked for. */
  readonly isReady: boolean;
  /** What hinders the map. */
  readonly error: Error | null;
  /** A file that could not be had, the map's or another one. */
  readonly missing: Error | null;
  /** Why there is no map, in words for the reader; null where there is one. */
  readonly problem: string | null;
  /** Asks for the missing file again. */
  readonly retry: () => void;
  /** What stands on the map: hover card, buttons. */
  readonly children: ReactNode;
}

/** The map's place on the page: thumbnail first, then the map, or what is wrong with it. */
export function MapFrame({ frameRef, mapRef, ...props }: MapFrameProps): ReactNode {
  const { base, manifest, head, projection, error, missing, isReady } = props;
  const nPoints = nPointsOf(manifest);
  const thumbnail = headFiles.thumbnail(parseHead(head) ?? { layer: 0, head: 0 }, firstProjection(manifest));
  const state = error ? "error" : isReady ? "ready" : "loading";
  const problem = missing?.message ?? props.problem;
  return (
    <div className="map-frame" ref={frameRef}>
      <img
        className={props.isCovered ? "thumbnail is-covered" : "thumbnail"}
        src={atlasFile(base, atlasOf(manifest), thumbnail)}
        alt={`Map of ${head}: ${nPoints.toLocaleString("en")} points, queries as green discs and keys as pink rings.`}
        width="480"
        height="480"
      />
      <div
        ref={mapRef}
        className="map"
        role="application"
        tabIndex={0}
        aria-label={`${METHOD_NAMES[projection.method]} map of ${head} in ${projection.dim}-D`}
        aria-describedby="map-keys"
        data-state={state}
        data-head={state === "ready" ? head : undefined}
        data-projection={state === "ready" ? projectionName(projection) : undefined}
        data-points={state === "ready" ? nPoints : undefined}
      />
      {problem !== null && (
        <div className="map-problem" role="alert">
          <p>{problem}</p>
          {missing && (
            <button type="button" onClick={props.retry}>
              Try again
            </button>
          )}
        </div>
      )}
      {props.children}
    </div>
  );
}
