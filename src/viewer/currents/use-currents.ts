import { useEffect, useMemo, useState } from "react";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { parseHead } from "#atlas/head/head-id.ts";
import type { Dim } from "#atlas/method.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import type { LayerChoice } from "#atlas/view/view.ts";
import { currentsNote, hasCurrents, mayHaveCurrents } from "#drawing/currents/has-currents.ts";
import type { AtlasData } from "../data/atlas-data.ts";
import { loadPart } from "../data/load-part.ts";
import { useLoaded } from "../data/use-loaded.ts";
import type { PointMap } from "../map/point-map.ts";

interface CurrentsInput {
  readonly choice: LayerChoice;
  readonly data: AtlasData;
  /** Identifies the page: the viewer stays while the reader goes to another head or checkpoint. */
  readonly page: string;
  /** `L3H5`. */
  readonly head: string;
  readonly table: TokenTable | null;
  readonly dim: Dim;
  readonly coordinates: MapCoordinates | null;
  /** Whether the coordinates belong to this head and projection, not to the previous ones. */
  readonly isCurrent: boolean;
  readonly isCausal: boolean;
  readonly map: PointMap | null;
  /** The strength of each point, 0 … 255; null draws all points alike. */
  readonly shown: Uint8Array | null;
  /** Whether no point is selected: the lines of a selected point take the place of the currents. */
  readonly isPlain: boolean;
}

interface ShownCurrents {
  readonly isOn: boolean;
  /** A sentence about them; null without them. */
  readonly note: string | null;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** Shows the currents of a head: where the reader wants them, or by themselves once the page is idle. */
export function useCurrents(input: CurrentsInput): ShownCurrents {
  const { choice, data, page, head, table, dim, coordinates, isCurrent, isCausal, map, shown, isPlain } =
    input;
  const view = { currents: choice, dim };
  const isIdle = useIdle(map !== null && isCurrent);
  const isAsked = choice === "on" || isIdle;
  const isWanted = isAsked && table !== null && mayHaveCurrents(view, table, savesData());
  const weights = useLoaded(isWanted ? page : null, () =>
    data.attention(parseHead(head) ?? { layer: 0, head: 0 }),
  );
  const part = useLoaded(isWanted ? "currents" : null, () =>
    loadPart("The currents", () => import("#drawing/currents/currents.ts")),
  );
  // Weights of another head, or places on another map, would be wrong, not just out of date.
  const attention = isWanted && weights.key === page ? weights.value : null;
  const isFlat = isCurrent && coordinates !== null && coordinates.z === undefined;
  const code = part.value;
  const known = useMemo(
    () => (table && attention && isFlat ? { table, attention, coordinates, isCausal } : null),
    [table, attention, isFlat, coordinates, isCausal],
  );
  const whole = useMemo(
    () => (known && code ? code.currentsOf({ ...known, shown: null }) : null),
    [known, code],
  );
  const isOn = hasCurrents(view, whole?.lack === null);
  const isDrawn = isOn && isPlain;
  useEffect(() => {
    if (!map || !isDrawn || !known || !code) return;
    map.setLayer("currents", code.drawCurrents(code.currentsOf({ ...known, shown }).flows));
    return () => map.setLayer("currents", null);
  }, [map, isDrawn, known, code, shown]);
  const parts = isWanted ? [weights, part] : [];
  return {
    isOn,
    note: isDrawn && whole ? currentsNote(whole.lack) : null,
    // What nobody asked for is not missed.
    error: choice === "on" ? (parts.find(({ error }) => error !== null)?.error ?? null) : null,
    retry: () => parts.forEach((each) => each.error && each.retry()),
  };
}

/** How long the map has been shown before anything is fetched that nobody asked for. */
const IDLE_MS = 600;

/** True a while after the map is ready; Safari has no idle callback. */
function useIdle(isReady: boolean): boolean {
  const [isIdle, setIsIdle] = useState(false);
  useEffect(() => {
    if (!isReady) return;
    const timer = setTimeout(() => setIsIdle(true), IDLE_MS);
    return () => clearTimeout(timer);
  }, [isReady]);
  return isIdle;
}

function savesData(): boolean {
  // Not every browser tells.
  const { connection } = navigator as { readonly connection?: { readonly saveData?: boolean } };
  return connection?.saveData === true;
}
