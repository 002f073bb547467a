/** Which card of this site is shown for a link to a page. */
import type { PageCard } from "../../atlas/page-card.ts";
import { nearestCard, type FoundCard } from "./nearest-card.ts";
import { allCards } from "./page-cards.ts";

let known: ReadonlyMap<string, PageCard> | undefined;

/** @param pathname Of the page, with the base. */
export function cardOfPage(base: string, pathname: string): FoundCard {
  known ??= new Map(allCards().map(({ file, card }) => [file, card]));
  return nearestCard(known, base, pathname);
}
