/** Puts a drawing, its legend and its caption on a page: below each other, or side by side on a slide. */
import type { Caption } from "../caption.ts";
import type { Setter } from "../fonts/setter.ts";
import type { LegendItem } from "../legend.ts";
import type { Size } from "../map/frame-of.ts";
import { SLIDE_INCHES, WIDTHS, type FigureOptions } from "../options.ts";
import type { PageColors } from "../page-colors.ts";
import type { Font, Scene, Shape } from "../scene.ts";
import { flowText, type Flowed, type Span } from "./flow-text.ts";
import { placeLegend } from "./place-legend.ts";

const PX_PER_INCH = 96;
const GAP_PX = 10;
/** Around what is on a page, if the page is painted; a figure without background is cut to its edge. */
const MARGIN_PX = 14;
const SLIDE_MARGIN_PX = 28;
/** Room beside the drawing of a slide. */
const SIDE_PX = 300;

export interface Drawing {
  readonly name: string;
  /** Size of what is on the screen. */
  readonly screen: Size;
  /** Draws at a width, in pixels in which texts are set. */
  readonly draw: (
    width: number,
  ) => Size & { readonly shapes: readonly Shape[]; readonly notes: readonly string[] };
  readonly legend: readonly LegendItem[];
  readonly caption: (notes: readonly string[]) => Caption;
  /** Whether it is cut off at its frame, which is then drawn. */
  readonly isFramed: boolean;
}

export function composePage(
  drawing: Drawing,
  options: FigureOptions,
  colors: PageColors,
  setter: Setter,
): Scene {
  const { inches, textScale } = WIDTHS[options.width];
  const isSlide = options.width === "slide";
  const margin = options.isTransparent ? 0 : isSlide ? SLIDE_MARGIN_PX : MARGIN_PX;
  const pageWidth = inches === null ? drawing.screen.width + 2 * margin : (inches * PX_PER_INCH) / textScale;
  const pageHeight = isSlide ? (SLIDE_INCHES * PX_PER_INCH) / textScale : null;
  const parts = { drawing, options, colors, setter, margin };
  const { shapes, height, caption } =
    pageHeight === null ? stacked(parts, pageWidth) : sideBySide(parts, pageWidth, pageHeight);
  return {
    width: pageWidth * textScale,
    height: (pageHeight ?? height) * textScale,
    background: options.isTransparent ? null : colors.page,
    title: caption.title,
    description: `${caption.text} ${caption.source} ${caption.address}`,
    shapes: [{ type: "group", name: caption.title, x: 0, y: 0, scale: textScale, clip: null, shapes }],
  };
}

interface Parts {
  readonly drawing: Drawing;
  readonly options: FigureOptions;
  readonly colors: PageColors;
  readonly setter: Setter;
  readonly margin: number;
}

interface Composed {
  readonly shapes: readonly Shape[];
  readonly height: number;
  readonly caption: Caption;
}

function stacked(parts: Parts, pageWidth: number): Composed {
  const { drawing, margin } = parts;
  const width = pageWidth - 2 * margin;
  const drawn = drawing.draw(width);
  const caption = drawing.caption(drawn.notes);
  const words = wordsBelow(parts, caption, { x: margin, y: margin + drawn.height + GAP_PX, width });
  return {
    shapes: [...framed(parts, drawn, margin, margin), ...words.shapes],
    height: margin + drawn.height + (words.height > 0 ? GAP_PX + words.height : 0) + margin,
    caption,
  };
}

function sideBySide(parts: Parts, pageWidth: number, pageHeight: number): Composed {
  const { drawing, margin, options } = parts;
  const hasSide = options.hasCaption || drawing.legend.length > 0;
  const most = {
    width: pageWidth - 2 * margin - (hasSide ? SIDE_PX + 2 * GAP_PX : 0),
    height: pageHeight - 2 * margin,
  };
  const { width, height } = drawing.screen;
  const whole = drawing.draw(Math.min(most.width, (most.height * width) / height));
  const drawn = shrunk(whole, Math.min(1, most.height / whole.height));
  const caption = drawing.caption(drawn.notes);
  const left = hasSide ? margin : (pageWidth - drawn.width) / 2;
  const top = (pageHeight - drawn.height) / 2;
  const x = left + drawn.width + 2 * GAP_PX;
  const side = { x, y: top, width: pageWidth - margin - x };
  return {
    shapes: [...framed(parts, drawn, left, top), ...wordsBelow(parts, caption, side).shapes],
    height: pageHeight,
    caption,
  };
}

/** What is higher than a slide is drawn smaller. */
function shrunk(drawn: ReturnType<Drawing["draw"]>, scale: number): ReturnType<Drawing["draw"]> {
  if (scale === 1) return drawn;
  const group = { type: "group", name: "", x: 0, y: 0, scale, clip: null, shapes: drawn.shapes } as const;
  return { ...drawn, width: drawn.width * scale, height: drawn.height * scale, shapes: [group] };
}

function framed(
  { drawing, options, colors }: Parts,
  drawn: Size & { readonly shapes: readonly Shape[] },
  x: number,
  y: number,
): Shape[] {
  const { width, height, shapes } = drawn;
  const group: Shape = {
    ...{ type: "group", name: drawing.name, x, y, scale: 1 },
    clip: drawing.isFramed ? { width, height } : null,
    shapes,
  };
  if (!drawing.isFramed || options.isTransparent) return [group];
  const stroke = { color: colors.line, widthPx: 1, cap: "butt", join: "miter" } as const;
  const box = { type: "rect", x, y, width, height, opacity: 1 } as const;
  return [{ ...box, fill: colors.ground, stroke: null }, group, { ...box, fill: null, stroke }];
}

function wordsBelow(
  { drawing, options, colors, setter }: Parts,
  caption: Caption,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): Flowed {
  const legend = placeLegend(drawing.legend, { x, y, width }, colors, setter);
  if (!options.hasCaption) return legend;
  const from = legend.height === 0 ? y : y + legend.height + GAP_PX / 2;
  const text = flowText(captionSpans(caption, colors), { x, y: from, width, lineHeight: 1.38 }, setter);
  const below = { x, y: from + text.height + 3, width, lineHeight: 1.38 };
  const source = flowText(sourceSpans(caption, colors), below, setter);
  return {
    shapes: [...legend.shapes, ...text.shapes, ...source.shapes],
    height: below.y + source.height - y,
  };
}

function font(family: Font["family"], weight: number, sizePx: number): Font {
  return { family, weight, isItalic: false, sizePx, spacingPx: 0 };
}

function captionSpans({ title, text }: Caption, { ink }: PageColors): Span[] {
  return [
    { text: `${title} `, font: font("serif", 600, 12.5), color: ink },
    { text, font: font("serif", 400, 12.5), color: ink },
  ];
}

function sourceSpans({ source, address }: Caption, { inkSoft }: PageColors): Span[] {
  return [{ text: `${source} ${address}`, font: font("sans", 400, 10.5), color: inkSoft }];
}
