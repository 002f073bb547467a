import type { CSSProperties, MouseEvent, ReactNode } from "react";
import { ROLE_COLORS, type Role } from "#atlas/role-colors.ts";
import { Mark } from "../panels/Mark.tsx";

interface TokenColumnProps {
  readonly role: Role;
  readonly names: readonly string[];
  readonly hidden: ReadonlySet<number>;
  /** Positions that a choice above the figure leaves out. */
  readonly fixed: ReadonlySet<number>;
  /** The token whose lines are shown, if it is in this column. */
  readonly active: number | null;
  /** Position that the tab key reaches. */
  readonly tabStop: number | null;
  /** Weights between the active token of the other column and the tokens of this one; null if the active token is in this one. */
  readonly weights: Float32Array | null;
  readonly onPoint: (position: number) => void;
  readonly onToggle: (position: number) => void;
  readonly onSelect: (position: number) => void;
}

/** The tokens of a sequence, one below the other, as queries or as keys. */
export function TokenColumn(props: TokenColumnProps): ReactNode {
  const { role, names, hidden, fixed, active, tabStop, weights, onPoint, onToggle, onSelect } = props;
  const click = (event: MouseEvent, position: number): void => {
    if (event.shiftKey) onSelect(position);
    else if (!fixed.has(position)) onToggle(position);
  };
  return (
    <div
      className={`token-column of-${role}`}
      role="group"
      aria-label={role === "query" ? "Queries" : "Keys"}
    >
      <p className="column-head" aria-hidden="true">
        <Mark role={role} color={ROLE_COLORS[role]} />
        {role === "query" ? "Queries" : "Keys"}
      </p>
      {names.map((name, position) => {
        const weight = weights?.[position] ?? 0;
        const isOut = hidden.has(position) || fixed.has(position);
        return (
          <button
            key={position}
            type="button"
            data-roving
            data-position={position}
            tabIndex={position === tabStop ? 0 : -1}
            className={isOut ? "is-out" : undefined}
            style={{ "--weight": Math.sqrt(weight).toFixed(3) } as CSSProperties}
            aria-pressed={isOut}
            aria-current={position === active ? "true" : undefined}
            onPointerEnter={(event) => event.pointerType !== "touch" && onPoint(position)}
            onFocus={(event) => event.target.matches(":focus-visible") && onPoint(position)}
            onClick={(event) => click(event, position)}
          >
            <span className="name">{name}</span>
            <span className="weight">{weight >= 0.005 ? weight.toFixed(2) : ""}</span>
            <span className="visually-hidden">{`${isOut ? ", left out" : ""}, ${role} ${position}`}</span>
          </button>
        );
      })}
    </div>
  );
}
