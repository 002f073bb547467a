import type { ReactNode } from "react";
import type { PatchSheet } from "#atlas/manifest.ts";
import { tokenText, type TokenTable } from "#atlas/tokens.ts";
import type { SelectedPoint } from "#atlas/view.ts";
import { strongest, type AttendedToken } from "./attended.ts";
import { CloseButton } from "./CloseButton.tsx";
import { Mark } from "./Mark.tsx";
import { Picture } from "./Picture.tsx";
import { Sentence } from "./Sentence.tsx";

interface TokenPanelProps {
  readonly table: TokenTable;
  readonly point: SelectedPoint;
  readonly isSelected: boolean;
  /** All tokens of the sequence with their weights; null until they are there. */
  readonly attended: readonly AttendedToken[] | null;
  readonly patches: PatchSheet | null;
  readonly sheet: string;
  readonly onSelect: (point: SelectedPoint | null) => void;
}

const LISTED = 8;

/** One point: the token in its sentence or picture, its role and position, and where it attends. */
export function TokenPanel(props: TokenPanelProps): ReactNode {
  const { table, point, isSelected, attended, onSelect } = props;
  const { token, role } = point;
  const sequence = table.sequenceOf[token] ?? 0;
  const start = table.starts[sequence] ?? 0;
  const length = (table.starts[sequence + 1] ?? start) - start;
  const select = (other: number): void => onSelect({ role, token: other });
  const list = attended ? strongest(attended, LISTED, 0.01) : [];
  return (
    <section className="token-panel" aria-label={isSelected ? "Selected point" : "Point under the pointer"}>
      <header>
        <h2>
          <Mark role={role} isPatch={props.patches !== null} />
          {tokenText(table, token).trim() || "space"}
        </h2>
        {isSelected && <CloseButton label="Clear the selection" onClick={() => onSelect(null)} />}
      </header>
      <p className="facts">
        {role}, {props.patches ? "picture" : "sequence"} {sequence}, position {token - start} of {length}
        {labelsOf(table, token)}
      </p>
      {props.patches ? (
        <Picture
          table={table}
          patches={props.patches}
          sheet={props.sheet}
          token={token}
          attended={attended}
          onSelect={select}
        />
      ) : (
        <Sentence table={table} token={token} attended={attended} onSelect={select} />
      )}
      {isSelected && (
        <>
          <h3>{role === "query" ? "Attends to" : "Attended by"}</h3>
          <ol className="attended">
            {list.map(({ token: other, weight }) => (
              <li key={other}>
                <button
                  type="button"
                  onClick={() => onSelect({ role: role === "query" ? "key" : "query", token: other })}
                >
                  <span className="name">{tokenText(table, other).trim() || "space"}</span>
                  <span className="bar" style={{ width: `${(weight * 100).toFixed(1)}%` }} />
                  <span className="weight">{weight.toFixed(2)}</span>
                </button>
              </li>
            ))}
          </ol>
          {attended && list.length === 0 && <p className="facts">No weight reaches 0.01.</p>}
        </>
      )}
    </section>
  );
}

function labelsOf(table: TokenTable, token: number): string {
  const labels = [...table.labels].flatMap(([name, label]) =>
    "values" in label ? [`${name} ${label.values[label.of[token] ?? 0] ?? ""}`] : [],
  );
  return labels.map((label) => `, ${label}`).join("");
}
