/** The picture of one head: reads the files that the traits ask for, and draws them on the map. */
import type { Attention } from "#atlas/files/attention.ts";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import type { PointNumbers } from "#atlas/files/points.ts";
import { projectionName, type Projection } from "#atlas/method.ts";
import { AUTO_COLOR, type SelectedPoint } from "#atlas/view/view.ts";
import type { Coloring, ColorMode } from "#color/color-mode.ts";
import { meanColors } from "#color/mean-colors.ts";
import { findMode } from "#color/modes.ts";
import { openingColor } from "#color/opening-color.ts";
import { paintPoints } from "#color/paint-points.ts";
import { overlayScene, shownPoints } from "#drawing/map/map-scene.ts";
import { attendedTokens, type AttendedToken } from "#drawing/tokens/attended.ts";
import { readRows } from "../viewer/data/sprite-rows.ts";
import type { PointMap } from "../viewer/map/point-map.ts";
import type { Traits } from "./model.ts";
import { pointIn, projectionFor, type OpenedHead } from "./open-head.ts";

/** How many lines a selected point has at most, and from which weight on, as on a head's page. */
const [MOST_LINES, LEAST_WEIGHT] = [8, 0.03];

/** What is needed to draw, all of one moment. */
export interface Loaded {
  readonly projection: Projection;
  readonly coordinates: MapCoordinates;
  readonly mode: ColorMode;
  readonly points: PointNumbers | null;
  readonly selected: SelectedPoint | null;
  readonly attended: readonly AttendedToken[] | null;
  /** Mean r, g, b of every token's patch, if the mode asks for them. */
  readonly patchColors: Uint8Array | null;
}

/** Keeps what was read, so that a selection reads no map again. */
export class HeadReader {
  readonly #head: OpenedHead;
  readonly #coordinates = new Map<string, Promise<MapCoordinates>>();
  #points: Promise<PointNumbers> | null = null;
  #attention: Promise<Attention> | null = null;
  #patchColors: Uint8Array | null = null;

  constructor(head: OpenedHead) {
    this.#head = head;
  }

  /** @throws {Error} that names the file, if one cannot be read. */
  async load(traits: Traits): Promise<Loaded> {
    const { atlas, id, manifest, table, explained } = this.#head;
    const projection = projectionFor(manifest, traits);
    const name = projectionName(projection);
    const coordinates = this.#coordinates.get(name) ?? atlas.coordinates(id, projection);
    this.#coordinates.set(name, coordinates);
    const color = traits.color === AUTO_COLOR ? openingColor(manifest, explained) : traits.color;
    const mode = findMode(manifest, table, color);
    if (mode.needs === "points") this.#points ??= atlas.points(id);
    const selected = pointIn(table, traits.selected);
    if (selected) this.#attention ??= atlas.attention(id);
    try {
      const attention = selected && (await this.#attention);
      return {
        projection,
        coordinates: await coordinates,
        mode,
        points: mode.needs === "points" ? await this.#points : null,
        selected,
        attended: selected && attention && attendedTokens(table, attention, selected),
        patchColors: mode.needs === "patchColors" ? this.#readPatches() : null,
      };
    } catch (error) {
      // The next change asks again.
      this.#coordinates.delete(name);
      [this.#points, this.#attention] = [null, null];
      throw error;
    }
  }

  #readPatches(): Uint8Array | null {
    const { sprite, table, manifest } = this.#head;
    if (sprite && manifest.patches)
      this.#patchColors ??= readRows(sprite.image, manifest.patches, 3, meanColors).subarray(
        0,
        table.nTokens * 3,
      );
    return this.#patchColors;
  }
}

/** @returns The colors, for the legend. */
export function drawPoints(map: PointMap, head: OpenedHead, loaded: Loaded): Coloring {
  const { table, sprite } = head;
  const coloring = paint(head, loaded);
  map.setCoordinates(loaded.coordinates);
  map.setColors(paintPoints(coloring, table.nTokens, shownOf(head, loaded)), coloring.overlap ?? null);
  if (sprite) map.setPatches(loaded.mode.showsPatches === true, null);
  return coloring;
}

/** Draws the selected point with its lines, and the one under the pointer. */
export function drawScene(
  map: PointMap,
  head: OpenedHead,
  loaded: Loaded,
  hover: SelectedPoint | null,
): void {
  const { table, manifest } = head;
  map.setScene(
    overlayScene({
      tokens: table,
      selected: loaded.selected,
      hover,
      partner: null,
      attended: loaded.attended,
      termOf: null,
      shown: shownOf(head, loaded),
      termColors: null,
      hasPatches: manifest.patches !== null,
      lines: MOST_LINES,
      leastWeight: LEAST_WEIGHT,
      area: null,
    }),
  );
}

function shownOf({ table }: OpenedHead, { selected }: Loaded): Uint8Array | null {
  return shownPoints({ tokens: table, selected, termOf: null, passes: null });
}

function paint({ manifest, table }: OpenedHead, loaded: Loaded): Coloring {
  const { mode, points, projection, selected, attended, patchColors } = loaded;
  return mode.paint({
    manifest,
    tokens: table,
    norms: points?.norms ?? null,
    distortion: points?.distortion.get(projectionName(projection)) ?? null,
    patchColors,
    attention:
      selected && attended
        ? {
            role: selected.role === "query" ? "key" : "query",
            weights: new Map(attended.map(({ token, weight }) => [token, weight])),
          }
        : null,
    isSafe: false,
  });
}
