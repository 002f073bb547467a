/** What cards show in place of a picture: the map of all heads, and the links between the heads of an atlas. */
import { chosenLinks } from "../../atlas/circuits/chosen-links.ts";
import { firstCircuits } from "../../atlas/circuits/circuits-view.ts";
import type { Manifest } from "../../atlas/files/manifest.ts";
import type { CardDrawing, CardShape } from "../../atlas/page-card.ts";
import { KINDS, NEUTRAL } from "../../color/palette.ts";
import { layoutCircuits } from "../../viewer/circuits/layout-circuits.ts";
import { circuitsOf } from "../circuits/read-circuits.ts";
import { headsMap } from "../species/heads-map.ts";

/** As on the page. */
const RADIUS = 9;

/** In the colors of their species, as the page opens. */
export async function drawHeads(): Promise<CardDrawing> {
  const { dots, width, height } = await headsMap(import.meta.env.BASE_URL);
  const shapes = dots.map(({ x, y, species }): CardShape => {
    const color = species === null ? NEUTRAL : (KINDS[species] ?? NEUTRAL);
    return { kind: "dot", x, y, radius: RADIUS, color };
  });
  return { width, height, shapes };
}

/** The links with which the page opens; null if it has none. */
export async function drawCircuits(manifest: Manifest): Promise<CardDrawing | null> {
  const file = await circuitsOf(manifest);
  if (file === null) return null;
  const view = firstCircuits(file);
  const chosen = chosenLinks(file, view);
  if (chosen.length === 0) return null;
  const { width, height, box, heads, links } = layoutCircuits(file.heads, chosen, file.kinds[view.kind]);
  return {
    width,
    height,
    shapes: [
      ...links.toReversed().map(({ path, strength }): CardShape => {
        return { kind: "line", path, width: 1.2 + 6.8 * strength, opacity: 0.3 + 0.6 * strength };
      }),
      ...heads.map(({ name, x, y }): CardShape => ({ kind: "box", x, y, ...box, name })),
    ],
  };
}
