import type { ReactNode } from "react";
import type { ColorMode, Coloring, LegendRamp } from "../color/color-mode.ts";
import { Mark } from "./Mark.tsx";

interface LegendProps {
  readonly mode: ColorMode;
  readonly coloring: Coloring;
  readonly hasPatches: boolean;
}

/** What the colors and the shapes say. */
export function Legend({ mode, coloring, hasPatches }: LegendProps): ReactNode {
  return (
    <figcaption className="legend">
      {coloring.entries && (
        <ul>
          {coloring.entries.map((entry) => (
            <li key={entry.label}>
              {entry.role === undefined ? (
                <>
                  <Mark role="query" color={entry.color} isPatch={hasPatches} />
                  <Mark role="key" color={entry.color} />
                </>
              ) : (
                <Mark role={entry.role} color={entry.color} isPatch={hasPatches} />
              )}
              {entry.label}
            </li>
          ))}
        </ul>
      )}
      {coloring.ramp && <Ramps ramp={coloring.ramp} />}
      <p>
        {mode.explanation}
        {mode.name !== "role" &&
          (hasPatches ? " Squares are queries, circles are keys." : " Discs are queries, rings are keys.")}
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
