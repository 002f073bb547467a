/**
 * Patches that look like a neighbor on the map. Where thousands of pictures share a white or blue background, its patches pile up
 * and bury what else is there: one of them is enough until the reader is near. Pure.
 */
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { LOOK_LENGTH } from "./patch-looks.ts";

/** Distance on the map, whose plane is 2 wide, within which one mark covers most of another. */
const REACH = 0.02;
/** Largest difference, of 255, in any part of two patches that look the same. Pictures are stored with a small loss. */
const TOLERANCE = 8;

export interface AlikePatches {
  /** [2 · nTokens]: 1 for a point that another one of its place, look, role and color stands for. */
  readonly isAlike: Uint8Array;
  readonly count: number;
}

/**
 * @param looks Of every token, [nTokens, LOOK_LENGTH].
 * @param special 1 for tokens without a patch, [nTokens].
 * @param colors Of every point: what differs in color never stands for each other.
 */
export function alikePatches(
  { n, x, y, z }: MapCoordinates,
  looks: Uint8Array,
  special: Uint8Array,
  colors: Uint32Array,
): AlikePatches {
  const isAlike = new Uint8Array(n);
  /** Points that are drawn, by the square of the map in which they lie. */
  const drawn = new Map<number, number[]>();
  const squareOf = (value: number): number => Math.floor(value / REACH) + 1000;
  let count = 0;
  const standsFor = (point: number, other: number): boolean =>
    point < n / 2 === other < n / 2 &&
    colors[point] === colors[other] &&
    squared(x, point, other) + squared(y, point, other) + (z ? squared(z, point, other) : 0) <= REACH ** 2 &&
    lookAlike(looks, point % (n / 2), other % (n / 2));
  for (let point = 0; point < n; point++) {
    // In cross-attention, half of the points are nowhere.
    if (special[point % (n / 2)] === 1 || Number.isNaN(x[point])) continue;
    const square = squareOf(y[point]!) * 4096 + squareOf(x[point]!);
    const around = [-4096, 0, 4096].flatMap((row) =>
      [-1, 0, 1].flatMap((column) => drawn.get(square + row + column) ?? []),
    );
    if (around.some((other) => standsFor(point, other))) {
      isAlike[point] = 1;
      count++;
    } else drawn.set(square, [...(drawn.get(square) ?? []), point]);
  }
  return { isAlike, count };
}

function squared(axis: Float32Array, a: number, b: number): number {
  return (axis[a]! - axis[b]!) ** 2;
}

function lookAlike(looks: Uint8Array, a: number, b: number): boolean {
  for (let part = 0; part < LOOK_LENGTH; part++)
    if (Math.abs(looks[a * LOOK_LENGTH + part]! - looks[b * LOOK_LENGTH + part]!) > TOLERANCE) return false;
  return true;
}
