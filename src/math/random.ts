/**
 * Seeded random numbers, the only source of randomness in the pipeline.
 * xoshiro128** (Blackman & Vigna 2018), state filled by splitmix32, so that neighboring seeds do not resemble each other.
 */

/** A uniform number in [0, 1). */
export type Random = () => number;

/** A generator that gives the same numbers for the same seed on every machine. */
export function seededRandom(seed: number): Random {
  const [a, b, c, d] = splitmix(seed | 0);
  let s0 = a;
  let s1 = b;
  let s2 = c;
  let s3 = d;
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0;
    const t = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = rotateLeft(s3, 11);
    return result / 4294967296;
  };
}

/** A 32-bit seed from words (FNV-1a): a head gets the same seed whatever else is built. */
export function seedFrom(...words: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const word of words) {
    for (const char of `${String(word)}\u0000`) {
      hash ^= char.codePointAt(0)!;
      hash = Math.imul(hash, 0x01000193);
    }
  }
  return hash >>> 0;
}

/** Fisher–Yates: the numbers 0 … n − 1 in a seeded order. */
export function shuffledIndices(n: number, random: Random): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const swapped = order[i]!;
    order[i] = order[j]!;
    order[j] = swapped;
  }
  return order;
}

function rotateLeft(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}

function splitmix(seed: number): [number, number, number, number] {
  let state = seed;
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return z ^ (z >>> 15);
  };
  return [next(), next(), next(), next()];
}
