/** Which card is shown for a link to a page. Pure. */
import { cardFile, withBase } from "../../atlas/address.ts";
import type { PageCard } from "../../atlas/page-card.ts";

/** A card that is there: where it is, and what those read who do not see it. */
export interface FoundCard {
  readonly path: string;
  readonly alt: string;
}

/**
 * The card of the page, or else of the nearest page above it: a head without one is shown with that of its atlas.
 *
 * @param cards By their files below the base. The front page, above all others, has one.
 * @param pathname Of the page, with the base.
 */
export function nearestCard(cards: ReadonlyMap<string, PageCard>, base: string, pathname: string): FoundCard {
  const segments = pathname
    .slice(withBase(base, "").length)
    .split("/")
    .filter((part) => part !== "");
  for (let n = segments.length; n > 0; n--) {
    const file = cardFile(`${segments.slice(0, n).join("/")}/`);
    const card = cards.get(file);
    if (card) return { path: withBase(base, file), alt: altOf(card) };
  }
  const front = cards.get(cardFile(""));
  return { path: withBase(base, cardFile("")), alt: front ? altOf(front) : "" };
}

function altOf({ over, title, says, shows, pictures: [first] }: PageCard): string {
  if (shows !== undefined) return shows;
  if (first === undefined) return `${title}. ${says}`;
  if (first.columns * first.rows > 1) return `Maps of all attention heads of ${title}`;
  return over === "" ? `Maps of attention heads. ${title}` : `Map of attention head ${title} of ${over}`;
}
