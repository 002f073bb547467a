/** `node tests/visual/draw-guide-pictures.ts`: heads by every method, side by side, for the guide on nearness. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { headFiles } from "#atlas/address.ts";
import { decodeCoordinates } from "#atlas/files/coordinates.ts";
import type { Manifest } from "#atlas/files/manifest.ts";
import { METHODS } from "#atlas/method.ts";
import { drawMap } from "#pipeline/pack/draw-map.ts";
import { encodePicture } from "#pipeline/pack/encode-pictures.ts";

const HEADS = [
  { atlas: "tiny-gpt/stories", head: { layer: 0, head: 3 } },
  { atlas: "tiny-bert/stories", head: { layer: 2, head: 0 } },
  { atlas: "tiny-vit/scenes", head: { layer: 0, head: 3 } },
] as const;
/** Two pixels for one of CSS. */
const OPTIONS = { sizePx: 360, radiusPx: 1.6, marginPx: 12 } as const;

const folder = "content/guides/pictures";
await mkdir(folder, { recursive: true });
for (const { atlas, head } of HEADS) {
  const read = async (file: string): Promise<unknown> =>
    JSON.parse(await readFile(join("public/atlas", atlas, file), "utf8"));
  const { dataset } = (await read("manifest.json")) as Manifest;
  for (const method of METHODS) {
    const file = await read(headFiles.coordinates(head, { method, dim: 2 }));
    const { x, y, n } = decodeCoordinates(file, dataset.nTokens * 2);
    const points = Float32Array.from({ length: n * 2 }, (_, at) => (at % 2 === 0 ? x : y)[at >> 1] ?? 0);
    const picture = await encodePicture(drawMap(points, 2, dataset.nTokens, OPTIONS));
    await writeFile(
      join(folder, `${atlas.replace("/", "-")}-L${head.layer}H${head.head}-${method}.webp`),
      picture,
    );
  }
}
