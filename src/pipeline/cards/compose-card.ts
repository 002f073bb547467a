/** The layout of a card, as SVG; the pictures of maps are laid over it. Pure. */
import { CARD_SIZE, type CardPicture, type PageCard } from "#atlas/page-card.ts";
import type { Setter } from "../../figure/fonts/setter.ts";
import type { Font } from "../../figure/scene.ts";
import type { Box } from "./box.ts";
import { composeDrawing } from "./compose-drawing.ts";
import { brokenLines, outlined, type Line } from "./set-text.ts";

export interface ComposedCard {
  readonly svg: string;
  /** Where each picture of the card lies. */
  readonly places: readonly Box[];
}

const MARGIN = 60;
/** The colors of the light pages. */
const [PAGE, PANEL, LINE, INK, SOFT] = ["#fbfaf6", "#f4f2ea", "#e2dfd4", "#23262b", "#5b5f66"];
/** The mark of the site, as in `favicon.svg`, 32 pixels wide. */
const MARK =
  '<path d="M3 24c5-1 6-9 11-11s7 4 15 2" fill="none" stroke="#8d8d86" stroke-width="2" stroke-linecap="round"/><circle cx="12" cy="9" r="4.5" fill="#2b9a68"/><circle cx="22" cy="22" r="4" fill="none" stroke="#d9488b" stroke-width="3"/>';

const serif = (weight: number, sizePx: number): Font => ({
  family: "serif",
  weight,
  sizePx,
  isItalic: false,
  spacingPx: 0,
});
const sans = (weight: number, sizePx: number): Font => ({ ...serif(weight, sizePx), family: "sans" });

export function composeCard(card: PageCard, setter: Setter): ComposedCard {
  const frames = framesOf(card.pictures);
  const places = card.pictures.map((picture, i) => inside(picture, frames[i]!));
  const drawn = card.drawing === undefined ? [] : [SIDE_FRAME];
  const words = wordsOf(card, textBox(card.pictures, [...places, ...drawn]), setter);
  const { width, height } = CARD_SIZE;
  const panels = [
    ...card.pictures.flatMap((picture, i) => panelsOf(picture, frames[i]!, places[i]!)),
    ...drawn.flatMap((frame) => [panel(frame, 6), composeDrawing(card.drawing!, frame, setter)]),
  ];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="${PAGE}"/>${panels.join("")}${words}</svg>`;
  return { svg, places };
}

/** At the left, as high as the card. */
const SIDE_FRAME: Box = {
  x: MARGIN,
  y: MARGIN,
  width: CARD_SIZE.height - 2 * MARGIN,
  height: CARD_SIZE.height - 2 * MARGIN,
};

/** One picture stands at the left; several stand in a row above the words. */
function framesOf(pictures: readonly CardPicture[]): Box[] {
  if (pictures.length <= 1) return pictures.map(() => SIDE_FRAME);
  const gap = 30;
  const side = (CARD_SIZE.width - 2 * MARGIN - gap * (pictures.length - 1)) / pictures.length;
  return pictures.map((_, i) => ({ x: MARGIN + i * (side + gap), y: MARGIN, width: side, height: side }));
}

/** As large as it can be in its frame, in whole pixels: a sheet that is higher than wide is as high as the card. */
function inside({ columns, rows }: CardPicture, frame: Box): Box {
  const padding = columns * rows === 1 ? 8 : 0;
  const cell = Math.min((frame.width - 2 * padding) / columns, (frame.height - 2 * padding) / rows);
  const [width, height] = [Math.round(cell * columns), Math.round(cell * rows)];
  const y = Math.round(frame.y + (frame.height - height) / 2);
  return { x: Math.round(frame.x + padding), y, width, height };
}

/** What lies below a picture: the frame of one map, or a panel for every map of a sheet. */
function panelsOf({ columns, rows }: CardPicture, frame: Box, place: Box): string[] {
  if (columns * rows === 1) return [panel(frame, 6)];
  const [width, height] = [place.width / columns, place.height / rows];
  const gap = Math.min(6, width * 0.06);
  return Array.from({ length: columns * rows }, (_, i) => {
    const [column, row] = [i % columns, Math.floor(i / columns)];
    const box = {
      x: place.x + column * width + gap / 2,
      y: place.y + row * height + gap / 2,
      width: width - gap,
      height: height - gap,
    };
    return panel(box, Math.min(4, width * 0.05));
  });
}

function panel({ x, y, width, height }: Box, radius: number): string {
  const at = [x, y, width, height].map((value) => Number(value.toFixed(2)));
  return `<rect x="${at[0]}" y="${at[1]}" width="${at[2]}" height="${at[3]}" rx="${Number(radius.toFixed(2))}" fill="${PANEL}" stroke="${LINE}"/>`;
}

/** The room for words: beside one picture, below several, or all of the card. */
function textBox(pictures: readonly CardPicture[], places: readonly Box[]): Box {
  const { width, height } = CARD_SIZE;
  const [first] = places;
  if (first === undefined)
    return { x: 110, y: MARGIN + 50, width: width - 220, height: height - 2 * MARGIN - 100 };
  if (pictures.length > 1) {
    const y = first.y + first.height + 44;
    return { x: MARGIN, y, width: width - 2 * MARGIN, height: height - MARGIN - y + 14 };
  }
  const x = first.x + first.width + 64;
  return { x, y: MARGIN, width: width - MARGIN - x, height: height - 2 * MARGIN };
}

function wordsOf(card: PageCard, box: Box, setter: Setter): string {
  const isRow = card.pictures.length > 1;
  const isAlone = card.pictures.length === 0 && card.drawing === undefined;
  const title = titleFont(card.title, box.width, isRow ? 50 : isAlone ? 84 : 68, setter);
  const says = serif(400, isRow ? 27 : isAlone ? 34 : 30);
  const over = sans(400, 27);
  const lines: Line[] = [];
  let y = box.y;
  const add = (text: string, font: Font, most: number, leading: number, color: string): void => {
    for (const line of brokenLines(setter, text, font, box.width, most)) {
      y += font.sizePx * leading;
      lines.push({ text: line, font, x: box.x, y: y - font.sizePx * (leading - 0.78), color });
    }
  };
  if (card.over !== "") {
    add(card.over, over, 1, 1.3, SOFT);
    y += 8;
  }
  add(card.title, title, isRow ? 1 : 2, 1.12, INK);
  y += isRow ? 6 : 20;
  const foot = isRow ? 0 : 64;
  const most = Math.max(1, Math.floor((box.y + box.height - foot - y) / (says.sizePx * 1.36)));
  add(card.says, says, Math.min(most, 8), 1.36, INK);
  return lines.map((line) => outlined(setter, line)).join("") + (isRow ? "" : footOf(card, box, setter));
}

/** The mark and the name of the site, at the bottom of the words. */
function footOf({ site, title }: PageCard, { x, y, width, height }: Box, setter: Setter): string {
  const bottom = y + height;
  const mark = `<g transform="translate(${x} ${bottom - 33}) scale(1.05)">${MARK}</g>`;
  if (site === title) return mark;
  const [name = ""] = brokenLines(setter, site, serif(600, 27), width - 50, 1);
  return mark + outlined(setter, { text: name, font: serif(600, 27), x: x + 46, y: bottom - 9, color: INK });
}

/** Smaller for a long title, so that few are broken and fewer are cut. */
function titleFont(title: string, width: number, sizePx: number, setter: Setter): Font {
  const least = sizePx * 0.62;
  let font = serif(600, sizePx);
  while (font.sizePx > least && setter.width(title, font) > width) font = serif(600, font.sizePx - 2);
  return font;
}
