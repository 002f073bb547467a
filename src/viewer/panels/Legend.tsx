import type { ReactNode } from "react";
import type { Role } from "#atlas/role-colors.ts";
import type { Color, ColorMode, Coloring, LegendRamp } from "../color/color-mode.ts";

interface LegendProps {
  readonly mode: ColorMode;
  readonly coloring: Coloring;
}

/** What the colors and the shapes say. */
export function Legend({ mode, coloring }: LegendProps): ReactNode {
  return (
    <figcaption className="legend">
      {coloring.entries && (
        <ul>
          {coloring.entries.map((entry) => (
            <li key={entry.label}>
              {entry.role === undefined ? (
                <>
                  <Mark role="query" color={entry.color} />
                  <Mark role="key" color={entry.color} />
                </>
              ) : (
                <Mark role={entry.role} color={entry.color} />
              )}
              {entry.label}
            </li>
          ))}
        </ul>
      )}
      {coloring.ramp && <Ramps ramp={coloring.ramp} />}
      <p>
        {mode.explanation}
        {mode.name !== "role" && " Discs are queries, rings are keys."}
      </p>
    </figcaption>
  );
}

function Ramps({ ramp }: { readonly ramp: LegendRamp }): ReactNode {
  return (
    <ul>
      {(["query", "key"] as const).map((role) => (
        <li key={role}>
          {role === "query" ? "queries" : "keys"}
          <span className="ramp-end">{ramp.low}</span>
          <span
            className="ramp"
            style={{ background: `linear-gradient(to right, ${ramp.colors[role].join(", ")})` }}
          />
          <span className="ramp-end">{ramp.high}</span>
        </li>
      ))}
    </ul>
  );
}

/** A query's disc or a key's ring. */
export function Mark({ role, color }: { readonly role: Role; readonly color: Color }): ReactNode {
  return (
    <svg className="mark" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      {role === "query" ? (
        <circle cx="6" cy="6" r="5" fill={color} />
      ) : (
        <circle cx="6" cy="6" r="3.9" fill="none" stroke={color} strokeWidth="2.4" />
      )}
    </svg>
  );
}
