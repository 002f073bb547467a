/** Draws the matches of a search on the thumbnails: the points over the faded map, and a tint if they cluster. */
import type { CoarseMap } from "#atlas/files/layer-maps.ts";
import type { Found } from "#drawing/search/found.ts";
import { termColors } from "#drawing/search/term-colors.ts";
import { drawPoints } from "./draw-points.ts";
import type { ClusteringHead } from "./search-clustering.ts";

/** The same margin as in the thumbnails that the build draws: a 24th of the side. */
const MARGIN = 1 / 24;

/** Sizes and colors of a thumbnail. They are read once per layer, because each read makes the page compute its layout. */
export interface FoundGround {
  readonly sizePx: number;
  readonly roles: { readonly query: string; readonly key: string };
}

/** @param links The links of one layer, whose thumbnails have the same size. */
export function groundOf([first]: readonly HTMLAnchorElement[]): FoundGround {
  const style = first && getComputedStyle(first);
  const map = first && mapOf(first);
  const color = (name: string): string => style?.getPropertyValue(name) ?? "";
  return {
    sizePx: map?.clientWidth ?? 0,
    roles: { query: color("--role-query"), key: color("--role-key") },
  };
}

/** The picture of a head's map in its link. */
function mapOf(link: HTMLAnchorElement): HTMLElement {
  return link.querySelector<HTMLElement>(".map") ?? link;
}

/** Draws the matches of one head on a canvas that is not part of the page yet. */
export function drawFound(
  { x, y }: CoarseMap,
  found: Found,
  { sizePx, roles }: FoundGround,
): HTMLCanvasElement {
  const { termOf } = found;
  const colors = termColors(found);
  const canvas = document.createElement("canvas");
  canvas.setAttribute("aria-hidden", "true");
  const scale = (sizePx * (1 - 2 * MARGIN)) / 255;
  const [left, bottom] = [sizePx * MARGIN, sizePx * (1 - MARGIN)];
  drawPoints(canvas, sizePx, {
    nTokens: termOf.length,
    place: (point) => [left + (x[point] ?? 0) * scale, bottom - (y[point] ?? 0) * scale],
    color: (token, role) => {
      const term = termOf[token] ?? -1;
      return term < 0 ? null : (colors?.[term] ?? roles[role]);
    },
    radiusPx: Math.max(1.4, sizePx / 64),
  });
  return canvas;
}

/** Puts the matches of a head on its thumbnail. */
export interface FoundHead {
  readonly link: HTMLAnchorElement;
  readonly canvas: HTMLCanvasElement;
  /** Null where too little is found to measure, undefined where the thumbnails are tinted by something else. */
  readonly measured: ClusteringHead | null | undefined;
}

export function showFound({ link, canvas, measured }: FoundHead): void {
  const map = mapOf(link);
  map.querySelector("canvas")?.remove();
  map.append(canvas);
  if (measured === undefined) return;
  // Squared, to emphasize the few heads that stand out.
  link.style.setProperty("--strength", ((measured?.strength ?? 0) ** 2).toFixed(3));
  if (measured) {
    link.dataset["share"] = inPercent(measured.share);
    link.dataset["byChance"] = inPercent(measured.chance);
  } else delete link.dataset["share"];
}

function inPercent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

export function eraseFound(box: HTMLElement): void {
  for (const canvas of box.querySelectorAll("a[data-head] canvas")) canvas.remove();
  for (const link of box.querySelectorAll<HTMLElement>(
    "a[data-head][data-share], a[data-head][style*='--strength']",
  )) {
    delete link.dataset["share"];
    link.style.removeProperty("--strength");
  }
}
