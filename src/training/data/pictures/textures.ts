/** The textures of objects: the share of the second tone at each point. */

export const TEXTURES = ["plain", "striped", "dotted", "checked"] as const;

export type Texture = (typeof TEXTURES)[number];

/**
 * Share of the second tone at a point of the object, from 0 to 1.
 *
 * @param u,v In periods of the texture. @param blur Width of a pixel in periods; edges are as soft as that.
 */
export type Tone = (u: number, v: number, blur: number) => number;

/** Positive in one half of each period. */
const wave = (u: number): number => 0.25 - Math.abs(u - Math.floor(u) - 0.5);

/** 0 below -blur / 2, 1 above blur / 2. */
const step = (distance: number, blur: number): number => Math.min(1, Math.max(0, distance / blur + 0.5));

export const TONES: Readonly<Record<Texture, Tone>> = {
  plain: () => 0,
  striped: (u, _, blur) => step(wave(u), blur),
  dotted: (u, v, blur) => step(0.31 - Math.hypot(u - Math.round(u), v - Math.round(v)), blur),
  checked: (u, v, blur) => {
    const [a, b] = [step(wave(u), blur), step(wave(v), blur)];
    return a + b - 2 * a * b;
  },
};
