/** The kernels by which Pillow resizes pictures, under the names and numbers that preprocessor_config.json uses. */

export type FilterName = "nearest" | "lanczos" | "bilinear" | "bicubic" | "box" | "hamming";

/** By their number in Pillow (`PIL.Image.Resampling`). */
export const FILTER_NAMES: readonly FilterName[] = [
  "nearest",
  "lanczos",
  "bilinear",
  "bicubic",
  "box",
  "hamming",
];

interface Kernel {
  /** Half its width, in pixels of the smaller picture. */
  readonly support: number;
  readonly weight: (x: number) => number;
}

/** Nearest has none: it picks. */
export const KERNELS: Readonly<Record<Exclude<FilterName, "nearest">, Kernel>> = {
  box: { support: 0.5, weight: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
  bilinear: { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  hamming: { support: 1, weight: hamming },
  bicubic: { support: 2, weight: bicubic },
  lanczos: { support: 3, weight: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
};

function hamming(x: number): number {
  const distance = Math.abs(x);
  if (distance === 0) return 1;
  if (distance >= 1) return 0;
  // Pillow writes both numbers as 32-bit floats.
  const [base, swing] = [Math.fround(0.54), Math.fround(0.46)];
  return sinc(distance) * (base + swing * Math.cos(distance * Math.PI));
}

/** Keys' cubic with a = −0.5. */
function bicubic(x: number): number {
  const a = -0.5;
  const distance = Math.abs(x);
  if (distance < 1) return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
  if (distance < 2) return (((distance - 5) * distance + 8) * distance - 4) * a;
  return 0;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
}
