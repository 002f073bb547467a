import { useEffect, useRef } from "react";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import type { Dim } from "#atlas/method.ts";
import type { Camera } from "#atlas/view/camera.ts";
import type { PointMap } from "../../map/point-map.ts";
import type { Store } from "../../state/store.ts";

interface CameraInput {
  readonly map: PointMap | null;
  /** The projection on the map now, which may still be the previous one. */
  readonly coordinates: MapCoordinates | null;
  readonly dim: Dim;
  readonly camera: Camera | null;
  readonly store: Store;
}

/** Keeps the camera of the map and of the view in sync: when the map comes to rest, the view follows; a restored view moves the map. */
export function useCamera({ map, coordinates, dim, camera, store }: CameraInput): void {
  /** The camera of this map, or the last one it reported. */
  const known = useRef<{ readonly map: PointMap; readonly camera: Camera | null } | null>(null);
  const isDrawn = coordinates !== null && (coordinates.z ? 3 : 2) === dim;
  useEffect(() => {
    if (map === null || !isDrawn) return;
    if (known.current?.map !== map || known.current.camera !== camera) map.setCamera(camera);
    known.current = { map, camera };
  }, [map, isDrawn, camera]);
  useEffect(() => {
    map?.onRest((rested) => {
      const { view } = store.get();
      // Until a restored view has reached the map, the camera of the view counts.
      if (known.current?.map !== map || known.current.camera !== view.camera) return;
      store.dispatch({ type: "set", change: { camera: rested } });
      known.current = { map, camera: store.get().view.camera };
    });
  }, [map, store]);
}
