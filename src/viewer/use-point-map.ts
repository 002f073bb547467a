import { useEffect, useState, type RefObject } from "react";
import type { PatchSheet } from "#atlas/manifest.ts";
import type { TokenTable } from "#atlas/tokens.ts";
import type { SelectedPoint } from "#atlas/view.ts";
import { loadPart } from "./data/load-part.ts";
import type { Sprite } from "./map/point-layer.ts";
import { selectedOf } from "./map-scene.ts";
import type { MapEvents, MapSetup, PointMap } from "./map/point-map.ts";
import type { OverlayColors } from "./map/overlay.ts";
import type { Store } from "./state/store.ts";

export interface MountedMap {
  readonly map: PointMap | null;
  /** Why there is no map, in words for the reader. */
  readonly problem: string | null;
}

interface MapInput {
  readonly container: RefObject<HTMLElement | null>;
  readonly tokens: TokenTable | null;
  readonly patches: PatchSheet | null;
  readonly sheet: string;
  readonly colors: OverlayColors;
  readonly dispatch: Store["dispatch"];
}

/** Mounts the map once the tokens are there, and again after the browser has taken the WebGL context away. */
export function usePointMap({ container, tokens, patches, sheet, colors, dispatch }: MapInput): MountedMap {
  const [mounted, setMounted] = useState<MountedMap>({ map: null, problem: null });
  const [generation, setGeneration] = useState(0);
  useEffect(() => {
    const element = container.current;
    if (tokens === null || element === null) return;
    let map: PointMap | null = null;
    let isCurrent = true;
    const renew = (): void => setGeneration((n) => n + 1);
    const mount = async (): Promise<void> => {
      const [HeadMap, sprite] = await Promise.all([loadMap(), loadSprite(patches, sheet, tokens)]);
      // The component may have gone while the module was loading.
      if (!isCurrent) return;
      map = new HeadMap({
        container: element,
        nTokens: tokens.nTokens,
        sprite,
        colors,
        ...eventsOf(tokens, dispatch),
      });
      element.addEventListener("webglcontextlost", renew, { capture: true, once: true });
      setMounted({ map, problem: null });
    };
    mount().catch((error: unknown) => {
      setMounted({ map: null, problem: error instanceof Error ? error.message : String(error) });
    });
    return () => {
      isCurrent = false;
      element.removeEventListener("webglcontextlost", renew, { capture: true });
      map?.destroy();
      setMounted({ map: null, problem: null });
    };
    // Colors are read once: the map is told of later ones itself.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [tokens, sheet, generation]);
  return mounted;
}

/** What a pointer on the map means. */
function eventsOf(tokens: TokenTable, dispatch: Store["dispatch"]): MapEvents {
  const toPoint = (point: number | null): SelectedPoint | null =>
    point === null ? null : selectedOf(tokens, point);
  return {
    onHover: (point) => dispatch({ type: "hover", point: toPoint(point) }),
    onClick: (point) => dispatch({ type: "select", point: toPoint(point) }),
  };
}

/** Sigma touches WebGL when it is imported, so neither the server nor a browser without WebGL may see it. */
async function loadMap(): Promise<new (setup: MapSetup) => PointMap> {
  const hasWebGL = document.createElement("canvas").getContext("webgl2") !== null;
  if (hasWebGL) return (await loadPart("The map", () => import("./map/sigma-map.ts"))).SigmaMap;
  return (await loadPart("The map", () => import("./map/canvas-map.ts"))).CanvasMap;
}

async function loadSprite(
  patches: PatchSheet | null,
  sheet: string,
  tokens: TokenTable,
): Promise<Sprite | null> {
  if (patches === null) return null;
  const image = new Image();
  image.src = sheet;
  await image.decode();
  return { image, columns: patches.sheetColumns, rows: patches.sheetRows, special: tokens.special };
}
