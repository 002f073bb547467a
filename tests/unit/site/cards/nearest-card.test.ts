import { expect, it } from "vitest";
import type { PageCard } from "#atlas/page-card.ts";
import { nearestCard } from "../../../../src/site/cards/nearest-card.ts";

const card = (title: string, over: string, ...cells: readonly number[]): PageCard => ({
  over,
  title,
  says: "Says so.",
  site: "Maps",
  pictures: cells.map((columns) => ({ file: "x.webp", columns, rows: columns })),
});
const cards = new Map([
  ["card.png", card("Maps", "", 1, 1, 1)],
  ["guides/card.png", card("Guides", "")],
  ["toy/lines/card.png", card("Toy on Lines", "All attention heads", 4)],
  ["toy/lines/L0H1/card.png", card("L0H1", "Toy on Lines", 1)],
  ["species/card.png", { ...card("Species", "", 1), shows: "A head of a species" }],
]);

it.each([
  ["/my/", "/my/card.png", "Maps of attention heads. Maps"],
  ["/my/guides/", "/my/guides/card.png", "Guides. Says so."],
  ["/my/guides/new/", "/my/guides/card.png", "Guides. Says so."],
  ["/my/toy/lines/", "/my/toy/lines/card.png", "Maps of all attention heads of Toy on Lines"],
  ["/my/toy/lines/L0H1/", "/my/toy/lines/L0H1/card.png", "Map of attention head L0H1 of Toy on Lines"],
  ["/my/toy/lines/L0H0/", "/my/toy/lines/card.png", "Maps of all attention heads of Toy on Lines"],
  ["/my/species/first/", "/my/species/card.png", "A head of a species"],
  ["/my/toy/", "/my/card.png", "Maps of attention heads. Maps"],
])("a link to %s shows the nearest card: %s", (page, path, alt) => {
  expect(nearestCard(cards, "/my/", page)).toEqual({ path, alt });
});

it("finds the same below the root of a host", () => {
  expect(nearestCard(cards, "/", "/toy/lines/L0H0/").path).toBe("/toy/lines/card.png");
  expect(nearestCard(cards, "/", "/").path).toBe("/card.png");
});
