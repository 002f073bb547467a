import { memo, type ReactNode } from "react";
import type { Connection } from "#drawing/attention/pattern.ts";

interface WeightLinesProps {
  readonly n: number;
  readonly connections: readonly Connection[];
  /** The class of the drawing: all lines, or the lines of one token, which are drawn more strongly. */
  readonly className: "web" | "web is-off" | "of-one";
}

/** Lines from the queries on the left to the keys on the right. A row is one unit high. */
export const WeightLines = memo(function WeightLines({
  n,
  connections,
  className,
}: WeightLinesProps): ReactNode {
  const opacity = (weight: number): number =>
    className === "of-one" ? 0.25 + 0.75 * Math.sqrt(weight) : 0.08 + 0.92 * weight;
  return (
    <svg className={className} viewBox={`0 0 100 ${n}`} preserveAspectRatio="none" aria-hidden="true">
      {connections.map(({ query, key, weight }) => (
        <path
          key={query * n + key}
          d={`M0 ${query + 0.5}C45 ${query + 0.5} 55 ${key + 0.5} 100 ${key + 0.5}`}
          strokeOpacity={opacity(weight).toFixed(3)}
          strokeWidth={(0.8 + 2.2 * weight).toFixed(2)}
        />
      ))}
    </svg>
  );
});
