import { useEffect, useState, type RefObject } from "react";
import type { Manifest } from "#atlas/files/manifest.ts";
import type { Projection } from "#atlas/method.ts";
import type { Found } from "#drawing/search/found.ts";
import type { AtlasData } from "../data/atlas-data.ts";
import { drawFound, eraseFound, groundOf, showFound, type FoundHead } from "./draw-found.ts";
import { layersOf, measureHead, type ClusteringHead } from "./search-clustering.ts";

export interface Clustering {
  /** The heads measured so far, the one with the strongest cluster first. */
  readonly heads: readonly ClusteringHead[];
  readonly isDone: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

interface FoundHeadsInput {
  readonly box: RefObject<HTMLElement | null>;
  readonly data: AtlasData;
  readonly manifest: Manifest;
  readonly projection: Projection;
  readonly found: Found | null;
  /** Grows whenever other links are seen than before. */
  readonly unfolded: number;
}

/** The longest time that the page may be blocked, in milliseconds. */
const BUSY_MS = 8;
const NOTHING = { heads: [], isDone: false, error: null } as const;

/** Measures the heads of unfolded layers and tints them, with pauses so that the page stays responsive. */
export function useFoundHeads(input: FoundHeadsInput): Clustering {
  const { box, data, manifest, projection, found, unfolded } = input;
  const [state, setState] = useState<Omit<Clustering, "retry"> & { readonly of: Found | null }>({
    ...NOTHING,
    of: null,
  });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    if (!found?.termOf.some((term) => term >= 0)) {
      eraseFound(element);
      return;
    }
    const stop = new AbortController();
    const isOver = (): boolean => stop.signal.aborted;
    const run = async (): Promise<void> => {
      const heads: ClusteringHead[] = [];
      let rested = performance.now();
      for (const { name, links } of layersOf(element)) {
        const maps = await data.layer(name, projection);
        if (isOver()) return;
        const ground = groundOf(links);
        const shown: FoundHead[] = [];
        for (const [head, link] of links.entries()) {
          if (performance.now() - rested > BUSY_MS) {
            await nextTask();
            rested = performance.now();
          }
          if (isOver()) return;
          const map = maps[head];
          if (map === undefined) continue;
          // A search with an arrow asks for weights, not for nearness.
          const measured = found.pair === null ? measureHead(link, map, found) : undefined;
          if (measured) heads.push(measured);
          shown.push({ link, canvas: drawFound(map, found, ground), measured });
        }
        shown.forEach(showFound);
        heads.sort((a, b) => b.strength - a.strength);
        setState({ of: found, heads: [...heads], isDone: false, error: null });
      }
      setState({ of: found, heads: [...heads], isDone: true, error: null });
    };
    run().catch((error: unknown) => {
      if (isOver()) return;
      const told = error instanceof Error ? error : new Error(String(error));
      setState({ of: found, heads: [], isDone: true, error: told });
    });
    return () => stop.abort();
  }, [box, data, manifest, projection, found, unfolded, attempt]);
  // Measurements of an earlier search do not apply to this one.
  const { of, ...current } = state;
  return { ...(of === found ? current : NOTHING), retry: () => setAttempt((n) => n + 1) };
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
