import { useMemo, type ReactNode } from "react";
import { counted } from "#atlas/counted.ts";
import type { Attention } from "#atlas/files/attention.ts";
import type { PatchSheet } from "#atlas/files/manifest.ts";
import type { Role } from "#atlas/role-colors.ts";
import { spanOf, type Span, type TokenTable } from "#atlas/tokens/tokens.ts";
import type { SelectedPoint, View } from "#atlas/view/view.ts";
import { leaveOut, leftOutPositions, shownPattern, type Hidden } from "#drawing/attention/pattern.ts";
import { patchAxis, tokenName } from "#drawing/tokens/token-name.ts";
import { Styles } from "../panels/Styles.tsx";
import type { Action } from "../state/view-state.ts";
import { AverageFigure } from "./AverageFigure.tsx";
import { ByValue } from "./ByValue.tsx";
import { LeaveOut } from "./LeaveOut.tsx";
import { LineFigure, type SequencePoint } from "./LineFigure.tsx";
import { MatrixFigure, type Cell } from "./MatrixFigure.tsx";
import { TextAlternative } from "./TextAlternative.tsx";
import { PictureFigure } from "./picture/PictureFigure.tsx";
import styles from "./sequence-figure.css?inline";

/** A sequence, its weights, and the points that are selected or under the pointer. */
export interface SequenceProps {
  readonly table: TokenTable;
  /** The head's weights; null while they are loading. */
  readonly attention: Attention | null;
  readonly view: View;
  /** The point under the pointer, and the other end of its weight. */
  readonly hover: SelectedPoint | null;
  readonly partner: SelectedPoint | null;
  /** Whether the pointer is on a panel, not on the map. */
  readonly isFromPanel: boolean;
  readonly patches: PatchSheet | null;
  /** Address of the patches' sprite sheet. */
  readonly sheet: string;
  readonly isDark: boolean;
  readonly dispatch: (action: Action) => void;
}

interface SequenceFigureProps extends SequenceProps {
  readonly selected: SelectedPoint;
}

