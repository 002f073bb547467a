import { useMemo } from "react";
import type { Attention } from "#atlas/files/attention.ts";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import type { Manifest } from "#atlas/files/manifest.ts";
import type { PointNumbers } from "#atlas/files/points.ts";
import { parseHead, type HeadId } from "#atlas/head/head-id.ts";
import type { ExplainedShare, HeadNumbers } from "#atlas/head/head-numbers.ts";
import { projectionName, type Projection } from "#atlas/method.ts";
import { hasRole, type TokenTable } from "#atlas/tokens/tokens.ts";
import { AUTO_COLOR, type SelectedPoint, type View } from "#atlas/view/view.ts";
import type { ColorMode } from "#color/color-mode.ts";
import { findMode } from "#color/modes.ts";
import { openingColor } from "#color/opening-color.ts";
import { attendedTokens, type AttendedToken } from "#drawing/tokens/attended.ts";
import type { AtlasData } from "../data/atlas-data.ts";
import { useLoaded } from "../data/use-loaded.ts";
import { usePrefetch } from "./use-prefetch.ts";

interface HeadFilesInput {
  readonly data: AtlasData;
  readonly manifest: Manifest;
  /** `L3H5`. */
  readonly head: string;
  /** What sorts its maps. */
  readonly explained: HeadNumbers["explained"];
  readonly view: View;
  /** Whether the weights of the point under the pointer are needed too. */
  readonly isWalking: boolean;
  /** Whether files of neighboring heads are not needed. */
  readonly isAlone: boolean;
}

/** The files of a head's page; each is null until it is loaded, and while it is not needed. */
export interface HeadFiles {
  readonly id: HeadId;
  readonly table: TokenTable | null;
  readonly projection: Projection;
  readonly mode: ColorMode;
  /** How far colors explain the map shown, strongest first. */
  readonly shares: readonly ExplainedShare[];
  readonly coordinates: MapCoordinates | null;
  readonly points: PointNumbers | null;
  /** The selected point, if it exists in this atlas. */
  readonly selected: SelectedPoint | null;
  readonly attention: Attention | null;
  /** Weights of the selected point within its sequence. */
  readonly attended: readonly AttendedToken[] | null;
  /** Whether the coordinates belong to this head and projection, not to the previous ones. */
  readonly isCurrent: boolean;
  /** The error that keeps the map from being shown. */
  readonly error: Error | null;
  /** The first file that could not be loaded, for the map or for something else. */
  readonly missing: Error | null;
  readonly retry: () => void;
}

/** Loads the files that the view of a head needs, and those of neighboring heads when the page is idle. */
export function useHeadFiles(input: HeadFilesInput): HeadFiles {
  const { data, manifest, head, explained, view, isWalking, isAlone } = input;
  const id = useMemo(() => parseHead(head) ?? { layer: 0, head: 0 }, [head]);
  const { method, dim } = view;
  const projection = useMemo(() => ({ method, dim }), [method, dim]);
  const page = `${manifest.model.slug} ${head}`;
  const wanted = `${page} ${projectionName(projection)}`;
  // The same for all checkpoints between which the viewer stays.
  const tokens = useLoaded("tokens", () => data.tokens());
  const table = tokens.value;
  const color = view.color === AUTO_COLOR ? openingColor(manifest, explained) : view.color;
  const mode = useMemo(() => findMode(manifest, table, color), [manifest, table, color]);
  const coordinates = useLoaded(wanted, () => data.coordinates(id, projection));
  const needsPoints = mode.needs === "points" || view.sizeByNorm;
  const points = useLoaded(needsPoints ? page : null, () => data.points(id));
  const wantedPoint = view.selected;
  const isThere =
    table !== null &&
    wantedPoint !== null &&
    wantedPoint.token < table.nTokens &&
    hasRole(table, wantedPoint.token, wantedPoint.role);
  const selected = isThere ? wantedPoint : null;
  const loaded = useLoaded(selected || isWalking ? page : null, () => data.attention(id));
  // Weights of another head would be wrong, not just out of date.
  const attention = loaded.key === page ? loaded.value : null;
  const attended = useMemo(
    () => (table && selected && attention ? attendedTokens(table, attention, selected) : null),
    [table, selected, attention],
  );
  const all = [tokens, coordinates, points, loaded];
  usePrefetch(data, manifest, head, projection, coordinates.key !== null && !isAlone);
  return {
    id,
    table,
    projection,
    mode,
    shares: explained?.[projectionName(projection)] ?? [],
    coordinates: coordinates.value,
    points: points.value,
    selected,
    attention,
    attended,
    isCurrent: coordinates.key === wanted && coordinates.error === null,
    error: tokens.error ?? coordinates.error,
    missing: all.find(({ error }) => error)?.error ?? null,
    retry: () => all.forEach((each) => each.error && each.retry()),
  };
}
