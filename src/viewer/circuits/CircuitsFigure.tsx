import { useState, type ReactNode } from "react";
import type { CircuitsLayout, PlacedLink } from "./layout-circuits.ts";

interface CircuitsFigureProps {
  readonly layout: CircuitsLayout;
  /** What the picture shows, for readers who do not see it. */
  readonly label: string;
  /** What a head does in two or three words, by its name. */
  readonly words: ReadonlyMap<string, string>;
  readonly pathOf: (head: string) => string;
}

/** The width of a letter, about, in units of the picture; longer words would not fit into a box. */
const LETTER = 6.1;

/** Heads as boxes, links as lines: the stronger, the thicker. The head under the pointer shows its own links alone. */
export function CircuitsFigure({ layout, label, words, pathOf }: CircuitsFigureProps): ReactNode {
  const [pointed, setPointed] = useState<string | null>(null);
  const { width, height, box, rows, heads, links } = layout;
  const mostLetters = Math.floor(box.width / LETTER);
  const isOwn = ({ from, to }: PlacedLink): boolean => from === pointed || to === pointed;
  const near = new Set(pointed === null ? [] : links.filter(isOwn).flatMap(({ from, to }) => [from, to]));
  // Strong links lie over weak ones.
  const drawn = links.toReversed();
  return (
    <div className="circuits-scroll" data-is-wide={width > 800 || undefined}>
      <svg
        className="circuits-figure"
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        role="group"
        aria-label={label}
        data-is-pointing={(pointed !== null && near.size > 0) || undefined}
      >
        {rows.map(({ name, y }) => (
          <text key={name} className="row" x="0" y={y + 5}>
            {name}
          </text>
        ))}
        <g className="links" aria-hidden="true">
          {drawn.map((link) => (
            <path
              key={`${link.from} ${link.to}`}
              className={isOwn(link) ? "is-own" : undefined}
              d={link.path}
              strokeWidth={(1.2 + 6.8 * link.strength).toFixed(1)}
              strokeOpacity={(0.3 + 0.6 * link.strength).toFixed(2)}
            />
          ))}
        </g>
        {heads.map(({ name, x, y }) => {
          const said = words.get(name) ?? "";
          return (
            <a
              key={name}
              href={pathOf(name)}
              aria-label={said === "" ? name : `${name}, ${said}`}
              className={near.size > 0 && !near.has(name) && name !== pointed ? "is-far" : undefined}
              onPointerEnter={() => setPointed(name)}
              onPointerLeave={() => setPointed(null)}
              onFocus={() => setPointed(name)}
              onBlur={() => setPointed(null)}
            >
              <rect x={x - box.width / 2} y={y - box.height / 2} {...box} rx="5" />
              <text className="name" x={x} y={y + 5} data-has-words={said !== "" || undefined}>
                {name}
              </text>
              {said !== "" && (
                <text className="words" x={x} y={y + 13}>
                  {said.length > mostLetters ? `${said.slice(0, mostLetters - 1)}…` : said}
                </text>
              )}
            </a>
          );
        })}
      </svg>
    </div>
  );
}
