/** `node tests/visual/draw-guide-pictures.ts`: heads by every method, side by side, for the guide on nearness. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { METHODS } from "#atlas/method.ts";
import { OVERLAP_COLOR, ROLE_COLORS } from "#atlas/role-colors.ts";
import { paintPoints } from "#color/paint-points.ts";
import { drawMap, packedColor, placeInSquare } from "#pipeline/pack/draw-map.ts";
import { encodePicture } from "#pipeline/pack/encode-pictures.ts";
import { folderReader, readAtlas } from "../../src/library/atlas.ts";

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
  const opened = await readAtlas(folderReader(join("public/atlas", atlas)));
  for (const method of METHODS) {
    const { x, y, n } = await opened.coordinates(head, { method, dim: 2 });
    const overlap = packedColor(OVERLAP_COLOR);
    const colors = paintPoints({ color: (_, role) => ROLE_COLORS[role] }, n / 2, null);
    const picture = await encodePicture(drawMap(placeInSquare(x, y, OPTIONS), { colors, overlap }, OPTIONS));
    await writeFile(
      join(folder, `${atlas.replace("/", "-")}-L${head.layer}H${head.head}-${method}.webp`),
      picture,
    );
  }
}
