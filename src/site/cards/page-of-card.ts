/** A page with a card of its own. */
import type { CardDrawing, PageCard } from "../../atlas/page-card.ts";

export interface PageOfCard {
  /** Of the page, at the root of a host. */
  readonly path: string;
  readonly card: PageCard;
  /** Made only when the card is drawn; null if there is nothing to draw. */
  readonly drawing?: () => Promise<CardDrawing | null>;
}
