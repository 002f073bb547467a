/** A head's map as shapes: what the screen shows, drawn by the same code. */
import { nPointsOf } from "#atlas/files/manifest.ts";
import { tokenText } from "#atlas/tokens/tokens.ts";
import { paintPoints } from "#color/paint-points.ts";
import { roleColors } from "#color/palette.ts";
import { currentsOf, drawCurrents } from "#drawing/currents/currents.ts";
import { currentsNote, hasCurrents, mayHaveCurrents } from "#drawing/currents/has-currents.ts";
import { contoursOf, drawContours } from "#drawing/map/contours.ts";
import type { DrawPlane } from "#drawing/map/draw-plane.ts";
import { placer, type Frame } from "#drawing/map/frame.ts";
import { CONTOUR_NOTE, hasContours } from "#drawing/map/has-contours.ts";
import { overlayScene } from "#drawing/map/map-scene.ts";
import type { OverlayColors } from "#drawing/map/overlay-colors.ts";
import { drawScene, layOutScene } from "#drawing/map/overlay.ts";
import { sizesOf } from "#drawing/map/point-sizes.ts";
import { alikePatches } from "#drawing/patches/alike-patches.ts";
import type { LetterMark } from "#drawing/text/draw-letters.ts";
import { LetterField } from "#drawing/text/letter-field.ts";
import type { NameFrame } from "#drawing/text/name-field.ts";
import { namesOfMap } from "#drawing/text/names-of-map.ts";
import type { Setter } from "../fonts/setter.ts";
import type { HeadData } from "../head-data.ts";
import { RecordPen } from "../record-pen.ts";
import type { Shape } from "../scene.ts";
import { FigureLayer, frameOf, type Size } from "./frame-of.ts";
import type { HeadColors } from "./head-colors.ts";
import { markPoints } from "./mark-points.ts";

export interface MapStyle {
  /** Size of the map on the screen whose view is drawn. */
  readonly screen: Size;
  /** Of the map in the figure, in the pixels in which its texts are set. */
  readonly width: number;
  readonly colors: OverlayColors;
  readonly isSafe: boolean;
  readonly setter: Setter;
}

export interface DrawnMap extends Size {
  readonly shapes: readonly Shape[];
  /** Sentences about what is drawn beside points. */
  readonly notes: readonly string[];
}

export function drawMap(data: HeadData, colored: HeadColors, style: MapStyle): DrawnMap {
  const { view, table, coordinates, manifest } = data;
  const { shown, painted } = colored;
  const layer = layerOf(data, colored);
  const frame = frameOf(layer, view, style.screen, style.width);
  const isPlain = view.selected === null && data.found === null;
  const hasLetters = view.letters && isPlain && manifest.patches === null;
  layer.hasLetters = hasLetters;
  const isContoured = hasContours(view, manifest);
  const currents = currentsIn(data, shown);
  const contours = isContoured
    ? drawContours(
        contoursOf(coordinates, (point) => shown === null || shown[point] === 255, roleColors(style.isSafe)),
      )
    : null;
  const pen = new RecordPen(style.setter);
  const around = aroundOf(layer, frame);
  const letters = hasLetters ? lettersIn(data, layer, frame) : [];
  const names =
    view.labels && isPlain && !hasLetters
      ? namesOfMap({ ...data, tokens: table, patches: manifest.patches, mode: view.color }).field
      : null;
  names?.settle(around);
  const scene = overlayScene({
    ...colored,
    tokens: table,
    selected: view.selected,
    hover: null,
    partner: null,
    termOf: data.found?.termOf ?? null,
    hasPatches: manifest.patches !== null,
    lines: view.lines,
    leastWeight: view.leastWeight,
    area: view.dim === 2 ? view.area : null,
  });
  const drawn = { ...scene, letters, covered: [], names };
  drawScene(pen, layOutScene(pen, drawn, around, style.colors), style.colors);
  const nAlike = layer.isAlike?.reduce((sum, alike) => sum + alike, 0) ?? 0;
  layer.overlap = manifest.patches === null ? (painted.overlap ?? null) : null;
  return {
    width: frame.width,
    height: frame.height,
    shapes: [
      ...inPlane(currents?.draw ?? null, frame, style),
      ...markPoints(layer, frame),
      ...inPlane(contours, frame, style),
      ...pen.shapes,
    ],
    notes: [
      ...(hasLetters ? ["Queries stand upright, keys slanted."] : []),
      ...(isContoured ? [CONTOUR_NOTE] : []),
      ...(nAlike > 0 && layer.alikeShare(frame.zoom) < 1 ? [ALIKE_NOTE] : []),
      ...(currents ? [currents.note] : []),
    ],
  };
}

const ALIKE_NOTE = "Of patches that look the same in one place, one is drawn.";

function layerOf(data: HeadData, { painted, shown, mode }: HeadColors): FigureLayer {
  const { table, coordinates, manifest, view, points, looks } = data;
  const { patches } = manifest;
  const cells = patches && { columns: patches.sheetColumns, rows: patches.sheetRows, special: table.special };
  const layer = new FigureLayer(table.nTokens, cells);
  layer.coordinates = coordinates;
  layer.colors = paintPoints(painted, table.nTokens, shown);
  layer.sizes = view.sizeByNorm && points ? sizesOf(points.norms) : null;
  layer.showsPatches = mode.showsPatches === true;
  if (patches && looks && shown === null)
    layer.isAlike = alikePatches(coordinates, looks, table.special, layer.colors).isAlike;
  return layer;
}

function aroundOf(layer: FigureLayer, frame: Frame): NameFrame {
  return { frame, place: placer(layer, frame), layer, covered: [], now: 0, fadeMs: 0 };
}

function lettersIn({ table }: HeadData, layer: FigureLayer, frame: Frame): LetterMark[] {
  const texts = Array.from({ length: table.nTokens }, (_, token) => tokenText(table, token));
  const field = new LetterField(texts);
  return field
    .choose(placer(layer, frame), (point) => layer.isStrong(point), frame)
    .map((point) => ({ point, text: field.letters[point] ?? "", isKey: layer.isKey(point) }));
}

/** The currents and the sentence about them, where the screen shows them once the page is at rest; null elsewhere. */
function currentsIn(
  { view, table, attention, coordinates, manifest }: HeadData,
  shown: Uint8Array | null,
): { readonly draw: DrawPlane; readonly note: string } | null {
  if (attention === null || view.selected !== null || !mayHaveCurrents(view, table, false)) return null;
  const input = { table, attention, coordinates, isCausal: manifest.causal };
  const { lack } = currentsOf({ ...input, shown: null });
  if (!hasCurrents(view, lack === null)) return null;
  return { draw: drawCurrents(currentsOf({ ...input, shown }).flows), note: currentsNote(lack) };
}

function inPlane(draw: DrawPlane | null, { origin, scale }: Frame, style: MapStyle): readonly Shape[] {
  if (draw === null) return [];
  const pen = new RecordPen(style.setter, { scaleX: scale, scaleY: -scale, ...origin });
  draw(pen, scale, style.colors);
  return pen.shapes;
}

/** `2,048 points: queries (discs) and keys (rings)`. */
export function pointWords({ manifest }: HeadData): string {
  const shapes = manifest.patches === null ? ["discs", "rings"] : ["squares", "discs"];
  return `${nPointsOf(manifest).toLocaleString("en")} points: queries (${shapes[0]}) and keys (${shapes[1]})`;
}
