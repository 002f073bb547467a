/**
 * The names of islands as place names of the map: those of large islands first, finer ones as the reader zooms in, and at last single
 * tokens. They follow the map in every frame, never overlap, and fade when they come and go.
 */
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import type { OverlayColors } from "../map/overlay-colors.ts";
import type { Pen } from "../pen.ts";
import type { Box } from "./labels.ts";
import type { DrawnName, NameField, NameFrame } from "./name-field.ts";
import {
  isTold,
  mostNames,
  regionsOf,
  tokenPlace,
  wantedPlaces,
  type NamedScales,
  type Regions,
} from "./name-places.ts";
import { nameSize, setType, type NamePlace, type NameType } from "./name-type.ts";

/** From this scale on, in pixels per unit of the map, single tokens have room. */
const TOKEN_SCALE = 1000;
/** Room around a name. */
const [GAP_X_PX, GAP_Y_PX] = [10, 5];
/** An island is named if at least this share of its points is drawn strongly. */
const LEAST_STRONG = 0.3;
const MOST_FRAME_MS = 34;
/** How far a name is moved to stay on the map. */
const MOST_SHIFT_PX = 60;

interface Shown {
  alpha: number;
  /** Lines above or below the point. */
  row: number;
}

export interface IslandNamesInput {
  readonly named: NamedScales;
  readonly coordinates: MapCoordinates;
  /** Text of every point, and the points in the order in which they get one; null for pictures, whose tokens have none. */
  readonly tokens: { readonly texts: readonly string[]; readonly order: Uint32Array } | null;
}

/** Tokens with a label on a map of 800 × 600 pixels. */
const N_TOKENS = 48;
/** Candidates looked at for each. */
const PATIENCE = 14;

export class IslandNames implements NameField {
  readonly #regions: Regions;
  readonly #tokens: IslandNamesInput["tokens"];
  #near: readonly NamePlace[] = [];
  readonly #shown = new Map<NamePlace, Shown>();
  /** Islands most of whose points are faded. */
  readonly #faint = new Set<NamePlace>();
  #drawn: readonly (DrawnName & NameType & { readonly x: number; readonly y: number })[] = [];
  #last = 0;
  /** Whether names are still to be given the rows of a first visit: once the map rests, and no name that goes takes room. */
  #hasOldRows = false;
  isChanging = false;

  constructor({ named, coordinates, tokens }: IslandNamesInput) {
    this.#tokens = tokens;
    this.#regions = regionsOf(named, coordinates, tokens?.texts ?? null);
  }

