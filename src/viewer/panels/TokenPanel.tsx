import { Suspense, use, type ReactNode } from "react";
import { labelText } from "#atlas/tokens/token-labels.ts";
import { hasRole, ownSpan, type TokenTable } from "#atlas/tokens/tokens.ts";
import type { SelectedPoint } from "#atlas/view/view.ts";
import { labelWords } from "#color/modes/label.ts";
import type { AttendedToken } from "#drawing/tokens/attended.ts";
import { tokenName } from "#drawing/tokens/token-name.ts";
import type { SequenceProps } from "../attention/SequenceFigure.tsx";
import { Picture } from "../attention/picture/Picture.tsx";
import { partOnce } from "../data/part-once.ts";
import { AttendedList } from "./AttendedList.tsx";
import { CloseButton } from "./CloseButton.tsx";
import { Mark } from "./Mark.tsx";
import { PanelTabs } from "./PanelTabs.tsx";
import { Sentence } from "./Sentence.tsx";
import { Styles } from "./Styles.tsx";
import styles from "./token-panel.css?inline";

const sequenceFigure = partOnce("The sequence view", () => import("../attention/SequenceFigure.tsx"));

function LoadedFigure(props: SequenceProps & { readonly selected: SelectedPoint }): ReactNode {
  const { default: SequenceFigure } = use(sequenceFigure());
  return <SequenceFigure {...props} />;
}

export interface TokenPanelProps extends SequenceProps {
  readonly point: SelectedPoint;
  /** What the panel is called, where a page has several. */
  readonly label?: string;
  /** All tokens of the sequence with their weights; null until they are loaded. */
  readonly attended: readonly AttendedToken[] | null;
}

/** Shows the selected point: the token in its sentence or picture, its role and position, and where it attends. */
export function TokenPanel(props: TokenPanelProps): ReactNode {
  const { table, point, attended, view, hover, patches, sheet, dispatch, label = "Selected point" } = props;
  const { token, role } = point;
  const sequence = table.sequenceOf[token] ?? 0;
  const { start, n: length } = ownSpan(table, token);
  const other = role === "query" ? "key" : "query";
  const select = (to: SelectedPoint | null): void => dispatch({ type: "set", change: { selected: to } });
  const hoverAt = (to: SelectedPoint | null): void => dispatch({ type: "hoverPanel", point: to });
  const isText = view.panel === "text";
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
    <section className="token-panel" aria-label={label}>
      <Styles css={styles} />
      <header>
        <h2>
          <Mark role={role} isPatch={patches !== null} />
          {tokenName(table, token)}
        </h2>
        <CloseButton label="Clear the selection" onClick={() => select(null)} />
      </header>
      <p className="facts">
        {role}, {patches ? "picture" : "sequence"} {sequence}, position {token - start} of {length}
        {labelsOf(table, token)}
      </p>
      <PanelTabs
        panel={view.panel}
        isText={patches === null}
        onChange={(panel) => dispatch({ type: "set", change: { panel } })}
      />
      <div className="panel-body">
        {patches || !isText ? (
          <Suspense fallback={plain}>
            <LoadedFigure {...props} key={sequence} selected={point} />
          </Suspense>
        ) : (
          <Sentence
            table={table}
            token={token}
            pointed={hover?.token ?? null}
            attended={attended}
            onSelect={(to) => select({ role: hasRole(table, to, role) ? role : other, token: to })}
            onPoint={(to) =>
              hoverAt(to === null ? null : { role: hasRole(table, to, other) ? other : role, token: to })
            }
          />
        )}
        {isText && (
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
