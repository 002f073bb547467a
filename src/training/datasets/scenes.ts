/** The dataset `scenes`: drawn pictures, large enough to look at, and the content of every patch. */
import sharp from "sharp";
import { seededRandom, seedFrom } from "#math/random.ts";
import { paintScene, type Picture } from "../data/pictures/draw-scene.ts";
import { inventScene } from "../data/pictures/invent-scene.ts";

const N_PICTURES = 64;
const SIDE_PX = 256;
const SEED = 20_260_103;

export interface SceneFile {
  readonly file: string;
  readonly bytes: Uint8Array;
}

export async function sceneFiles(): Promise<SceneFile[]> {
  const random = seededRandom(seedFrom("scenes", SEED));
  const pictures = Array.from({ length: N_PICTURES }, () => paintScene(inventScene(random), SIDE_PX));
  const raw = { width: SIDE_PX, height: SIDE_PX, channels: 3 } as const;
  const names = pictures.map((_, i) => `scene-${String(i).padStart(2, "0")}.webp`);
  const files = pictures.map(async ({ pixels }, i) => ({
    file: names[i]!,
    bytes: await sharp(pixels, { raw }).webp({ quality: 92, smartSubsample: true, effort: 6 }).toBuffer(),
  }));
  const labels = pictures.map((picture, i) => labelsOf(names[i]!, picture));
  const lines = `[\n${labels.map((entry) => JSON.stringify(entry)).join(",\n")}\n]\n`;
  return [...(await Promise.all(files)), { file: "labels.json", bytes: new TextEncoder().encode(lines) }];
}

function labelsOf(file: string, { texture, color, shape, objectCover, patches }: Picture): object {
  /** Label of patches without an object. */
  const ofThing = (value: string): string => (value === "background" ? "" : value);
  return {
    file,
    label: `${texture} ${color} ${shape}`,
    object: patches.map((patch) => patch.object),
    shape: patches.map((patch) => ofThing(patch.shape)),
    color: patches.map((patch) => ofThing(patch.color)),
    texture: patches.map((patch) => ofThing(patch.texture)),
    objectCover: Array.from(objectCover, (cover) => Math.round(cover * 100) / 100),
  };
}
