import type { ReactNode } from "react";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import type { SelectedPoint } from "#atlas/view/view.ts";
import { strongest, type AttendedToken } from "#drawing/tokens/attended.ts";
import { tokenName } from "#drawing/tokens/token-name.ts";

interface AttendedListProps {
  readonly table: TokenTable;
  readonly role: SelectedPoint["role"];
  /** Null while they are loading. */
  readonly attended: readonly AttendedToken[] | null;
  readonly onSelect: (point: SelectedPoint) => void;
  readonly onPoint: (point: SelectedPoint | null) => void;
}

const LISTED = 8;

/** The tokens with the strongest weights of a query or a key; each is a button that selects that point. */
export function AttendedList({ table, role, attended, onSelect, onPoint }: AttendedListProps): ReactNode {
  const list = attended ? strongest(attended, LISTED, 0.01) : [];
  const other = role === "query" ? "key" : "query";
  return (
    <>
      <h3>{role === "query" ? "Attends to" : "Attended by"}</h3>
      <ol className="attended" onPointerLeave={() => onPoint(null)} onBlur={() => onPoint(null)}>
        {list.map(({ token, weight }) => {
          const point = { role: other, token } as const;
          return (
            <li key={token}>
              <button
                type="button"
                onPointerEnter={(event) => event.pointerType !== "touch" && onPoint(point)}
                onFocus={(event) => event.target.matches(":focus-visible") && onPoint(point)}
                onClick={() => onSelect(point)}
              >
                <span className="name">{tokenName(table, token)}</span>
                <span className="bar" style={{ width: `${(weight * 100).toFixed(1)}%` }} />
                <span className="weight">{weight.toFixed(2)}</span>
              </button>
            </li>
          );
        })}
      </ol>
      {attended && list.length === 0 && <p className="facts">No weight reaches 0.01.</p>}
    </>
  );
}
