import { useEffect } from "react";
import { headsOf, type Manifest } from "#atlas/files/manifest.ts";
import { formatHead } from "#atlas/head/head-id.ts";
import type { Projection } from "#atlas/method.ts";
import type { AtlasData } from "../data/atlas-data.ts";

/** Fetches the maps of the neighboring heads when the page is idle, so that the next step is immediate. */
export function usePrefetch(
  data: AtlasData,
  manifest: Manifest,
  head: string,
  projection: Projection,
  isReady: boolean,
): void {
  useEffect(() => {
    if (!isReady) return;
    // Safari has no idle callback; waiting half a second after the map is shown works as well.
    const timer = setTimeout(() => {
      const heads = headsOf(manifest);
      const at = heads.findIndex((id) => formatHead(id) === head);
      for (const neighbor of [heads[at + 1], heads[at - 1]]) {
        // Heads of another tower need other tokens. If prefetching fails, nothing is lost: the page reports the error when the
        // reader opens that head.
        if (neighbor?.tower === heads[at]?.tower && neighbor)
          data.coordinates(neighbor, projection).catch(() => undefined);
      }
    }, 500);
    return () => clearTimeout(timer);
  }, [data, manifest, head, projection, isReady]);
}
