/** Positions the card of a head beside the head, inside the window, and never over the head itself. */

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const GAP_PX = 10;
/**
 * @returns Position of a card with `position: fixed`, in pixels of the window. A narrow window has no room beside the head;
 *   there the stylesheet ignores this position and puts the card at the lower edge.
 */
export function placeCard(
  head: Box,
  card: Pick<Box, "width" | "height">,
  page = { width: window.innerWidth, height: window.innerHeight },
): { left: number; top: number } {
  const isRoomRight = head.right + GAP_PX + card.width <= page.width - GAP_PX;
  const left = isRoomRight ? head.right + GAP_PX : Math.max(GAP_PX, head.left - GAP_PX - card.width);
  const lowest = page.height - card.height - GAP_PX;
  const top = Math.max(GAP_PX, Math.min(lowest, head.top + head.height / 2 - card.height / 2));
  return { left, top };
}
