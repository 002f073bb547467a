import type { ReactNode, Ref } from "react";
import { projectionName, METHOD_NAMES, type Projection } from "#atlas/method.ts";

interface MapFrameProps {
  readonly frameRef: Ref<HTMLDivElement>;
  /** Where the map is mounted. */
  readonly mapRef: Ref<HTMLDivElement>;
  /** Address of the picture that stands here until the map is ready. */
  readonly thumbnail: string;
  readonly isCovered: boolean;
  readonly head: string;
  readonly projection: Projection;
  readonly nPoints: number;
  readonly state: "loading" | "ready" | "error";
  /** What is wrong, in words for the reader; null where nothing is. */
  readonly problem: string | null;
  /** Undefined where trying again would not help. */
  readonly retry: (() => void) | undefined;
  /** What stands on the map: hover card, buttons. */
  readonly children: ReactNode;
}

/** The map's place on the page: thumbnail first, then the map, or what is wrong with it. */
export function MapFrame({ frameRef, mapRef, ...props }: MapFrameProps): ReactNode {
  const { head, projection, nPoints, state, problem, retry } = props;
  const isReady = state === "ready";
  return (
    <div className="map-frame" ref={frameRef}>
      <img
        className={props.isCovered ? "thumbnail is-covered" : "thumbnail"}
        src={props.thumbnail}
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
        data-head={isReady ? head : undefined}
        data-projection={isReady ? projectionName(projection) : undefined}
        data-points={isReady ? nPoints : undefined}
      />
      {problem !== null && (
        <div className="map-problem" role="alert">
          <p>{problem}</p>
          {retry && (
            <button type="button" onClick={retry}>
              Try again
            </button>
          )}
        </div>
      )}
      {props.children}
    </div>
  );
}
