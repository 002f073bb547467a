/** Scene → pixels and the content of each patch. Both come from the same coverage, so they agree. */
import type { Random } from "#math/random.ts";
import { blend, paintBackground } from "./background.ts";
import { mix, type Color } from "./colors.ts";
import { inventScene, type Scene, type Thing } from "./invent-scene.ts";
import { DISTANCES, type Shape } from "./shapes.ts";
import { TONES, type Texture } from "./textures.ts";

/** Patches along one side: with 64 pixels, a patch is 8 pixels wide. */
export const PATCHES = 8;

/** A patch with less coverage than this counts as background. */
const LEAST_COVER = 0.25;

export interface PatchLabel {
  readonly object: "object" | "distractor" | "background";
  readonly shape: Shape | "background";
  readonly color: Color | "background";
  readonly texture: Texture | "background";
}

export interface Picture {
  /** [size, size, 3], red, green, blue. */
  readonly pixels: Uint8Array;
  readonly shape: Shape;
  readonly color: Color;
  readonly texture: Texture;
  /** Share of each patch that the main object covers, row by row, from 0 to 1. */
  readonly objectCover: Float32Array;
  readonly patches: readonly PatchLabel[];
}

/**
 * A picture of a scene, with edges of random softness: programs that shrink large pictures often drop pixels, which leaves
 * jagged edges, and the model should read those too.
 *
 * @param size Side in pixels, a multiple of 8.
 */
export function drawScene(random: Random, size: number): Picture {
  const scene = inventScene(random);
  return paintScene(scene, size, 0.2 + 0.8 * random());
}

/** @param blur Width of edges, in pixels. @throws {RangeError} if the size is not a multiple of 8. */
export function paintScene({ background, main, distractors }: Scene, size: number, blur = 1): Picture {
  if (size % PATCHES !== 0) throw new RangeError(`the side must be a multiple of ${PATCHES}, got ${size}`);
  const canvas = new Float32Array(size * size * 3);
  paintBackground(canvas, size, background);
  const covers = [...distractors, main].map((thing) => paintThing(canvas, size, thing, blur));
  const objectCover = covers.at(-1);
  const { shape, color, texture } = main;
  return {
    pixels: toBytes(canvas),
    shape,
    color,
    texture,
    objectCover,
    patches: Array.from(objectCover, (cover, patch) => {
      const at = distractors.findIndex((_, i) => covers[i]![patch]! >= Math.max(LEAST_COVER, cover));
      if (at >= 0) return labelOf("distractor", distractors[at]!);
      return cover >= LEAST_COVER ? labelOf("object", main) : BACKGROUND;
    }),
  };
}

/** Uint8ClampedArray rounds, and clamps values that are darker than black or brighter than white. */
function toBytes(canvas: Float32Array): Uint8Array {
  const bytes = new Uint8ClampedArray(canvas.length);
  for (let i = 0; i < canvas.length; i++) bytes[i] = 255 * canvas[i]!;
  return new Uint8Array(bytes.buffer);
}

const BACKGROUND: PatchLabel = {
  object: "background",
  shape: "background",
  color: "background",
  texture: "background",
};

function labelOf(object: PatchLabel["object"], { shape, color, texture }: Thing): PatchLabel {
  return { object, shape, color, texture };
}

/** @returns Share of each patch that the object covers. */
function paintThing(canvas: Float32Array, size: number, thing: Thing, blur: number): Float32Array {
  const cover = new Float32Array(PATCHES * PATCHES);
  const patchSize = size / PATCHES;
  const { x, y, radius, turn, isFlipped, tones, period, textureTurn } = thing;
  const [distance, tone] = [DISTANCES[thing.shape], TONES[thing.texture]];
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const [textureCos, textureSin] = [Math.cos(textureTurn), Math.sin(textureTurn)];
  const reach = radius * 1.25;
  const low = (middle: number): number => Math.max(0, Math.floor((middle - reach) * size));
  const high = (middle: number): number => Math.min(size, Math.ceil((middle + reach) * size));
  for (let row = low(y); row < high(y); row++) {
    for (let column = low(x); column < high(x); column++) {
      const dx = (column + 0.5) / size - x;
      const dy = (row + 0.5) / size - y;
      const u = (cos * dx + sin * dy) / radius;
      const v = (cos * dy - sin * dx) / radius;
      const share = Math.min(1, Math.max(0, 0.5 - (distance(isFlipped ? -u : u, v) * radius * size) / blur));
      if (share === 0) continue;
      const second = tone(
        (textureCos * dx + textureSin * dy) / period,
        (textureCos * dy - textureSin * dx) / period,
        blur / (period * size),
      );
      blend(canvas, 3 * (row * size + column), mix(tones[0], tones[1], second), share);
      cover[Math.floor(row / patchSize) * PATCHES + Math.floor(column / patchSize)]! += share;
    }
  }
  return cover.map((sum) => sum / patchSize ** 2);
}
