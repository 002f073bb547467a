import { useMemo, type ComponentProps, type ReactNode } from "react";
import type { Attention } from "#atlas/files/attention.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import { averageOf, N_POSITIONS, type AverageOptions } from "#drawing/attention/average.ts";
import type { SequencePoint } from "./LineFigure.tsx";
import { MatrixFigure } from "./MatrixFigure.tsx";
import { TextAlternative } from "./TextAlternative.tsx";

type FigureProps = Pick<
  ComponentProps<typeof MatrixFigure>,
  "isDark" | "marked" | "pointed" | "onPoint" | "onSelect"
>;

interface AverageFigureProps extends FigureProps, AverageOptions {
  readonly table: TokenTable;
  readonly attention: Attention | null;
  /** Names along the axes where all sequences are pictures of one size; null where they are texts. */
  readonly grid: readonly string[] | null;
  /** Name of a position in the selected sequence. */
  readonly nameOf: (place: SequencePoint) => string;
}

const EMPTY = { n: 1, weights: new Float32Array(1), counts: new Uint32Array(1) };

/** What a head does by position alone: the mean over all sequences of the dataset. */
export function AverageFigure(props: AverageFigureProps): ReactNode {
  const { table, attention, leftOut, byValue, grid, ...figure } = props;
  const nPositions = grid?.length ?? N_POSITIONS;
  const average = useMemo(
    () => (attention ? averageOf(attention, table, { leftOut, byValue }, nPositions) : EMPTY),
    [attention, table, leftOut, byValue, nPositions],
  );
  const { n, weights, counts } = average;
  const nameOf = (place: SequencePoint): string =>
    grid ? props.nameOf(place) : `position ${place.position}`;
  const names = Array.from({ length: n }, (_, i) => grid?.[i] ?? (i > 0 && i % 5 === 0 ? String(i) : ""));
  const within = (cell: { query?: number; key?: number }): { query?: number; key?: number } =>
    Object.fromEntries(Object.entries(cell).filter(([, position]) => position < n));
  return (
    <>
      <MatrixFigure
        {...figure}
        marked={within(figure.marked)}
        pointed={within(figure.pointed)}
        names={{ query: names, key: names }}
        isSparse
        pattern={average}
        label={`Mean weights of ${n} query positions, the rows, for ${n} key positions, the columns`}
        describe={({ query, key }) => {
          const at = query * n + key;
          return `${nameOf({ role: "query", position: query })} to ${nameOf({ role: "key", position: key })}: ${(weights[at] ?? 0).toFixed(2)}, mean of ${counts[at] ?? 0}`;
        }}
      />
      <p className="caption">
        Mean over {table.nSequences} {grid ? "pictures" : "sequences"} by position
        {grid ? "" : `, the first ${n}`}; each row sums to 1.
      </p>
      <TextAlternative pattern={average} nQueries={n} nameOf={nameOf} />
    </>
  );
}
