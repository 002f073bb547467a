/** Arrow keys for the grid of links to all heads. The links are part of the static page; the island only moves the focus. */

/** A group of heads: the grid of a tower, or one unfolded layer. */
const GROUP = ".matrix";
const LINKS = "a[data-head]";

export function headLink(event: Event): HTMLAnchorElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLAnchorElement>(LINKS) : null;
}

/** Makes each group a single tab stop: its first head, or the head that last had the focus. */
export function prepareGrid(box: HTMLElement): void {
  for (const group of box.querySelectorAll(GROUP)) {
    group.querySelectorAll<HTMLAnchorElement>(LINKS).forEach((link, i) => (link.tabIndex = i === 0 ? 0 : -1));
  }
}

/** The Tab key returns to the head that last had the focus. */
export function enterGrid(link: HTMLAnchorElement): void {
  const group = link.closest(GROUP);
  if (group === null) return;
  for (const other of group.querySelectorAll<HTMLAnchorElement>(LINKS)) other.tabIndex = -1;
  link.tabIndex = 0;
}

/** The head that a key leads to: a visible neighbor, or the first or last head of the row. */
export function neighborLink(
  box: HTMLElement,
  from: HTMLAnchorElement,
  key: string,
): HTMLAnchorElement | null {
  const here = from.getBoundingClientRect();
  const others = [...box.querySelectorAll<HTMLAnchorElement>(LINKS)].flatMap((link) => {
    const { left, top, width } = link.getBoundingClientRect();
    // Heads of folded layers have no position on the page.
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

/** The nearest head of the nearest row. */
function nearest(others: readonly Placed[]): HTMLAnchorElement | null {
  const sorted = others.toSorted(
    (a, b) => Math.abs(a.dy) - Math.abs(b.dy) || Math.abs(a.dx) - Math.abs(b.dx),
  );
  return sorted[0]?.link ?? null;
}
