/** The textures of drawn things: how much of their second tone stands where. */

export const TEXTURES = ["plain", "striped", "dotted", "checked"] as const;

export type Texture = (typeof TEXTURES)[number];

/**
 * Share of the second tone from 0 to 1 at a point of the thing.
 *
 * @param u,v In periods of the texture. @param blur Width of a pixel, in periods: edges are as soft.
 */
export type Tone = (u: number, v: number, blur: number) => number;

/** Above 0 in one half of each period. */
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
