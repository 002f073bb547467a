import { Suspense, use, type ReactNode } from "react";
import { labelText } from "#atlas/tokens/token-labels.ts";
import { hasRole, ownSpan, type TokenTable } from "#atlas/tokens/tokens.ts";
import type { SelectedPoint } from "#atlas/view/view.ts";
import { labelWords } from "#color/modes/label.ts";
import { Picture } from "../attention/Picture.tsx";
import type { SequenceProps } from "../attention/SequenceFigure.tsx";
import type { AttendedToken } from "../data/attended.ts";
import { loadPart } from "../data/load-part.ts";
import { tokenName } from "../data/token-name.ts";
import { AttendedList } from "./AttendedList.tsx";
import { CloseButton } from "./CloseButton.tsx";
import { Mark } from "./Mark.tsx";
import { PanelTabs } from "./PanelTabs.tsx";
import { Sentence } from "./Sentence.tsx";
import "./token-panel.css";

const loadFigure = () => loadPart("The sequence view", () => import("../attention/SequenceFigure.tsx"));
let asked: ReturnType<typeof loadFigure> | undefined;

/** Loads the figure on demand, and tries again after a failure, which React's own `lazy` does not do. */
function sequenceFigure(): ReturnType<typeof loadFigure> {
  if (asked === undefined) {
    asked = loadFigure();
    asked.catch(() => (asked = undefined));
  }
  return asked;
}

function LoadedFigure(props: SequenceProps & { readonly selected: SelectedPoint }): ReactNode {
  const { default: SequenceFigure } = use(sequenceFigure());
  return <SequenceFigure {...props} />;
}

export interface TokenPanelProps extends SequenceProps {
  readonly point: SelectedPoint;
  readonly isSelected: boolean;
  /** All tokens of the sequence with their weights; null until they are loaded. */
  readonly attended: readonly AttendedToken[] | null;
}

/** Shows one point: the token in its sentence or picture, its role and position, and where it attends. */
export function TokenPanel(props: TokenPanelProps): ReactNode {
  const { table, point, isSelected, attended, view, hover, patches, sheet, dispatch } = props;
  const { token, role } = point;
  const sequence = table.sequenceOf[token] ?? 0;
  const { start, n: length } = ownSpan(table, token);
  const other = role === "query" ? "key" : "query";
  const select = (to: SelectedPoint | null): void => dispatch({ type: "set", change: { selected: to } });
  const hoverAt = (to: SelectedPoint | null): void => dispatch({ type: "hoverPanel", point: to });
  const isText = view.panel === "text" || !isSelected;
  const plain = patches ? (
    <Picture
      table={table}
      patches={patches}
      sheet={sheet}
      sequence={sequence}
      current={token - start}
      onSelect={(i) => select({ role, token: start + i })}
    />
  ) : null;
  return (
    <section className="token-panel" aria-label={isSelected ? "Selected point" : "Point under the pointer"}>
      <header>
        <h2>
          <Mark role={role} isPatch={patches !== null} />
          {tokenName(table, token)}
        </h2>
        {isSelected && <CloseButton label="Clear the selection" onClick={() => select(null)} />}
      </header>
      <p className="facts">
        {role}, {patches ? "picture" : "sequence"} {sequence}, position {token - start} of {length}
        {labelsOf(table, token)}
      </p>
      {isSelected && (
        <PanelTabs
          panel={view.panel}
          isText={patches === null}
          onChange={(panel) => dispatch({ type: "set", change: { panel } })}
        />
      )}
      <div className="panel-body">
        {isSelected && (patches || !isText) ? (
          <Suspense fallback={plain}>
            <LoadedFigure {...props} key={sequence} selected={point} />
          </Suspense>
        ) : (
          (plain ?? (
            <Sentence
              table={table}
              token={token}
              pointed={isSelected ? (hover?.token ?? null) : null}
              attended={attended}
              onSelect={(to) => select({ role: hasRole(table, to, role) ? role : other, token: to })}
              onPoint={(to) =>
                isSelected &&
                hoverAt(to === null ? null : { role: hasRole(table, to, other) ? other : role, token: to })
              }
            />
          ))
        )}
        {isSelected && isText && (
          <AttendedList table={table} role={role} attended={attended} onSelect={select} onPoint={hoverAt} />
        )}
      </div>
    </section>
  );
}

function labelsOf(table: TokenTable, token: number): string {
  const labels = [...table.labels].flatMap(([name, label]) => {
    const value = labelText(label, token);
    return value === "" ? [] : [`${labelWords(name)} ${value}`];
  });
  return labels.map((label) => `, ${label}`).join("");
}
