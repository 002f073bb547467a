/** Measures texts and turns them into glyphs: the same in a browser and in Node, so that both make the same figure. */
import type { Font as FontFile } from "fontkit";
import type { Family, Font } from "../scene.ts";
import type { Face, PlacedGlyph } from "./glyphs.ts";
import { openFont } from "./open-font.ts";
import type { Run, Setter } from "./setter.ts";
import { visibleText } from "./visible-text.ts";

/** The font files of the site, as WOFF2. */
export interface FontFiles {
  readonly sans: Uint8Array;
  readonly sansItalic: Uint8Array;
  readonly serif: Uint8Array;
  readonly serifItalic: Uint8Array;
}

/** What characters take that no face has, as a share of their size: wide ones, and all others. */
const [WIDE, NARROW] = [1, 0.58];
const IS_WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}]/u;

const segmenter = new Intl.Segmenter();

/** Families for characters that no face of the site has. */
const FOREIGN: Readonly<Record<Family, string>> = {
  sans: "'Noto Sans', 'Noto Sans CJK SC', 'Noto Emoji', sans-serif",
  serif: "'Noto Serif', 'Noto Serif CJK SC', 'Noto Emoji', serif",
};

/** Sets texts in the fonts of the site, as outlines. */
export class Typesetter implements Setter {
  readonly #files: FontFiles;
  readonly #faces = new Map<string, OpenFace>();

  constructor(files: FontFiles) {
    this.#files = files;
  }

  /** The width of a text in pixels. */
  width(text: string, font: Font): number {
    return this.#set(text, font).width;
  }

  runs(text: string, font: Font): readonly Run[] {
    return this.#set(text, font).runs;
  }

  /** From the baseline up to the middle of the line, in pixels. */
  middlePx({ family, weight, isItalic, sizePx }: Font): number {
    const { typoAscender, typoDescender } = this.#face(family, weight, isItalic).file["OS/2"];
    const height = typoAscender - typoDescender;
    return ((typoAscender / height - -typoDescender / height) / 2) * sizePx;
  }

  #set(text: string, font: Font): { readonly runs: readonly Run[]; readonly width: number } {
    const face = this.#face(font.family, font.weight, font.isItalic);
    const scale = font.sizePx / face.unitsPerEm;
    const runs: Run[] = [];
    let x = 0;
    for (const { text: part, isOwn } of stretches(visibleText(text), face.file)) {
      if (!isOwn) {
        const width = foreignWidth(part) * font.sizePx + font.spacingPx * part.length;
        runs.push({ kind: "letters", text: part, x, width, families: FOREIGN[font.family] });
        x += width;
        continue;
      }
      const { glyphs, positions } = face.file.layout(part);
      let at = 0;
      const placed = glyphs.map(({ id }, i): PlacedGlyph => {
        const { xAdvance, xOffset, yOffset } = positions[i]!;
        const glyph = { id, x: at + xOffset, y: yOffset };
        at += xAdvance + font.spacingPx / scale;
        return glyph;
      });
      runs.push({ kind: "glyphs", face, x, glyphs: placed });
      x += at * scale;
    }
    return { runs, width: x };
  }

  #face(family: Family, weight: number, isItalic: boolean): OpenFace {
    const name = `${family}${weight}${isItalic ? "i" : ""}`;
    const known = this.#faces.get(name);
    if (known) return known;
    const file = openFont(this.#files[isItalic ? (`${family}Italic` as const) : family], weight);
    const face = new OpenFace(name, file);
    this.#faces.set(name, face);
    return face;
  }
}

class OpenFace implements Face {
  readonly name: string;
  readonly file: FontFile;
  readonly #outlines = new Map<number, string>();

  constructor(name: string, file: FontFile) {
    this.name = name;
    this.file = file;
  }

  get unitsPerEm(): number {
    return this.file.unitsPerEm;
  }

  outline(glyph: number): string {
    const known = this.#outlines.get(glyph) ?? this.file.getGlyph(glyph).path.toSVG();
    this.#outlines.set(glyph, known);
    return known;
  }
}

/** Stretches of characters that a font has, and of those that it lacks. */
function stretches(text: string, file: FontFile): { text: string; isOwn: boolean }[] {
  const found: { text: string; isOwn: boolean }[] = [];
  for (const { segment } of segmenter.segment(text)) {
    const isOwn = Array.from(segment).every((char) => file.hasGlyphForCodePoint(char.codePointAt(0)!));
    const last = found[found.length - 1];
    if (last?.isOwn === isOwn) last.text += segment;
    else found.push({ text: segment, isOwn });
  }
  return found;
}

function foreignWidth(text: string): number {
  return Array.from(segmenter.segment(text), ({ segment }) => (IS_WIDE.test(segment) ? WIDE : NARROW)).reduce(
    (sum, width) => sum + width,
    0,
  );
}
