import { useCallback, useEffect, useState, type RefObject } from "react";
import type { PatchSheet } from "#atlas/files/manifest.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import type { SelectedPoint } from "#atlas/view/view.ts";
import { selectedOf } from "#drawing/map/map-scene.ts";
import type { OverlayColors } from "#drawing/map/overlay-colors.ts";
import { LoadError } from "../../data/fetch-text.ts";
import { loadPart } from "../../data/load-part.ts";
import { loadPicture } from "../../data/load-picture.ts";
import { toError } from "../../data/use-loaded.ts";
import type { MapEvents, MapSetup, PointMap, Sprite } from "../../map/point-map.ts";
import type { Store } from "../../state/store.ts";

export interface MountedMap {
  readonly map: PointMap | null;
  /** The error that keeps the map or a part of it from being shown. */
  readonly error: Error | null;
  /** Mounts the map again. */
  readonly retry: () => void;
}

interface MapInput {
  readonly container: RefObject<HTMLElement | null>;
  readonly tokens: TokenTable | null;
  readonly patches: PatchSheet | null;
  readonly sheet: string;
  readonly colors: OverlayColors;
  readonly dispatch: Store["dispatch"];
}

/** Mounts the map once the tokens are loaded, and again if the browser takes the WebGL context away. */
export function usePointMap({ container, tokens, patches, sheet, colors, dispatch }: MapInput): MountedMap {
  const [mounted, setMounted] = useState<Omit<MountedMap, "retry">>({ map: null, error: null });
  const [generation, setGeneration] = useState(0);
  const renew = useCallback(() => setGeneration((n) => n + 1), []);
  useEffect(() => {
    const element = container.current;
    if (tokens === null || element === null) return;
    let map: PointMap | null = null;
    let isCurrent = true;
    const mount = async (): Promise<void> => {
      const [HeadMap, sprite] = await Promise.all([loadMap(), loadSprite(patches, sheet, tokens)]);
      // The component may have been unmounted while the module was loading.
      if (!isCurrent) return;
      map = new HeadMap({
        container: element,
        nTokens: tokens.nTokens,
        sprite,
        colors,
        ...eventsOf(tokens, dispatch),
        onProblem: (error) => isCurrent && setMounted((now) => ({ ...now, error })),
      });
      element.addEventListener("webglcontextlost", renew, { capture: true, once: true });
      setMounted({ map, error: null });
    };
    mount().catch((error: unknown) => {
      if (isCurrent) setMounted({ map: null, error: toError(error) });
    });
    return () => {
      isCurrent = false;
      element.removeEventListener("webglcontextlost", renew, { capture: true });
      map?.destroy();
      setMounted({ map: null, error: null });
    };
    // The initial colors are read once; another effect passes later ones to the map.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [tokens, sheet, generation]);
  return { ...mounted, retry: renew };
}

/** The actions behind the events of the map. */
function eventsOf(tokens: TokenTable, dispatch: Store["dispatch"]): Omit<MapEvents, "onProblem"> {
  const toPoint = (point: number | null): SelectedPoint | null =>
    point === null ? null : selectedOf(tokens, point);
  return {
    onHover: (point) => dispatch({ type: "hover", point: toPoint(point) }),
    onClick: (point) => dispatch({ type: "set", change: { selected: toPoint(point) } }),
  };
}

/** Sigma accesses WebGL on import, so neither the server nor a browser without WebGL may load it. */
async function loadMap(): Promise<new (setup: MapSetup) => PointMap> {
  const hasWebGL = document.createElement("canvas").getContext("webgl2") !== null;
  if (hasWebGL) return (await loadPart("The map", () => import("../../map/sigma-map.ts"))).SigmaMap;
  return (await loadPart("The map", () => import("../../map/canvas-map.ts"))).CanvasMap;
}

async function loadSprite(
  patches: PatchSheet | null,
  sheet: string,
  tokens: TokenTable,
): Promise<Sprite | null> {
  if (patches === null) return null;
  let image: HTMLImageElement;
  try {
    image = await loadPicture(sheet);
  } catch (cause) {
    throw new LoadError("The pictures of this atlas could not be loaded. Check your network connection.", {
      cause,
    });
  }
  return { image, columns: patches.sheetColumns, rows: patches.sheetRows, special: tokens.special };
}
