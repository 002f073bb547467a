import { useMemo, type ReactNode } from "react";
import type { Attention } from "#atlas/files/attention.ts";
import { spanOf, type TokenTable } from "#atlas/tokens/tokens.ts";
import { excerptOf, GAP, type PlacedToken } from "./excerpt.ts";
import type { Example } from "./find-examples.ts";

interface SentenceArcsProps {
  readonly table: TokenTable;
  readonly attention: Attention;
  readonly example: Example;
}

/** The drawing is this wide, in its own units; the panel scales it by little. */
const WIDTH = 324;
const N_LINES = 2;
const [FONT_PX, LINE_PX, BASE_PX] = [15, 44, 35];
/** Weights below this are not drawn, and no more lines than that. */
const [LEAST, MOST_ARCS] = [0.15, 14];

let context: CanvasRenderingContext2D | null | undefined;

/** Lines are broken by the widths of words: what is drawn here is text, in a place that is known before. */
function widthOf(text: string): number {
  context ??= document.createElement("canvas").getContext("2d");
  if (!context) return text.length * FONT_PX * 0.5;
  context.font = `${FONT_PX}px ${getComputedStyle(document.documentElement).fontFamily}`;
  return context.measureText(text).width;
}

/** A part of a sentence, with arcs from its queries over the words to the keys that they attend to. */
export function SentenceArcs({ table, attention, example }: SentenceArcsProps): ReactNode {
  const { tokens, gaps } = useMemo(
    () => excerptOf(table, example, { width: WIDTH, nLines: N_LINES, widthOf }),
    [table, example],
  );
  const arcs = useMemo(() => arcsOf(table, attention, example, tokens), [table, attention, example, tokens]);
  return (
    <svg className="arcs" viewBox={`0 0 ${WIDTH} ${N_LINES * LINE_PX}`} aria-hidden="true">
      {tokens.map(({ token, line, x, width }) => (
        <rect
          key={token}
          className="edge"
          x={x}
          y={BASE_PX - 15 + line * LINE_PX}
          width={width}
          height={20}
        />
      ))}
      {arcs.map(({ from, to, weight, isBest }) => (
        <g
          key={`${from.token} ${to.token}`}
          className={isBest ? "is-best" : undefined}
          opacity={isBest ? 1 : (0.15 + 0.6 * weight).toFixed(2)}
        >
          <path d={arcPath(from, to)} strokeWidth={(0.8 + 1.6 * weight).toFixed(2)} />
          <circle cx={middle(to)} cy={endHeight(from, to)} r={2.2} />
        </g>
      ))}
      {tokens.map(({ token, text, line, x }) => (
        <text
          key={token}
          className={
            token === example.query
              ? "of-query"
              : token === example.key
                ? "of-key"
                : table.special[token]
                  ? "special"
                  : undefined
          }
          x={x}
          y={BASE_PX + line * LINE_PX}
          fontSize={FONT_PX}
        >
          {text}
        </text>
      ))}
      {gaps.map(({ line, x }) => (
        <text key={`${line} ${x}`} className="special" x={x} y={BASE_PX + line * LINE_PX} fontSize={FONT_PX}>
          {GAP}
        </text>
      ))}
    </svg>
  );
}

interface Arc {
  readonly from: PlacedToken;
  readonly to: PlacedToken;
  readonly weight: number;
  readonly isBest: boolean;
}

/** The strongest weights among the tokens that are shown, the example's own last, on top. */
function arcsOf(
  table: TokenTable,
  attention: Attention,
  { sequence, query, key }: Example,
  tokens: readonly PlacedToken[],
): Arc[] {
  const [queries, keys] = [spanOf(table, sequence, "query"), spanOf(table, sequence, "key")];
  const arcs: Arc[] = [];
  for (const from of tokens)
    for (const to of tokens) {
      const weight = attention.weight(sequence, from.token - queries.start, to.token - keys.start);
      const isThere = from.token >= queries.start && to.token >= keys.start;
      // The first token of many models sees itself alone.
      if (from === to && from.token === queries.start) continue;
      const isBest = from.token === query && to.token === key;
      if (isThere && (weight >= LEAST || isBest)) arcs.push({ from, to, weight, isBest });
    }
  return arcs
    .sort((a, b) => Number(b.isBest) - Number(a.isBest) || b.weight - a.weight)
    .slice(0, MOST_ARCS)
    .reverse();
}

function middle({ x, width }: PlacedToken): number {
  return x + width / 2;
}

/** Arcs leave a word at its top, unless they lead to a line below. */
function startHeight(from: PlacedToken, to: PlacedToken): number {
  return BASE_PX + from.line * LINE_PX + (to.line > from.line ? 6 : -14);
}

function endHeight(from: PlacedToken, to: PlacedToken): number {
  return BASE_PX + to.line * LINE_PX + (to.line < from.line ? 6 : -14);
}

function arcPath(from: PlacedToken, to: PlacedToken): string {
  const [x1, x2] = [middle(from), middle(to)];
  const [y1, y2] = [startHeight(from, to), endHeight(from, to)];
  if (from === to) return `M${x1 - 4} ${y1}C${x1 - 9} ${y1 - 13} ${x1 + 9} ${y1 - 13} ${x1 + 2} ${y1}`;
  if (from.line !== to.line) {
    const turn = (y2 - y1) / 2;
    return `M${x1} ${y1}C${x1} ${y1 + turn} ${x2} ${y2 - turn} ${x2} ${y2}`;
  }
  const height = Math.min(22, 7 + Math.abs(x2 - x1) * 0.14) * 1.25;
  return `M${x1} ${y1}C${x1} ${y1 - height} ${x2} ${y2 - height} ${x2} ${y2}`;
}
