/** Batches for ViT: freshly drawn pictures, cut into patches. */
import { seededRandom, seedFrom } from "#math/random.ts";
import { Tensor } from "#pipeline/onnx/runtime.ts";
import { COLORS } from "../data/pictures/colors.ts";
import { drawScene, type Picture } from "../data/pictures/draw-scene.ts";
import { SHAPES } from "../data/pictures/shapes.ts";
import { TEXTURES } from "../data/pictures/textures.ts";
import type { VitSize } from "../models/sizes.ts";
import type { Feeds } from "../trainer/trainer.ts";

/** @param helperWeight Weight of the helper's loss, which is about what lies on each patch. */
export function vitBatch(
  size: VitSize,
  nRows: number,
  seed: number,
  step: number,
  helperWeight: number,
): Feeds {
  const random = seededRandom(seedFrom("vit batch", seed, step));
  const pictures = Array.from({ length: nRows }, () => drawScene(random, size.sizePx));
  const nPatches = (size.sizePx / size.patchSizePx) ** 2;
  const length = 3 * size.patchSizePx ** 2;
  const patches = new Float32Array(nRows * nPatches * length);
  pictures.forEach(({ pixels }, row) => cutPatches(pixels, size, patches.subarray(row * nPatches * length)));
  const whole = (values: readonly number[]): Tensor =>
    new Tensor("int64", BigInt64Array.from(values, BigInt), [values.length]);
  return {
    patches: new Tensor("float32", patches, [nRows, nPatches, length]),
    shape: whole(pictures.map(({ shape }) => SHAPES.indexOf(shape))),
    color: whole(pictures.map(({ color }) => COLORS.indexOf(color))),
    texture: whole(pictures.map(({ texture }) => TEXTURES.indexOf(texture))),
    tokenShapes: whole(pictures.flatMap((picture) => [0, ...patchShapes(picture)])),
    helperWeight: new Tensor("float32", [helperWeight], [1]),
  };
}

/** Per patch: the shape of the main object, counted from 1, if it lies there; otherwise 0, even if a distractor lies there. */
function patchShapes({ patches, shape }: Picture): number[] {
  return patches.map(({ object }) => (object === "object" ? 1 + SHAPES.indexOf(shape) : 0));
}

/** Values from −1 to 1, in the order channel, row, column within each patch, as the kernel of the exported file expects. */
function cutPatches(pixels: Uint8Array, { sizePx, patchSizePx: p }: VitSize, into: Float32Array): void {
  const nPerSide = sizePx / p;
  for (let y = 0; y < sizePx; y++) {
    for (let x = 0; x < sizePx; x++) {
      const patch = Math.floor(y / p) * nPerSide + Math.floor(x / p);
      const within = (y % p) * p + (x % p);
      for (let channel = 0; channel < 3; channel++) {
        into[(patch * 3 + channel) * p * p + within] = pixels[(y * sizePx + x) * 3 + channel]! / 127.5 - 1;
      }
    }
  }
}
