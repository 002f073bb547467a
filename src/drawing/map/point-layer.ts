/** What the map draws: plain arrays that the node program reads, and a version that tells when to upload them again. */
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { rgbOf } from "#atlas/role-colors.ts";
import { FLAT, rotated, rotationOf } from "./rotation.ts";

/** The positions of patches in their sprite sheet. */
export interface SpriteCells {
  readonly columns: number;
  readonly rows: number;
  /** 1 for tokens without a patch, [nTokens]. */
  readonly special: Uint8Array;
}

/** On a smaller map than this one, patches are smaller, down to this share of their size: they would cover each other. */
const [USUAL_UNIT_PX, LEAST_SHRUNK] = [330, 0.6];
/** The same for dots, on maps that are smaller than those of a phone: in frames of other sites. */
const [SMALL_UNIT_PX, LEAST_SMALL] = [110, 0.5];
/** The size of patches from which on their pixels show, and at which they hide the color but for a frame. */
const PIXELS_PX = [17, 30] as const;
/** The size of patches that are filled with a color, as a share of those that show pixels: they need less. */
const FILLED_SHARE = 0.78;
/** Where patches that others stand for begin to appear, and where they are as large as all others. */
const ALIKE_ZOOM = [1.8, 3.2] as const;
/** The diameter of points beside letters, as a share of their usual diameter. */
const LETTERS_SHARE = 0.55;

/** A point is a query (0 … nTokens − 1) or a key (nTokens … 2 nTokens − 1). */
export class PointLayer {
  readonly nTokens: number;
  readonly sprite: SpriteCells | null;
  coordinates: MapCoordinates;
  /** Bytes r, g, b, alpha per point; alpha is the strength of the point. */
  colors: Uint32Array;
  /** The color of what both a query and a key cover; null where colors say more than the role. */
  overlap: string | null = null;
  /** Factor on the diameter of each point; null for the same diameter everywhere. */
  sizes: Float32Array | null = null;
  rotation: readonly number[] = rotationOf(FLAT);
  /** Pixels per unit of the plane at a zoom of 1. */
  unitPx = USUAL_UNIT_PX;
  /** Whether patches show their pixels from afar. */
  showsPatches = false;
  /** 1 for patches that others stand for until the reader is near; null for none. */
  isAlike: Uint8Array | null = null;
  /** Whether letters replace points; the remaining points are then small. */
  hasLetters = false;
  /** Increased with every change of coordinates, colors or sizes. */
  version = 0;

  constructor(nTokens: number, sprite: SpriteCells | null) {
    this.nTokens = nTokens;
    this.sprite = sprite;
    const n = nTokens * 2;
    this.coordinates = { n, x: new Float32Array(n), y: new Float32Array(n) };
    this.colors = new Uint32Array(n);
  }

  get is3d(): boolean {
    return this.coordinates.z !== undefined;
  }

  /** Point that is drawn at a time: all queries, then all keys, where overlaps have a color; else in turn, as no kind is to hide the other. */
  pointAt(drawn: number): number {
    return this.overlap === null ? (drawn % 2) * this.nTokens + (drawn >> 1) : drawn;
  }

  isKey(point: number): boolean {
    return point >= this.nTokens;
  }

  /** Whether a point is drawn strongly; faded points do not react. */
  isStrong(point: number): boolean {
    return (this.colors[point] ?? 0) >>> 24 >= 128;
  }

  /** How far the patches' pixels replace their color at a zoom, 0 … 1: they need some size to be seen. */
  pixelShare(zoom: number): number {
    return this.showsPatches ? 1 : between(PIXELS_PX, this.#fullPx(zoom));
  }

  /** The size of patches that others stand for, as a share of what it is close up. */
  alikeShare(zoom: number): number {
    return between(ALIKE_ZOOM, zoom);
  }

  /** Whether a point is drawn at a zoom, and strongly. */
  isVisible(point: number, zoom: number): boolean {
    return this.isStrong(point) && (this.isAlike?.[point] !== 1 || this.alikeShare(zoom) > 0);
  }

  /** Position of a point after the rotation, each axis in [−√3, √3]. */
  turned(point: number): [x: number, y: number, z: number] {
    const [x = 0, y = 0, z = 0] = [
      this.coordinates.x[point],
      this.coordinates.y[point],
      this.coordinates.z?.[point],
    ];
    return rotated(this.rotation, x, y, z);
  }

  /** The color of a point as CSS writes it. @param rgb `#rrggbb` in place of its own color. */
  cssColor(point: number, rgb: string | null = null): string {
    const bytes = this.colors[point] ?? 0;
    const [r, g, b] = rgb === null ? [bytes & 255, (bytes >>> 8) & 255, (bytes >>> 16) & 255] : rgbOf(rgb);
    return `rgb(${r} ${g} ${b} / ${(bytes >>> 24) / 255})`;
  }

  /** Diameter of a point in CSS pixels at a zoom of 1; crowded maps have smaller points. */
  get basePx(): number {
    const crowded = Math.max(LEAST_SHRUNK, Math.min(1, this.unitPx / USUAL_UNIT_PX));
    if (this.sprite) return Math.min(15, Math.max(7, 620 / Math.sqrt(this.nTokens * 2))) * crowded;
    const small = Math.max(LEAST_SMALL, Math.min(1, this.unitPx / SMALL_UNIT_PX));
    return Math.min(9, Math.max(3.2, 420 / Math.sqrt(this.nTokens * 2))) * small;
  }

  /** Diameter at a zoom. Points grow more slowly than distances, so zooming in separates them. */
  sizePx(zoom: number): number {
    const filled = this.sprite ? FILLED_SHARE + (1 - FILLED_SHARE) * this.pixelShare(zoom) : 1;
    return this.#fullPx(zoom) * filled * (this.hasLetters ? LETTERS_SHARE : 1);
  }

  #fullPx(zoom: number): number {
    const size = this.basePx * Math.max(0.6, zoom) ** (this.sprite ? 0.6 : 0.4);
    return Math.min(size, this.sprite ? 56 : 26);
  }
}

/** How far a value is on the way from the first bound to the second, 0 … 1. */
function between([low, high]: readonly [number, number], value: number): number {
  return Math.min(1, Math.max(0, (value - low) / (high - low)));
}
