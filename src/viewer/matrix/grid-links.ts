/** The links of all heads as a grid for arrow keys. They are part of the page, not of the island: it only walks them. */

/** A group of heads: the grid of a tower, or one unfolded layer. */
const GROUP = ".matrix";
const LINKS = "a[data-head]";

export function headLink(event: Event): HTMLAnchorElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLAnchorElement>(LINKS) : null;
}

/** Makes each group one stop of the Tab key: its first head, until another had the focus. */
export function prepareGrid(box: HTMLElement): void {
  for (const group of box.querySelectorAll(GROUP)) {
    group.querySelectorAll<HTMLAnchorElement>(LINKS).forEach((link, i) => (link.tabIndex = i === 0 ? 0 : -1));
  }
}

/** The Tab key comes back to the head that was left. */
export function enterGrid(link: HTMLAnchorElement): void {
  const group = link.closest(GROUP);
  if (group === null) return;
  for (const other of group.querySelectorAll<HTMLAnchorElement>(LINKS)) other.tabIndex = -1;
  link.tabIndex = 0;
}

/** The head that a key leads to: beside, above or below what is seen, or the first and last of its row. */
export function neighborLink(
  box: HTMLElement,
  from: HTMLAnchorElement,
  key: string,
): HTMLAnchorElement | null {
  const here = from.getBoundingClientRect();
  const others = [...box.querySelectorAll<HTMLAnchorElement>(LINKS)].flatMap((link) => {
    const { left, top, width } = link.getBoundingClientRect();
    // Heads of folded layers have no place.
    return link === from || width === 0 ? [] : [{ link, dx: left - here.left, dy: top - here.top }];
  });
  const half = here.height / 2;
  const inRow = others.filter(({ dy }) => Math.abs(dy) < half).sort((a, b) => a.dx - b.dx);
  switch (key) {
    case "ArrowLeft":
      return inRow.findLast(({ dx }) => dx < 0)?.link ?? null;
    case "ArrowRight":
      return inRow.find(({ dx }) => dx > 0)?.link ?? null;
    case "Home":
      return inRow[0]?.link ?? null;
    case "End":
      return inRow[inRow.length - 1]?.link ?? null;
    case "ArrowUp":
      return nearest(others.filter(({ dy }) => dy < -half));
    case "ArrowDown":
      return nearest(others.filter(({ dy }) => dy > half));
    default:
      return null;
  }
}

interface Placed {
  readonly link: HTMLAnchorElement;
  readonly dx: number;
  readonly dy: number;
}

/** The nearest row, and in it the nearest head. */
function nearest(others: readonly Placed[]): HTMLAnchorElement | null {
  const sorted = others.toSorted(
    (a, b) => Math.abs(a.dy) - Math.abs(b.dy) || Math.abs(a.dx) - Math.abs(b.dx),
  );
  return sorted[0]?.link ?? null;
}
