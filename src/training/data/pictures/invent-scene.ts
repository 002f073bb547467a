/**
 * The content of a picture before it is drawn: one large object, up to three small ones, and a background. Positions and sizes
 * are in picture widths, so the same scene can be drawn small for the model and large for readers.
 */
import type { Random } from "#math/random.ts";
import { chance, integer, pick } from "../draw.ts";
import { inventBackground, type Background } from "./background.ts";
import { COLORS, mix, shadeOf, type Color, type Rgb } from "./colors.ts";
import { SHAPES, type Shape } from "./shapes.ts";
import { TEXTURES, type Texture } from "./textures.ts";

export interface Thing {
  readonly shape: Shape;
  readonly color: Color;
  readonly texture: Texture;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** Clockwise, in radians. */
  readonly turn: number;
  readonly isFlipped: boolean;
  readonly tones: readonly [Rgb, Rgb];
  /** Of the texture. */
  readonly period: number;
  readonly textureTurn: number;
}

export interface Scene {
  readonly background: Background;
  readonly main: Thing;
  /** Small objects, drawn before the main one and away from the center. */
  readonly distractors: readonly Thing[];
}

const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [1, 1, 1];

export function inventScene(random: Random): Scene {
  const background = inventBackground(random);
  const radius = 0.2 + 0.13 * random();
  const place = (): number => radius * 0.9 + (1 - radius * 1.8) * random();
  const main = inventThing(random, place(), place(), radius);
  const distractors: Thing[] = [];
  for (let i = integer(random, 0, 3); i > 0; i--) {
    const [x, y] = [0.05 + 0.9 * random(), 0.05 + 0.9 * random()];
    const small = 0.06 + 0.035 * random();
    const isFree = [main, ...distractors].every(
      (thing) => Math.hypot(thing.x - x, thing.y - y) > thing.radius * 1.1 + small,
    );
    if (isFree) distractors.push(inventThing(random, x, y, small));
  }
  return { background, main, distractors };
}

function inventThing(random: Random, x: number, y: number, radius: number): Thing {
  const color = pick(random, COLORS);
  const tone = shadeOf(random, color);
  const other = chance(random, 0.5) ? mix(tone, BLACK, 0.55) : mix(tone, WHITE, 0.7);
  return {
    shape: pick(random, SHAPES),
    color,
    texture: pick(random, TEXTURES),
    x,
    y,
    radius,
    turn: 0.7 * (random() - 0.5),
    isFlipped: chance(random, 0.5),
    tones: [tone, other],
    period: Math.max(0.05, radius * (0.4 + 0.12 * random())),
    textureTurn: Math.PI * random(),
  };
}
