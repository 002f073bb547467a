import { memo, type ReactNode } from "react";
import type { PatchSheet } from "#atlas/files/manifest.ts";
import type { Connection } from "#drawing/attention/pattern.ts";
import { boosted } from "#math/average-pattern.ts";
import { Styles } from "../../panels/Styles.tsx";
import styles from "./patch-lines.css?inline";

interface PatchLinesProps {
  readonly patches: PatchSheet;
  readonly connections: readonly Connection[];
  /** The connections of one patch, strongest first; they are highlighted. */
  readonly own: readonly Connection[];
  /** While a patch is under the pointer, only its lines are shown. */
  readonly isPointed: boolean;
}

/**
 * Connections over a picture: a line that ends in a dot at its key. A ring is a patch that attends to itself; a short stroke
 * towards the right leads to the special tokens that stand there.
 */
export const PatchLines = memo(function PatchLines({
  patches,
  connections,
  own,
  isPointed,
}: PatchLinesProps): ReactNode {
  const { rows, columns, nSpecial } = patches;
  const center = (position: number): [x: number, y: number] => [
    ((position - nSpecial) % columns) + 0.5,
    Math.floor((position - nSpecial) / columns) + 0.5,
  ];
  const mark = ({ query, key }: Connection): ReactNode => {
    // The special tokens are to the right of the picture, at the top.
    const [x1, y1] = query < nSpecial ? [columns + 0.4, 0.5 + query] : center(query);
    const [x2, y2] = key < nSpecial ? [columns + 0.4, 0.5 + key] : center(key);
    if (query === key) return <circle className="self" cx={x1} cy={y1} r={0.24} />;
    return (
      <>
        <line x1={x1} y1={y1} x2={x2} y2={y2} />
        <circle className="end" cx={x2} cy={y2} r={0.11} />
      </>
    );
  };
  const draw = (drawn: readonly Connection[], className: string): ReactNode => {
    const strongest = drawn[0]?.weight ?? 0;
    return (
      <g className={className}>
        {drawn.toReversed().map((connection) => {
          const { query, key, weight } = connection;
          const share = boosted(weight, strongest);
          return (
            <g
              key={`${query} ${key}`}
              opacity={(0.15 + 0.85 * share ** 2).toFixed(3)}
              strokeWidth={(0.6 + 1.6 * share).toFixed(2)}
            >
              {mark(connection)}
            </g>
          );
        })}
      </g>
    );
  };
  return (
    <svg className="patch-lines" viewBox={`0 0 ${columns} ${rows}`} aria-hidden="true">
      <Styles css={styles} />
      {draw(isPointed ? [] : connections, "of-all")}
      {draw(own, "of-one")}
    </svg>
  );
});
