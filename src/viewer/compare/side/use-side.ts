import { useMemo } from "react";
import { atlasFile, atlasFiles } from "#atlas/address.ts";
import type { Attention } from "#atlas/files/attention.ts";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import type { Manifest } from "#atlas/files/manifest.ts";
import type { PointNumbers } from "#atlas/files/points.ts";
import { formatHead, type HeadId } from "#atlas/head/head-id.ts";
import { projectionName, type Projection } from "#atlas/method.ts";
import { hasRole, type TokenTable } from "#atlas/tokens/tokens.ts";
import type { SelectedPoint } from "#atlas/view/view.ts";
import type { ColorMode } from "#color/color-mode.ts";
import { attendedTokens, type AttendedToken } from "#drawing/tokens/attended.ts";
import type { ListedAtlas } from "../../../compare/head-name.ts";
import { AtlasData } from "../../data/atlas-data.ts";
import { loadPatchColors } from "../../data/patch-colors.ts";
import { useLoaded } from "../../data/use-loaded.ts";

/** One head of a comparison. */
export interface ComparedHead {
  readonly atlas: ListedAtlas;
  readonly id: HeadId;
  /** As seen by the head's tower. */
  readonly manifest: Manifest;
}

/** The files of one side; each is null until it is loaded, and while it is not needed. */
export interface SideFiles {
  readonly head: ComparedHead;
  readonly name: string;
  /** Address of the patches' sprite sheet. */
  readonly sheet: string;
  readonly table: TokenTable | null;
  /** As the atlas has them, not laid on the other side. */
  readonly coordinates: MapCoordinates | null;
  /** Whether the coordinates are of the map that is asked for. */
  readonly isCurrent: boolean;
  readonly points: PointNumbers | null;
  readonly patchColors: Uint8Array | null;
  readonly attention: Attention | null;
  readonly selected: SelectedPoint | null;
  readonly attended: readonly AttendedToken[] | null;
  readonly error: Error | null;
  readonly retry: () => void;
}

interface SideInput {
  readonly base: string;
  readonly head: ComparedHead;
  readonly projection: Projection;
  /** What the color needs. */
  readonly needs: ColorMode["needs"];
  readonly wanted: SelectedPoint | null;
  /** Whether weights are needed beyond those of the selected point. */
  readonly isWalking: boolean;
}

export function useSide({ base, head, projection, needs, wanted, isWalking }: SideInput): SideFiles {
  const { atlas, id, manifest } = head;
  const data = useMemo(() => new AtlasData(base, manifest, id.tower), [base, manifest, id.tower]);
  const sheet = atlasFile(base, atlas, atlasFiles.patches(id.tower));
  const name = formatHead(id);
  const tokens = useLoaded("tokens", () => data.tokens());
  const table = tokens.value;
  const map = projectionName(projection);
  const coordinates = useLoaded(map, () => data.coordinates(id, projection));
  const points = useLoaded(needs === "points" ? "points" : null, () => data.points(id));
  const wantsPatches = needs === "patchColors" && table !== null && manifest.patches !== null;
  const patchColors = useLoaded(wantsPatches ? "patches" : null, () =>
    table && manifest.patches
      ? loadPatchColors(sheet, manifest.patches, table.nTokens)
      : Promise.reject(new Error("no patches")),
  );
  const isThere =
    table !== null &&
    wanted !== null &&
    wanted.token < table.nTokens &&
    hasRole(table, wanted.token, wanted.role);
  const selected = isThere ? wanted : null;
  const attention = useLoaded(selected || isWalking ? "attention" : null, () => data.attention(id));
  const attended = useMemo(
    () => (table && selected && attention.value ? attendedTokens(table, attention.value, selected) : null),
    [table, selected, attention.value],
  );
  const all = [tokens, coordinates, points, patchColors, attention];
  return {
    head,
    name,
    sheet,
    table,
    coordinates: coordinates.value,
    isCurrent: coordinates.key === map && coordinates.error === null,
    points: points.value,
    patchColors: patchColors.value,
    attention: attention.value,
    selected,
    attended,
    error: all.find(({ error }) => error)?.error ?? null,
    retry: () => all.forEach((each) => each.error && each.retry()),
  };
}
