/** Measures tiny-vit: what it classifies correctly in new pictures, and what its heads respond to. */
import { join } from "node:path";
import { seededRandom, seedFrom } from "#math/random.ts";
import { InferenceSession, Tensor } from "#pipeline/onnx/runtime.ts";
import { COLORS } from "../data/pictures/colors.ts";
import { drawScene, type Picture } from "../data/pictures/draw-scene.ts";
import { SHAPES } from "../data/pictures/shapes.ts";
import { TEXTURES } from "../data/pictures/textures.ts";
import { partsOf } from "../export/export-vit.ts";
import { SINGLE_THREAD } from "../trainer/trainer.ts";
import { capturePatterns } from "./capture-patterns.ts";
import { markdownTable } from "./markdown-table.ts";
import { scorePictureHead } from "./picture-heads.ts";

const [N_PICTURES, N_FOR_HEADS, SIZE_PX] = [1000, 100, 64];
const PARTS = { shape: SHAPES.length, color: COLORS.length, texture: TEXTURES.length };

/** @param folder A model in Hugging Face layout. @returns Markdown. */
export async function evaluateVit(folder: string): Promise<string> {
  const path = join(folder, "onnx/model.onnx");
  const random = seededRandom(seedFrom("held-out pictures"));
  const pictures = Array.from({ length: N_PICTURES }, () => drawScene(random, SIZE_PX));
  const session = await InferenceSession.create(path, SINGLE_THREAD);
  const right = { color: 0, texture: 0, shape: 0, "all three": 0 };
  const shapes = new Map(SHAPES.map((shape) => [shape, { right: 0, n: 0 }]));
  for (const picture of pictures) {
    const guess = await nameOf(session, picture);
    const isRight = {
      color: COLORS[guess.color] === picture.color,
      texture: TEXTURES[guess.texture] === picture.texture,
      shape: SHAPES[guess.shape] === picture.shape,
    };
    for (const name of ["color", "texture", "shape"] as const) if (isRight[name]) right[name]++;
    if (isRight.color && isRight.texture && isRight.shape) right["all three"]++;
    const entry = shapes.get(picture.shape)!;
    entry.n++;
    if (isRight.shape) entry.right++;
  }
  const seen = pictures.slice(0, N_FOR_HEADS);
  const heads = await capturePatterns(path, seen.map(feedsOf));
  const share = (count: number, n: number): string => (count / n).toFixed(3);
  return [
    markdownTable(
      [`right on ${N_PICTURES} pictures`, "share"],
      Object.entries(right).map(([name, count]) => [name, share(count, N_PICTURES)]),
    ),
    markdownTable(
      ["shape", "right"],
      [...shapes].map(([shape, { right: count, n }]) => [shape, share(count, n)]),
    ),
    markdownTable(
      ["head", "position", "color", "object, from patches", "object, from CLS", "CLS", "self"],
      heads.map(({ name, patterns }) => {
        const scores = scorePictureHead(patterns, seen);
        return [name, ...Object.values<number>({ ...scores }).map((value) => value.toFixed(2))];
      }),
    ),
  ].join("\n\n");
}

async function nameOf(
  session: InferenceSession,
  picture: Picture,
): Promise<Readonly<Record<keyof typeof PARTS, number>>> {
  const logits = (await session.run(feedsOf(picture)))["logits"]!.data as Float32Array;
  return partsOf(
    logits.reduce((best, value, i) => (value > logits[best]! ? i : best), 0),
    PARTS,
  );
}

/** Values from −1 to 1, channel by channel. */
function feedsOf({ pixels }: Picture): Readonly<Record<string, Tensor>> {
  const n = SIZE_PX ** 2;
  const values = Float32Array.from(
    { length: 3 * n },
    (_, i) => pixels[(i % n) * 3 + Math.floor(i / n)]! / 127.5 - 1,
  );
  return { pixel_values: new Tensor("float32", values, [1, 3, SIZE_PX, SIZE_PX]) };
}