  settle({ frame, place, layer }: NameFrame): void {
    this.#hasOldRows = true;
    for (const island of this.#regions.all) {
      if (island.points === null) continue;
      const strong = island.points.reduce((n, point) => n + Number(layer.isStrong(point)), 0);
      if (strong >= LEAST_STRONG * island.points.length) this.#faint.delete(island);
      else this.#faint.add(island);
    }
    this.#near = [];
    if (this.#tokens === null || frame.scale < TOKEN_SCALE) return;
    const { texts, order } = this.#tokens;
    const wanted = tokensOn(frame);
    const near: NamePlace[] = [];
    const named = new Set(this.#regions.all.map(({ point }) => point));
    for (const point of order) {
      if (near.length >= wanted * PATIENCE) break;
      const { x, y } = place(point);
      const isOn = x > 0 && y > 0 && x < frame.width && y < frame.height;
      if (isOn && texts[point] !== "" && !named.has(point) && layer.isStrong(point))
        near.push(tokenPlace(point, texts[point]!));
    }
    // The same point keeps its label, so that it does not fade out and in.
    const known = new Map(
      [...this.#shown.keys()].map((each) => [each.points === null ? each.point : -1, each]),
    );
    this.#near = near.map((each) => known.get(each.point) ?? each);
  }

  layOut(pen: Pen, around: NameFrame, colors: OverlayColors): readonly DrawnName[] {
    const { frame, now, fadeMs } = around;
    // After a rest, a name still begins to fade with a single frame.
    const passed = Math.min(MOST_FRAME_MS, Math.max(0, now - this.#last));
    const step = fadeMs === 0 ? 1 : passed / fadeMs;
    this.#last = now;
    const taken: Box[] = [...around.covered];
    const drawn: (DrawnName & NameType & { x: number; y: number })[] = [];
    this.isChanging = false;
    const all = [...wantedPlaces(this.#regions, frame), ...this.#near];
    const wanted = all.filter((each) => !this.#faint.has(each));
    const isWantedNow = new Set(wanted);
    for (const each of this.#shown.keys()) {
      if (isWantedNow.has(each)) continue;
      this.#fade(each, 0, step);
    }
    // Names that are fading out keep their room until they are gone.
    const leaving = [...this.#shown].flatMap(([each, { alpha }]) =>
      alpha > 0 && !isWantedNow.has(each) ? [each] : [],
    );
    if (this.#hasOldRows && leaving.length === 0) {
      for (const state of this.#shown.values()) state.row = 0;
      this.#hasOldRows = false;
    }
    const told: NamePlace[] = [];
    const left = { islands: mostNames(frame), tokens: tokensOn(frame) };
    for (const each of [...leaving, ...wanted]) {
      const state = this.#state(each);
      const kind = each.points === null ? "tokens" : "islands";
      const isNoRoom = left[kind] < 1 || (kind === "islands" && isTold(each, told));
      const spot = isNoRoom ? null : this.#spot(pen, each, around, colors, taken);
      if (isWantedNow.has(each)) this.#fade(each, spot === null ? 0 : 1, spot === null ? 1 : step);
      if (spot === null) continue;
      // One that is about to come counts already, so that the same names are chosen however the map came here.
      taken.push(spot);
      left[kind]--;
      told.push(each);
      if (state.alpha > 0) drawn.push({ ...spot, alpha: state.alpha * depth(each.point, around) });
    }
    for (const [each, { alpha }] of this.#shown)
      if (alpha === 0 && !isWantedNow.has(each)) this.#shown.delete(each);
    this.#drawn = drawn;
    return drawn;
  }

  draw(pen: Pen, colors: OverlayColors): void {
    pen.save();
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.strokeStyle = colors.ground;
    pen.fillStyle = colors.ink;
    for (const name of this.#drawn) {
      setType(pen, name, colors);
      pen.lineWidth = name.level === "token" ? 3.5 : 4.5;
      pen.globalAlpha = 0.86 * name.alpha;
      pen.strokeText(name.text, name.x, name.y);
      pen.globalAlpha = (name.level === "token" ? 0.82 : 1) * name.alpha;
      pen.fillText(name.text, name.x, name.y);
    }
    pen.restore();
  }

  /** Where a name finds room: at its point, above or below; where it stood before first. */
  #spot(
    pen: Pen,
    each: NamePlace,
    { frame, place }: NameFrame,
    colors: OverlayColors,
    taken: readonly Box[],
  ): (Omit<DrawnName, "alpha"> & NameType & { x: number; y: number }) | null {
    const at = place(each.point);
    if (at.x < 0 || at.y < 0 || at.x > frame.width || at.y > frame.height) return null;
    const type = { ...each, sizePx: nameSize(each.level, each.share, frame.width) };
    setType(pen, type, colors);
    const halfWidth = pen.measureText(each.text).width / 2;
    const halfHeight = type.sizePx * 0.6;
    const x = Math.min(frame.width - halfWidth - 4, Math.max(halfWidth + 4, at.x));
    if (Math.abs(x - at.x) > MOST_SHIFT_PX) return null;
    const state = this.#state(each);
    for (const row of [state.row, 0, -1, 1]) {
      const y = at.y + row * (2 * halfHeight + GAP_Y_PX + 1);
      const box = { left: x - halfWidth, right: x + halfWidth, top: y - halfHeight, bottom: y + halfHeight };
      if (box.top < 2 || box.bottom > frame.height - 2 || !taken.every((other) => areApart(box, other)))
        continue;
      state.row = row;
      return { ...box, ...type, text: each.text, x, y };
    }
    return null;
  }

  #state(each: NamePlace): Shown {
    const known = this.#shown.get(each);
    if (known) return known;
    const state = { alpha: 0, row: 0 };
    this.#shown.set(each, state);
    return state;
  }

  #fade(each: NamePlace, target: 0 | 1, step: number): void {
    const state = this.#state(each);
    state.alpha = target === 1 ? Math.min(1, state.alpha + step) : Math.max(0, state.alpha - step);
    if (state.alpha !== target) this.isChanging = true;
  }
}

/** How many single tokens a map of this size labels. */
function tokensOn({ width, height }: NameFrame["frame"]): number {
  return (N_TOKENS * width * height) / 480_000;
}

/** In space, names at the back are fainter, as their points are. */
function depth(point: number, { layer }: NameFrame): number {
  if (!layer.is3d) return 1;
  return Math.min(1, Math.max(0.25, 1 + 0.6 * (layer.turned(point)[2] - 0.3)));
}

function areApart(a: Box, b: Box): boolean {
  return (
    a.right + GAP_X_PX <= b.left ||
    b.right + GAP_X_PX <= a.left ||
    a.bottom + GAP_Y_PX <= b.top ||
    b.bottom + GAP_Y_PX <= a.top
  );
}
