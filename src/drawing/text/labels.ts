/** Places labels so that they do not overlap: greedily, the most important first. */

export interface Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly widthPx: number;
}

/** A label with its left edge and baseline, in CSS pixels. */
export type Placed<L extends Label> = L & { readonly left: number; readonly baseline: number };

/** A rectangle on the map, in CSS pixels from its corner. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const LABEL_HEIGHT_PX = 15;
const GAP_PX = 7;

/**
 * Tries the right of the point, then the left, above and below. A label that fits nowhere is left out.
 *
 * @param covered Areas that other elements cover.
 */
export function placeLabels<L extends Label>(
  labels: readonly L[],
  width: number,
  height: number,
  covered: readonly Box[] = [],
): Placed<L>[] {
  const placed: Placed<L>[] = [];
  for (const label of labels) {
    const { x, y, widthPx } = label;
    const spots: [left: number, baseline: number][] = [
      [x + GAP_PX, y + 4],
      [x - GAP_PX - widthPx, y + 4],
      [x - widthPx / 2, y - GAP_PX - 2],
      [x - widthPx / 2, y + GAP_PX + LABEL_HEIGHT_PX - 3],
    ];
    const spot = spots.find(([left, baseline]) =>
      isFree({ ...label, left, baseline }, placed, width, height, covered),
    );
    if (spot) placed.push({ ...label, left: spot[0], baseline: spot[1] });
  }
  return placed;
}

/** The area that a label takes. */
export function boxOf({ left, baseline, widthPx }: Placed<Label>): Box {
  return { left, right: left + widthPx, top: baseline - LABEL_HEIGHT_PX + 3, bottom: baseline + 3 };
}

function isFree(
  label: Placed<Label>,
  placed: readonly Placed<Label>[],
  width: number,
  height: number,
  covered: readonly Box[],
): boolean {
  const { left, baseline, widthPx } = label;
  const top = baseline - LABEL_HEIGHT_PX + 3;
  if (left < 2 || left + widthPx > width - 2 || top < 2 || baseline + 3 > height) return false;
  const isCovered = covered.some(
    (box) => left < box.right && left + widthPx > box.left && top < box.bottom && baseline + 3 > box.top,
  );
  if (isCovered) return false;
  return placed.every(
    (other) =>
      left + widthPx + 3 <= other.left ||
      other.left + other.widthPx + 3 <= left ||
      Math.abs(baseline - other.baseline) >= LABEL_HEIGHT_PX,
  );
}
