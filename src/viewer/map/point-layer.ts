/** What the map draws: plain arrays that the node program reads, and a version that says when to upload them again. */
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { FLAT, rotationOf } from "./rotation.ts";

/** Where the patches of pictures lie in their sprite sheet. */
export interface Sprite {
  readonly image: HTMLImageElement;
  readonly columns: number;
  readonly rows: number;
  /** 1 for tokens without a patch, [nTokens]. */
  readonly special: Uint8Array;
}

/** Of the diameter that points have without letters. */
const LETTERS_SHARE = 0.55;

/** A point is a query (0 … nTokens − 1) or a key (nTokens … 2 nTokens − 1). */
export class PointLayer {
  readonly nTokens: number;
  readonly sprite: Sprite | null;
  coordinates: MapCoordinates;
  /** Bytes r, g, b, alpha per point; alpha says how strongly it is drawn. */
  colors: Uint32Array;
  /** Factor on the diameter of each point; null for all alike. */
  sizes: Float32Array | null = null;
  rotation: readonly number[] = rotationOf(FLAT);
  /** Letters stand in place of points: the others are small beside them. */
  hasLetters = false;
  /** Raised with every change of coordinates, colors or sizes. */
  version = 0;

  constructor(nTokens: number, sprite: Sprite | null) {
    this.nTokens = nTokens;
    this.sprite = sprite;
    const n = nTokens * 2;
    this.coordinates = { n, x: new Float32Array(n), y: new Float32Array(n) };
    this.colors = new Uint32Array(n);
  }

  get is3d(): boolean {
    return this.coordinates.z !== undefined;
  }

  /** Queries and keys in turn: drawn one kind after the other, the second would hide the first. */
  pointAt(drawn: number): number {
    return (drawn % 2) * this.nTokens + (drawn >> 1);
  }

  /** Whether a point is drawn strongly: what is faded away is not meant. */
  isStrong(point: number): boolean {
    return (this.colors[point] ?? 0) >>> 24 >= 128;
  }

  /** Place of a point after turning, each axis in [−√3, √3]. */
  turned(point: number): [x: number, y: number, z: number] {
    const [x = 0, y = 0, z = 0] = [
      this.coordinates.x[point],
      this.coordinates.y[point],
      this.coordinates.z?.[point],
    ];
    const m = this.rotation;
    return [
      m[0]! * x + m[1]! * y + m[2]! * z,
      m[3]! * x + m[4]! * y + m[5]! * z,
      m[6]! * x + m[7]! * y + m[8]! * z,
    ];
  }

  /** The color of a point as CSS writes it. */
  cssColor(point: number): string {
    const bytes = this.colors[point] ?? 0;
    return `rgb(${bytes & 255} ${(bytes >>> 8) & 255} ${(bytes >>> 16) & 255} / ${(bytes >>> 24) / 255})`;
  }

  /** Diameter of a point in CSS pixels at a zoom of 1; crowded maps get smaller ones. */
  get basePx(): number {
    if (this.sprite) return Math.min(15, Math.max(7, 620 / Math.sqrt(this.nTokens * 2)));
    return Math.min(9, Math.max(3.2, 420 / Math.sqrt(this.nTokens * 2)));
  }

  /** Diameter at a zoom: points grow more slowly than distances, so that zooming in separates them. */
  sizePx(zoom: number): number {
    const size = this.basePx * Math.max(0.6, zoom) ** (this.sprite ? 0.6 : 0.4);
    return Math.min(size, this.sprite ? 56 : 26) * (this.hasLetters ? LETTERS_SHARE : 1);
  }
}