/** The weights within the selected sequence. This component is loaded when it is first shown. */
export default function SequenceFigure(props: SequenceFigureProps): ReactNode {
  const { table, selected, attention, view, hover, partner, patches, isDark, dispatch } = props;
  const sequence = table.sequenceOf[selected.token] ?? 0;
  const spans = useMemo(
    () => ({ query: spanOf(table, sequence, "query"), key: spanOf(table, sequence, "key") }),
    [table, sequence],
  );
  const clicked = useMemo(() => hiddenIn(view.hidden, spans), [view.hidden, spans]);
  const fixed = useMemo(
    () => leftOutPositions(table, sequence, view.leftOut),
    [table, sequence, view.leftOut],
  );
  const whole = useMemo(
    () => shownPattern(attention, table, sequence, view.byValue),
    [attention, table, sequence, view.byValue],
  );
  const pattern = useMemo(
    () =>
      leaveOut(whole, {
        query: new Set([...clicked.query, ...fixed.query]),
        key: new Set([...clicked.key, ...fixed.key]),
      }),
    [whole, clicked, fixed],
  );
  const names = useMemo(() => {
    const of = ({ start, n }: Span): string[] =>
      Array.from({ length: n }, (_, i) => tokenName(table, start + i));
    return { query: of(spans.query), key: of(spans.key) };
  }, [table, spans]);

  const toPlace = (point: SelectedPoint | null): SequencePoint | null => {
    if (point === null) return null;
    const position = point.token - spans[point.role].start;
    return position >= 0 && position < spans[point.role].n ? { role: point.role, position } : null;
  };
  const toPoint = ({ role, position }: SequencePoint): SelectedPoint => ({
    role,
    token: spans[role].start + position,
  });
  const place = { role: selected.role, position: selected.token - spans[selected.role].start };
  const pointed = toPlace(hover);
  const point = (to: SequencePoint | null): void =>
    dispatch({ type: "hoverPanel", point: to && toPoint(to) });
  const select = (to: SequencePoint): void => dispatch({ type: "set", change: { selected: toPoint(to) } });
  const toggle = (place: SequencePoint): void => {
    const { role, token } = toPoint(place);
    // Those of other sequences come back: a link has the tokens of one.
    const own = (["query", "key"] as const).flatMap((each) =>
      [...clicked[each]].map((position) => toPoint({ role: each, position })),
    );
    const others = own.filter((point) => point.role !== role || point.token !== token);
    const hidden = others.length < own.length ? others : [...own, { role, token }];
    dispatch({ type: "set", change: { hidden } });
  };
  const nClicked = clicked.query.size + clicked.key.size;
  const nameOf = (to: SequencePoint): string => {
    const name = tokenName(table, toPoint(to).token);
    return patches ? name : `“${name}”`;
  };
  // A cell of the matrix has two ends; both get a ring on the map.
  const axis = patches && patchAxis(patches);
  const cells = {
    names: axis ? { query: axis, key: axis } : names,
    isSparse: axis !== null,
    isDark,
    marked: { [place.role]: place.position },
    pointed: Object.fromEntries(
      [pointed, toPlace(partner)].flatMap((end) => (end ? [[end.role, end.position]] : [])),
    ),
    onPoint: (cell: Cell | null) => dispatch({ type: "hoverPanel", ...endsOf(cell, spans) }),
    onSelect: (cell: Cell) => {
      const to = { role: place.role, position: cell[place.role] };
      if (to.position < spans[to.role].n) select(to);
    },
  };
  return (
    <>
      {/* With its script, not with the page, which opens without it. */}
      <Styles css={styles} />
      {(view.panel !== "text" || patches) && (
        <div className="figure-options">
          <LeaveOut
            leftOut={view.leftOut}
            hasSpecial={table.special.includes(1)}
            isText={patches === null}
            onChange={(leftOut) => dispatch({ type: "set", change: { leftOut } })}
          />
          {attention?.valueNorms && (
            <ByValue
              isOn={view.byValue}
              onChange={(isOn) => dispatch({ type: "set", change: { byValue: isOn } })}
            />
          )}
          {view.panel !== "average" && nClicked > 0 && (
            <button
              type="button"
              className="plain"
              onClick={() => dispatch({ type: "set", change: { hidden: [] } })}
            >
              Bring back {nClicked}
            </button>
          )}
        </div>
      )}
      {view.panel === "average" ? (
        <AverageFigure
          {...cells}
          table={table}
          attention={attention}
          leftOut={view.leftOut}
          byValue={view.byValue}
          grid={axis}
          nameOf={nameOf}
        />
      ) : view.panel === "matrix" ? (
        <MatrixFigure
          {...cells}
          pattern={pattern}
          label={`Weights of ${counted(spans.query.n, "query", "queries")}, the rows, for ${counted(spans.key.n, "key")}, the columns`}
          describe={({ query, key }) => {
            const ends = [nameOf({ role: "query", position: query }), nameOf({ role: "key", position: key })];
            return `${ends.join(" to ")}: ${(pattern.weights[query * pattern.n + key] ?? 0).toFixed(2)}`;
          }}
        />
      ) : patches ? (
        <PictureFigure
          table={table}
          patches={patches}
          sheet={props.sheet}
          sequence={sequence}
          pattern={pattern}
          hasLines={view.panel === "lines"}
          nLines={view.pictureLines}
          step={view.pictureWeight}
          onChange={(change) => dispatch({ type: "set", change })}
          selected={place}
          pointed={pointed}
          onPoint={point}
          onSelect={select}
        />
      ) : (
        <>
          <p className="readout">A click leaves a token out; with Shift it selects it.</p>
          <LineFigure
            pattern={pattern}
            names={names}
            hidden={clicked}
            fixed={fixed}
            selected={place}
            pointed={pointed}
            isFromPanel={props.isFromPanel}
            onPoint={point}
            onToggle={toggle}
            onSelect={select}
          />
        </>
      )}
      {view.panel !== "average" && (
        <TextAlternative pattern={pattern} nQueries={spans.query.n} nameOf={nameOf} />
      )}
    </>
  );
}

/** The two points of a cell, if this sequence is long enough to have them. */
function endsOf(
  cell: Cell | null,
  { query, key }: Readonly<Record<SequencePoint["role"], Span>>,
): { point: SelectedPoint | null; partner: SelectedPoint | null } {
  if (cell === null || cell.query >= query.n || cell.key >= key.n) return { point: null, partner: null };
  return {
    point: { role: "query", token: query.start + cell.query },
    partner: { role: "key", token: key.start + cell.key },
  };
}

/** Positions of the points that lie in these spans. */
function hiddenIn(points: readonly SelectedPoint[], spans: Readonly<Record<Role, Span>>): Hidden {
  const of = (role: Role): Set<number> =>
    new Set(
      points
        .filter((point) => point.role === role)
        .map(({ token }) => token - spans[role].start)
        .filter((position) => position >= 0 && position < spans[role].n),
    );
  return { query: of("query"), key: of("key") };
}
