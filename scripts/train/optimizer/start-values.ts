/** How parameters start: small random numbers from a seed, and positions that already lie in order. */
import { seededRandom, seedFrom, type Random } from "#math/random.ts";
import type { Parameter } from "../models/parameter.ts";
import { count } from "./state-layout.ts";

const STANDARD_DEVIATION = 0.05;

/** Each parameter has its own stream of numbers, so that one model's do not depend on another's. */
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
  if (kind === "sinusoids") return sinusoids(shape[0]!, shape[1]!);
  return values;
}

/** Positions as in Vaswani et al. 2017, as large as the other embeddings start: neighbors are near from the first step. */
function sinusoids(n: number, width: number): Float32Array {
  return Float32Array.from({ length: n * width }, (_, i) => {
    const [position, axis] = [Math.floor(i / width), i % width];
    const angle = position / 10000 ** ((2 * Math.floor(axis / 2)) / width);
    return STANDARD_DEVIATION * Math.SQRT2 * (axis % 2 === 0 ? Math.sin(angle) : Math.cos(angle));
  });
}

/** Box & Muller 1958. */
function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
