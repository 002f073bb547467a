import { lazy, Suspense, type ReactNode } from "react";
import type { Attention } from "#atlas/attention.ts";
import type { PatchSheet } from "#atlas/manifest.ts";
import type { TokenTable } from "#atlas/tokens.ts";
import type { SelectedPoint, View } from "#atlas/view.ts";
import { labelWords } from "../color/label.ts";
import type { Action } from "../state/view-state.ts";
import type { AttendedToken } from "./attended.ts";
import { AttendedList } from "./AttendedList.tsx";
import { CloseButton } from "./CloseButton.tsx";
import { Mark } from "./Mark.tsx";
import { PanelTabs } from "./PanelTabs.tsx";
import { Picture } from "./Picture.tsx";
import { Sentence } from "./Sentence.tsx";
import { tokenName } from "./token-name.ts";
import "./token-panel.css";

/** Costs nothing before it is asked for. */
const SequenceFigure = lazy(() => import("./SequenceFigure.tsx"));

interface TokenPanelProps {
  readonly table: TokenTable;
  readonly point: SelectedPoint;
  readonly isSelected: boolean;
  /** The head's weights; null while they are loading. */
  readonly attention: Attention | null;
  /** All tokens of the sequence with their weights; null until they are there. */
  readonly attended: readonly AttendedToken[] | null;
  readonly view: View;
  /** The point under the pointer, and the other end of its weight. */
  readonly hover: SelectedPoint | null;
  readonly partner: SelectedPoint | null;
  readonly isFromPanel: boolean;
  readonly patches: PatchSheet | null;
  readonly sheet: string;
  readonly isDark: boolean;
  readonly dispatch: (action: Action) => void;
}

/** One point: the token in its sentence or picture, its role and position, and where it attends. */
export function TokenPanel(props: TokenPanelProps): ReactNode {
  const { table, point, isSelected, attended, view, hover, patches, sheet, dispatch } = props;
  const { token, role } = point;
  const sequence = table.sequenceOf[token] ?? 0;
  const start = table.starts[sequence] ?? 0;
  const length = (table.starts[sequence + 1] ?? start) - start;
  const other = role === "query" ? "key" : "query";
  const select = (to: SelectedPoint | null): void => dispatch({ type: "select", point: to });
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
          onChange={(panel) => dispatch({ type: "panel", panel })}
        />
      )}
      <div className="panel-body">
        {isSelected && (patches || !isText) ? (
          <Suspense fallback={plain}>
            <SequenceFigure {...props} key={sequence} selected={point} />
          </Suspense>
        ) : (
          (plain ?? (
            <Sentence
              table={table}
              token={token}
              pointed={isSelected ? (hover?.token ?? null) : null}
              attended={attended}
              onSelect={(to) => select({ role, token: to })}
              onPoint={(to) => isSelected && hoverAt(to === null ? null : { role: other, token: to })}
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
    const value = "values" in label ? (label.values[label.of[token] ?? 0] ?? "") : "";
    return value === "" ? [] : [`${labelWords(name)} ${value}`];
  });
  return labels.map((label) => `, ${label}`).join("");
}
