/** Arrow keys on the map of heads, in the browser: the map is one stop of the Tab key, and arrows go from dot to dot. */

const DIRECTIONS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

interface Place {
  readonly x: number;
  readonly y: number;
}

/** The nearest place in a direction: what lies aside counts twice. @returns −1 if there is none. */
export function nextPlace(
  places: readonly Place[],
  from: number,
  [dx, dy]: readonly [number, number],
): number {
  const here = places[from];
  if (here === undefined) return -1;
  let [best, shortest] = [-1, Infinity];
  places.forEach(({ x, y }, at) => {
    const along = (x - here.x) * dx + (y - here.y) * dy;
    if (at === from || along <= 0) return;
    const aside = Math.abs((x - here.x) * dy) + Math.abs((y - here.y) * dx);
    const length = along + 2 * aside;
    if (length < shortest) [best, shortest] = [at, length];
  });
  return best;
}

/** Without a script, the list below the map leads to the same heads. */
export function walkDots(): void {
  document.addEventListener("keydown", (event) => {
    const direction = DIRECTIONS[event.key];
    const link = event.target instanceof Element ? event.target.closest("[data-dots] a") : null;
    if (direction === undefined || link === null || event.altKey || event.ctrlKey || event.metaKey) return;
    const links = [...(link.closest("[data-dots]")?.querySelectorAll<SVGAElement>("a[tabindex]") ?? [])];
    const places = links.map((each) => {
      const dot = each.querySelector("circle");
      return { x: Number(dot?.getAttribute("cx")), y: Number(dot?.getAttribute("cy")) };
    });
    const next =
      links[
        nextPlace(
          places,
          links.findIndex((each) => each === link),
          direction,
        )
      ];
    if (next === undefined) return;
    event.preventDefault();
    link.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  });
}
