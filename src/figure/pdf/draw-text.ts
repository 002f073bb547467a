/** Texts of a PDF: outlines, so that no font is missing where it is printed; or letters in a standard font. */
import type { Run } from "../fonts/setter.ts";
import { written } from "../fonts/visible-text.ts";
import type { Font, Text } from "../scene.ts";
import type { PdfContext } from "./context.ts";

/** What the standard fonts of PDF encode. */
const WIN_ANSI = /[\u0020-\u007e\u00a0-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/u;

export function drawText(text: Text, pdf: PdfContext): void {
  const { document, setter } = pdf;
  const { halo, font } = text;
  const runs = setter.runs(text.text, font);
  document.save();
  if (text.isUpright) document.rotate(-90, { origin: [text.x, text.y] });
  if (halo !== null) {
    document.strokeOpacity(halo.opacity).strokeColor(halo.color).lineJoin("round");
    for (const run of runs) drawRun(run, text, halo.widthPx, pdf);
  }
  if (text.color !== "none") {
    document.fillOpacity(text.opacity).fillColor(text.color);
    for (const run of runs) drawRun(run, text, null, pdf);
  }
  document.restore();
}

/** @param rimPx Width of the rim; null fills the letters. */
function drawRun(run: Run, { x, y, font }: Text, rimPx: number | null, pdf: PdfContext): void {
  if (run.kind === "letters" && run.standard !== undefined) {
    drawLetters(run, x, y, { ...font, standard: run.standard }, rimPx, pdf);
    return;
  }
  const { document, setter } = pdf;
  if (run.kind === "letters") {
    // A character that no font of the figure has is shown by its number.
    const text = Array.from(run.text, written).join("");
    const ownWidth = setter.width(text, font);
    document.save();
    document.translate(x + run.x, y).scale(Math.min(1, run.width / ownWidth), 1);
    for (const own of setter.runs(text, font))
      if (own.kind === "glyphs") drawGlyphs(own, 0, 0, font, rimPx, document);
    document.restore();
    return;
  }
  drawGlyphs(run, x, y, font, rimPx, document);
}

function drawGlyphs(
  run: Extract<Run, { kind: "glyphs" }>,
  x: number,
  y: number,
  font: Font,
  rimPx: number | null,
  document: PdfContext["document"],
): void {
  const scale = font.sizePx / run.face.unitsPerEm;
  for (const glyph of run.glyphs) {
    const path = run.face.outline(glyph.id);
    if (path === "") continue;
    document.save();
    document.translate(x + run.x + glyph.x * scale, y - glyph.y * scale).scale(scale, -scale);
    document.path(path);
    if (rimPx === null) document.fill();
    else document.lineWidth(rimPx / scale).stroke();
    document.restore();
  }
}

function drawLetters(
  run: Extract<Run, { kind: "letters" }>,
  x: number,
  y: number,
  font: Font & { readonly standard: string },
  rimPx: number | null,
  { document }: PdfContext,
): void {
  const text = Array.from(run.text, (letter) =>
    letter === "−" ? "–" : WIN_ANSI.test(letter) ? letter : written(letter),
  ).join("");
  document.font(font.standard).fontSize(font.sizePx);
  if (rimPx !== null) document.lineWidth(rimPx);
  document.text(text, x + run.x, y, {
    lineBreak: false,
    baseline: "alphabetic",
    characterSpacing: font.spacingPx,
    fill: rimPx === null,
    stroke: rimPx !== null,
  });
}
