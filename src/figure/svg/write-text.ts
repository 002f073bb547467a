/** Texts of an SVG: outlines of glyphs that the file defines once, or letters for the program that shows it. */
import type { Run } from "../fonts/setter.ts";
import { visibleText } from "../fonts/visible-text.ts";
import type { Font, Text } from "../scene.ts";
import type { SvgContext } from "./context.ts";
import { escapeXml } from "./escape.ts";
import { short } from "./numbers.ts";

export function writeText(text: Text, context: SvgContext): string {
  const runs = context.setter.runs(text.text, text.font);
  const parts = (isHalo: boolean): string => runs.map((run) => writeRun(run, text, isHalo, context)).join("");
  const halo =
    text.halo === null
      ? ""
      : `<g stroke="${text.halo.color}" stroke-linejoin="round" fill="none"${opacityOf(text.halo.opacity)}>${parts(true)}</g>`;
  const own =
    text.color === "none" ? "" : `<g fill="${text.color}"${opacityOf(text.opacity)}>${parts(false)}</g>`;
  // What outlines say stands beside them, for readers and for search in the file.
  const turn = text.isUpright ? ` transform="rotate(-90 ${short(text.x)} ${short(text.y)})"` : "";
  return `<g aria-label="${escapeXml(visibleText(text.text))}"${turn}>${halo}${own}</g>`;
}

function writeRun(
  run: Run,
  { x, y, font, halo }: Text,
  isHalo: boolean,
  { definitions }: SvgContext,
): string {
  if (run.kind === "letters") {
    const line = isHalo ? ` stroke-width="${short(halo?.widthPx ?? 0)}"` : "";
    return `<text x="${short(x + run.x)}" y="${short(y)}"${fontOf(font, run.families)} textLength="${short(run.width)}" lengthAdjust="spacingAndGlyphs"${line}>${escapeXml(run.text)}</text>`;
  }
  const { face, glyphs } = run;
  const scale = font.sizePx / face.unitsPerEm;
  const uses = glyphs.map(({ id, x: left, y: up }) => {
    const path = face.outline(id);
    if (path === "") return "";
    const name = definitions.once(`${face.name}-${id}`, (own) => `<path id="${own}" d="${path}"/>`);
    const at = `${left === 0 ? "" : ` x="${short(left, 1)}"`}${up === 0 ? "" : ` y="${short(up, 1)}"`}`;
    return `<use xlink:href="#${name}"${at}/>`;
  });
  // The line is as wide as the halo after scaling.
  const line = isHalo ? ` stroke-width="${short((halo?.widthPx ?? 0) / scale, 1)}"` : "";
  const place = `translate(${short(x + run.x)} ${short(y)})scale(${short(scale, 5)} ${short(-scale, 5)})`;
  return `<g transform="${place}"${line}>${uses.join("")}</g>`;
}

function fontOf({ weight, isItalic, sizePx, spacingPx }: Font, families: string): string {
  return [
    ` font-family="${escapeXml(families)}"`,
    ` font-size="${short(sizePx)}"`,
    weight === 400 ? "" : ` font-weight="${weight}"`,
    isItalic ? ' font-style="italic"' : "",
    spacingPx === 0 ? "" : ` letter-spacing="${short(spacingPx)}"`,
    ' xml:space="preserve"',
  ].join("");
}

function opacityOf(opacity: number): string {
  return opacity === 1 ? "" : ` opacity="${short(opacity, 3)}"`;
}
