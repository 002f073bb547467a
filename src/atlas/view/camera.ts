/** The camera of a map ↔ its form in the address: `0.12_-0.4_3.5`, followed by `_29_20` if the map is rotated. */

/** A camera that differs from the initial one. */
export interface Camera {
  /** The center of the view in the plane of the map, to five decimals: a part of a pixel, however near the map is. */
  readonly x: number;
  readonly y: number;
  /** 1 shows the whole of a flat map; four decimals. */
  readonly zoom: number;
  /** Degrees about the vertical, then the horizontal axis, to two decimals; null for flat maps. */
  readonly turned: readonly [yaw: number, pitch: number] | null;
}

const FARTHEST = 10;
/** In hundredths of a degree. */
const TURN = 36_000;
const ZOOMS = [0.1, 100] as const;

/** Rounded to the precision of the address, so that reading it back gives the same camera. */
export function roundedCamera({ x, y, zoom, turned }: Camera): Camera {
  const rounded = (value: number, parts: number): number => Math.round(value * parts) / parts + 0;
  return {
    x: rounded(x, 1e5),
    y: rounded(y, 1e5),
    zoom: rounded(zoom, 1e4),
    turned: turned && [(((Math.round(turned[0] * 100) % TURN) + TURN) % TURN) / 100, rounded(turned[1], 100)],
  };
}

export function formatCamera({ x, y, zoom, turned }: Camera): string {
  return [x, y, zoom, ...(turned ?? [])].join("_");
}

/** @returns null for anything that is not a camera. */
export function parseCamera(text: string): Camera | null {
  const numbers = text.split("_").map((part) => (/^-?\d{1,3}(\.\d{1,5})?$/.test(part) ? Number(part) : NaN));
  const [x = NaN, y = NaN, zoom = NaN, yaw = 0, pitch = 0] = numbers;
  const isTurned = numbers.length === 5;
  const isKnown =
    (numbers.length === 3 || isTurned) &&
    Math.abs(x) <= FARTHEST &&
    Math.abs(y) <= FARTHEST &&
    zoom >= ZOOMS[0] &&
    zoom <= ZOOMS[1] &&
    Number.isFinite(yaw) &&
    Math.abs(pitch) <= 90;
  return isKnown ? roundedCamera({ x, y, zoom, turned: isTurned ? [yaw, pitch] : null }) : null;
}

/** Whether no reader sees them apart: by less than about a pixel, or half a degree. */
export function isNearCamera(a: Camera, b: Camera): boolean {
  const [yaw, pitch] = [0, 1].map((i) => (a.turned?.[i] ?? 0) - (b.turned?.[i] ?? 0)) as [number, number];
  return (
    Math.abs(a.x - b.x) < 5e-4 &&
    Math.abs(a.y - b.y) < 5e-4 &&
    Math.abs(a.zoom - b.zoom) < 5e-3 &&
    Math.abs((((yaw % 360) + 540) % 360) - 180) < 0.5 &&
    Math.abs(pitch) < 0.5
  );
}

export function isSameCamera(a: Camera | null, b: Camera | null): boolean {
  return a === b || (a !== null && b !== null && formatCamera(a) === formatCamera(b));
}
