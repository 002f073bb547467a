import type { ReactNode } from "react";
import { counted } from "#atlas/counted.ts";
import type { PatternSequence } from "#atlas/patterns/patterns.ts";
import { bestStretch, strongestLinks, type Link } from "#drawing/patterns/arcs.ts";
import { matrixCells } from "#drawing/patterns/cells.ts";
import { textOf, tokenWord } from "#drawing/patterns/token-words.ts";

export interface PatternFigureProps {
  readonly sequence: PatternSequence;
  /** How many intervals there are; 0 if the tree does not say. */
  readonly nIntervals: number;
}

/** In pixels: from token to token, around the drawing, and below the line for the names, which stand aslant. */
const [STEP, MARGIN, NAMES] = [22, 14, 74];
const MOST_LETTERS = 11;
const MOST_TEXT = 6000;
const LISTED = 5;

/** One sequence: its strongest links as lines between tokens, all that are known as a matrix, and the strongest in words. */
export function PatternFigure({ sequence, nIntervals }: PatternFigureProps): ReactNode {
  const { tokens, interval, largest, id } = sequence;
  const links = strongestLinks(sequence, LISTED);
  const group = nIntervals > 0 ? `group ${interval} of ${nIntervals}` : `group ${interval}`;
  return (
    <figure className="pattern-figure">
      <figcaption>
        <strong>Sequence {id}</strong>{" "}
        <span className="soft">
          {group}, {counted(tokens.length, "token")}, largest weight {largest.toFixed(2)}
        </span>
      </figcaption>
      <div className="pattern-both">
        <Arcs sequence={sequence} />
        <div className="pattern-aside">
          <Cells sequence={sequence} />
          <ol className="pattern-links" aria-label="Strongest links">
            {links.map(({ query, key, weight }) => (
              <li key={`${query} ${key}`}>
                <bdi>{tokenWord(tokens[query] ?? "", 24)}</bdi> <span className="soft">({query}) to</span>{" "}
                <bdi>{tokenWord(tokens[key] ?? "", 24)}</bdi> <span className="soft">({key})</span>{" "}
                {weight.toFixed(2)}
              </li>
            ))}
          </ol>
        </div>
      </div>
      <details>
        <summary>The whole text</summary>
        <p className="pattern-text">
          <bdi>{textOf(tokens, MOST_TEXT)}</bdi>
        </p>
      </details>
    </figure>
  );
}

function Arcs({ sequence }: Pick<PatternFigureProps, "sequence">): ReactNode {
  const { from, n, links } = bestStretch(sequence);
  const x = (place: number): number => MARGIN + (place - from + 0.5) * STEP;
  const heightOf = ({ query, key }: Link): number =>
    query === key ? 9 : Math.min(170, 8 + Math.abs(query - key) * STEP * 0.45);
  const line = Math.ceil(links.reduce((most, link) => Math.max(most, heightOf(link)), 24)) + 6;
  const width = MARGIN * 2 + n * STEP + 26;
  const part = n < sequence.tokens.length ? `tokens ${from} to ${from + n - 1} of ` : "";
  const label = `Attention within ${part}the sequence: ${counted(links.length, "line")} from queries to keys, the wider the more`;
  return (
    <div className="pattern-scroll" tabIndex={0} role="group" aria-label={label}>
      <svg
        className="pattern-arcs"
        viewBox={`0 0 ${width} ${line + NAMES}`}
        width={width}
        height={line + NAMES}
        aria-hidden="true"
      >
        {links.map((link) => (
          <path
            key={`${link.query} ${link.key}`}
            className={link.key > link.query ? "ahead" : undefined}
            d={arc(x(link.query), x(link.key), line, heightOf(link))}
            strokeWidth={Number((0.6 + 2.6 * link.weight).toFixed(2))}
            strokeOpacity={Number((0.15 + 0.85 * link.weight).toFixed(2))}
          />
        ))}
        <path className="base" d={`M${MARGIN} ${line}H${MARGIN + n * STEP}`} />
        {sequence.tokens.slice(from, from + n).map((token, i) => (
          <text
            key={from + i}
            x={x(from + i) - 2}
            y={line + 13}
            transform={`rotate(42 ${x(from + i) - 2} ${line + 10})`}
          >
            {tokenWord(token, MOST_LETTERS)}
          </text>
        ))}
      </svg>
    </div>
  );
}

/** From query to key over the line of tokens; on the same token, a loop. */
function arc(query: number, key: number, line: number, height: number): string {
  if (query === key) return `M${query - 4} ${line}a4 5 0 1 1 8 0`;
  const round = Number((Math.abs(query - key) / 2).toFixed(1));
  return `M${Math.min(query, key)} ${line}a${round} ${Number(height.toFixed(1))} 0 0 1 ${2 * round} 0`;
}

function Cells({ sequence }: Pick<PatternFigureProps, "sequence">): ReactNode {
  const { side, tokensPerCell, shades } = matrixCells(sequence);
  const what = tokensPerCell === 1 ? "" : `, ${tokensPerCell} tokens to a cell`;
  return (
    <svg
      className="pattern-cells"
      viewBox={`0 0 ${side} ${side}`}
      width="160"
      height="160"
      role="img"
      aria-label={`Matrix of all weights that are known: a row per query, a column per key${what}`}
    >
      {shades.map(({ level, path }) => (
        <path key={level} className={`level-${level}`} d={path} />
      ))}
    </svg>
  );
}
