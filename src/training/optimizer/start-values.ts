/** Initial values of parameters: small random numbers from a seed, and positions that are ordered from the start. */
import { seededRandom, seedFrom, type Random } from "#math/random.ts";
import type { Parameter } from "../models/parameter.ts";
import { count } from "./state-layout.ts";

const STANDARD_DEVIATION = 0.05;
/** As large as embedded patches are at the start: smaller positions are drowned out, and no head learns to use them. */
const GRID_DEVIATION = 0.35;
/** Radians between neighboring positions; with π, every second position would be the same. */
const FASTEST = 2.5;

/** Each parameter has its own stream of random numbers, so it does not depend on the other parameters. */
export function startValues(parameters: readonly Parameter[], seed: number): Map<string, Float32Array> {
  return new Map(
    parameters.map((parameter) => [
      parameter.name,
      start(parameter, seededRandom(seedFrom(parameter.name, seed))),
    ]),
  );
}

function start({ start: kind, shape }: Parameter, random: Random): Float32Array {
  const values = new Float32Array(count(shape));
  if (kind === "ones") return values.fill(1);
  if (kind === "normal") return values.map(() => gaussian(random) * STANDARD_DEVIATION);
  if (kind === "text positions") return alongText(shape[0]!, shape[1]!);
  if (kind === "grid positions") return onGrid(shape[0]!, shape[1]!);
  return values;
}

/** Positions of a text: waves along it. */
function alongText(n: number, width: number): Float32Array {
  return Float32Array.from({ length: n * width }, (_, i) => {
    return STANDARD_DEVIATION * wave(Math.floor(i / width), i % width, width, n);
  });
}

/** CLS, which has no position, and the positions of a square grid: waves down it and waves across it. */
function onGrid(n: number, width: number): Float32Array {
  const side = Math.sqrt(n - 1);
  return Float32Array.from({ length: n * width }, (_, i) => {
    const [place, axis] = [Math.floor(i / width) - 1, i % width];
    if (place < 0) return 0;
    const isAcross = axis >= width / 2;
    const along = isAcross ? place % side : Math.floor(place / side);
    return GRID_DEVIATION * wave(along, axis % (width / 2), width / 2, side);
  });
}

/**
 * Sines and cosines as in Vaswani et al. 2017, scaled to a mean square of 1. Most of theirs change little from one token to
 * the next. These range from the fastest wave that positions can show to one of twice the length, so that the model can
 * distinguish neighbors from the first step on.
 */
function wave(position: number, axis: number, width: number, length: number): number {
  const share = Math.floor(axis / 2) / Math.max(1, width / 2 - 1);
  const slowest = Math.PI / length;
  const angle = position * FASTEST * (slowest / FASTEST) ** share;
  return Math.SQRT2 * (axis % 2 === 0 ? Math.sin(angle) : Math.cos(angle));
}

/** Box & Muller 1958. */
function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
