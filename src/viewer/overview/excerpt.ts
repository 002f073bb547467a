/** A few lines of a sequence around one of its connections, laid out as text. Pure, but for the given measure of widths. */
import { spanOf, tokenText, type Span, type TokenTable } from "#atlas/tokens/tokens.ts";
import { labelText } from "#drawing/text/label-text.ts";

export interface PlacedToken {
  readonly token: number;
  /** As it is read, without blanks around it. */
  readonly text: string;
  readonly line: number;
  readonly x: number;
  readonly width: number;
}

/** A mark where text is left out. */
export interface PlacedGap {
  readonly line: number;
  readonly x: number;
}

export interface Excerpt {
  readonly tokens: readonly PlacedToken[];
  readonly gaps: readonly PlacedGap[];
}

export interface Page {
  readonly width: number;
  readonly nLines: number;
  /** The width of a text. */
  readonly widthOf: (text: string) => number;
}

interface Range {
  readonly from: number;
  /** After the last token. */
  readonly to: number;
}

export const GAP = "…";

/** The text of a token with a single blank before it, if it has any. */
function pieceOf(table: TokenTable, token: number): { readonly blank: boolean; readonly text: string } {
  const raw = tokenText(table, token);
  return { blank: /^\s/.test(raw), text: labelText(raw) || " " };
}

/**
 * The text around a query and one of its keys. In cross-attention the keys stand in the first lines, and the queries in those
 * below them.
 */
export function excerptOf(
  table: TokenTable,
  { query, key }: { readonly query: number; readonly key: number },
  page: Page,
): Excerpt {
  const sequence = table.sequenceOf[query] ?? 0;
  if (table.split === null) return fitted(table, [query, key], spanOf(table, sequence, "query"), page);
  const nKeyLines = Math.floor(page.nLines / 2);
  const keys = fitted(table, [key], spanOf(table, sequence, "key"), { ...page, nLines: nKeyLines });
  const queries = fitted(table, [query], spanOf(table, sequence, "query"), {
    ...page,
    nLines: page.nLines - nKeyLines,
  });
  const below = <Placed extends PlacedGap>(placed: Placed): Placed => ({
    ...placed,
    line: placed.line + nKeyLines,
  });
  return {
    tokens: [...keys.tokens, ...queries.tokens.map(below)],
    gaps: [...keys.gaps, ...queries.gaps.map(below)],
  };
}

/** As much text around these tokens as fits: lines that break between words hold less than their width. */
function fitted(table: TokenTable, wanted: readonly number[], span: Span, page: Page): Excerpt {
  let best: Excerpt = { tokens: [], gaps: [] };
  for (let share = 1; share > 0.2; share *= 0.85) {
    const excerpt = layOut(table, rangesAround(table, wanted, span, page, share), span, page);
    best = excerpt ?? best;
    if (excerpt !== null) break;
  }
  return best;
}

/** One range of tokens, or one around each of two tokens that lie far apart. */
function rangesAround(
  table: TokenTable,
  wanted: readonly number[],
  span: Span,
  { width, nLines, widthOf }: Page,
  share: number,
): Range[] {
  const room = width * nLines * share;
  const widthFrom = (token: number): number => {
    const { blank, text } = pieceOf(table, token);
    return widthOf(blank ? ` ${text}` : text);
  };
  const grown = ({ from, to }: Range, most: number, low: number, high: number): Range => {
    let used = 0;
    for (let token = from; token < to; token++) used += widthFrom(token);
    let [left, right] = [from, to];
    for (let isLeft = true; left > low || right < high; isLeft = !isLeft) {
      const next = (isLeft && left > low) || right >= high ? left - 1 : right;
      used += widthFrom(next);
      if (used > most) break;
      if (next < left) left = next;
      else right = next + 1;
    }
    return { from: left, to: right };
  };
  const [first, last] = [Math.min(...wanted), Math.max(...wanted)];
  const [low, high] = [span.start, span.start + span.n];
  let between = 0;
  for (let token = first; token <= last; token++) between += widthFrom(token);
  if (between <= room) return [grown({ from: first, to: last + 1 }, room, low, high)];
  const before = grown({ from: first, to: first + 1 }, room / 2, low, last);
  return [before, grown({ from: last, to: last + 1 }, room / 2, before.to, high)];
}

/** Null if it takes more lines than there are. */
function layOut(table: TokenTable, ranges: readonly Range[], span: Span, page: Page): Excerpt | null {
  const { width, nLines, widthOf } = page;
  const tokens: PlacedToken[] = [];
  const gaps: PlacedGap[] = [];
  const blankWidth = widthOf(" ");
  const gapWidth = widthOf(GAP);
  let [line, x] = [0, 0];
  const breakLine = (): void => {
    line++;
    x = 0;
  };
  const placeGap = (): void => {
    if (x > 0 && x + blankWidth + gapWidth > width) breakLine();
    const at = x > 0 ? x + blankWidth : 0;
    gaps.push({ line, x: at });
    x = at + gapWidth;
  };
  ranges.forEach(({ from, to }, i) => {
    if (from > (ranges[i - 1]?.to ?? span.start)) placeGap();
    for (let start = from; start < to;) {
      // Tokens up to the next blank are one word, which stays on one line if it can.
      let end = start + 1;
      while (end < to && !pieceOf(table, end).blank) end++;
      const pieces = Array.from({ length: end - start }, (_, j) => pieceOf(table, start + j).text);
      const widths = pieces.map(widthOf);
      const whole = widths.reduce((sum, each) => sum + each, 0);
      const isApart = x > 0 && (pieceOf(table, start).blank || start === from);
      if (isApart && x + blankWidth + Math.min(whole, width) > width) breakLine();
      else if (isApart) x += blankWidth;
      pieces.forEach((text, j) => {
        const own = widths[j] ?? 0;
        if (x > 0 && x + own > width) breakLine();
        tokens.push({ token: start + j, text, line, x, width: own });
        x += own;
      });
      start = end;
    }
  });
  if ((ranges.at(-1)?.to ?? 0) < span.start + span.n) placeGap();
  return line < nLines ? { tokens, gaps } : null;
}
