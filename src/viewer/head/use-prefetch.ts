import { useEffect } from "react";
import { headsOf, type Manifest } from "#atlas/files/manifest.ts";
import { formatHead } from "#atlas/head/head-id.ts";
import type { Projection } from "#atlas/method.ts";
import type { AtlasData } from "../data/atlas-data.ts";

/** Fetches the maps of the neighboring heads while nothing else is to be done, so that a step shows them at once. */
export function usePrefetch(
  data: AtlasData,
  manifest: Manifest,
  head: string,
  projection: Projection,
  isReady: boolean,
): void {
  useEffect(() => {
    if (!isReady) return;
    // Safari has no idle callback; half a second after the map is there does as well.
    const timer = setTimeout(() => {
      const heads = headsOf(manifest);
      const at = heads.findIndex((id) => formatHead(id) === head);
      for (const neighbor of [heads[at + 1], heads[at - 1]]) {
        // Another tower's heads are read with other tokens. Only a convenience: if it fails, the page will say so when the
        // head is opened.
        if (neighbor?.tower === heads[at]?.tower && neighbor)
          data.coordinates(neighbor, projection).catch(() => undefined);
      }
    }, 500);
    return () => clearTimeout(timer);
  }, [data, manifest, head, projection, isReady]);
}
