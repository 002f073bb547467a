/** What the map draws: plain arrays that the node program reads, and a version that tells when to upload them again. */
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { FLAT, rotationOf } from "./rotation.ts";

/** The positions of patches in their sprite sheet. */
export interface Sprite {
  readonly image: HTMLImageElement;
  readonly columns: number;
  readonly rows: number;
  /** 1 for tokens without a patch, [nTokens]. */
  readonly special: Uint8Array;
}

/** The diameter of points beside letters, as a share of their usual diameter. */
const LETTERS_SHARE = 0.55;

/** A point is a query (0 … nTokens − 1) or a key (nTokens … 2 nTokens − 1). */
export class PointLayer {
  readonly nTokens: number;
  readonly sprite: Sprite | null;
  coordinates: MapCoordinates;
  /** Bytes r, g, b, alpha per point; alpha is the strength of the point. */
  colors: Uint32Array;
  /** Factor on the diameter of each point; null for the same diameter everywhere. */
  sizes: Float32Array | null = null;
  rotation: readonly number[] = rotationOf(FLAT);
  /** Whether letters replace points; the remaining points are then small. */
  hasLetters = false;
  /** Increased with every change of coordinates, colors or sizes. */
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

  /** Alternates queries and keys: if one kind were drawn after the other, it would hide the first. */
  pointAt(drawn: number): number {
    return (drawn % 2) * this.nTokens + (drawn >> 1);
  }

  /** Whether a point is drawn strongly; faded points do not react. */
  isStrong(point: number): boolean {
    return (this.colors[point] ?? 0) >>> 24 >= 128;
  }

  /** Position of a point after the rotation, each axis in [−√3, √3]. */
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

  /** Diameter of a point in CSS pixels at a zoom of 1; crowded maps have smaller points. */
  get basePx(): number {
    if (this.sprite) return Math.min(15, Math.max(7, 620 / Math.sqrt(this.nTokens * 2)));
    return Math.min(9, Math.max(3.2, 420 / Math.sqrt(this.nTokens * 2)));
  }

  /** Diameter at a zoom. Points grow more slowly than distances, so zooming in separates them. */
  sizePx(zoom: number): number {
    const size = this.basePx * Math.max(0.6, zoom) ** (this.sprite ? 0.6 : 0.4);
    return Math.min(size, this.sprite ? 56 : 26) * (this.hasLetters ? LETTERS_SHARE : 1);
  }
}
