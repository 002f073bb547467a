/** What a search found, on the thumbnails: the found points over the faded map, and a tint where they gather. */
import type { CoarseMap } from "#atlas/layer-maps.ts";
import { termColors } from "../data/term-colors.ts";
import type { Found } from "../data/find-tokens.ts";
import { drawPoints } from "./draw-points.ts";
import type { GatheringHead } from "./gathering.ts";

/** The same free border as in the pictures made at build time: a 24th of the side. */
const MARGIN = 1 / 24;

export function drawFound(
  link: HTMLAnchorElement,
  { x, y }: CoarseMap,
  found: Found,
  measured: GatheringHead | null,
): void {
  const { termOf } = found;
  const colors = termColors(found);
  const style = getComputedStyle(link);
  const roles = { query: style.getPropertyValue("--role-query"), key: style.getPropertyValue("--role-key") };
  const sizePx = link.clientWidth;
  const scale = (sizePx * (1 - 2 * MARGIN)) / 255;
  const [left, bottom] = [sizePx * MARGIN, sizePx * (1 - MARGIN)];
  drawPoints(canvasOf(link), sizePx, {
    nTokens: termOf.length,
    place: (point) => [left + (x[point] ?? 0) * scale, bottom - (y[point] ?? 0) * scale],
    color: (token, role) => {
      const term = termOf[token] ?? -1;
      return term < 0 ? null : (colors?.[term] ?? roles[role]);
    },
    radiusPx: Math.max(1.4, sizePx / 64),
  });
  // Squared: the few heads that stand out should.
  link.style.setProperty("--strength", ((measured?.strength ?? 0) ** 2).toFixed(3));
  if (measured) link.dataset["share"] = `${Math.round(measured.share * 100)} %`;
  else delete link.dataset["share"];
}

export function eraseFound(box: HTMLElement): void {
  for (const canvas of box.querySelectorAll("a[data-head] > canvas")) canvas.remove();
  for (const link of box.querySelectorAll<HTMLElement>(
    "a[data-head][data-share], a[data-head][style*='--strength']",
  )) {
    delete link.dataset["share"];
    link.style.removeProperty("--strength");
  }
}

function canvasOf(link: HTMLElement): HTMLCanvasElement {
  const known = link.querySelector("canvas");
  if (known) return known;
  const canvas = document.createElement("canvas");
  canvas.setAttribute("aria-hidden", "true");
  link.append(canvas);
  return canvas;
}
