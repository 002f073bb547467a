import type { ReactNode } from "react";
import type { DotColors } from "./dot-colors.ts";

interface ScatterLegendProps {
  readonly legend: DotColors["legend"];
  readonly hasChance: boolean;
}

/** What the colors of the dots mean. */
export function ScatterLegend({ legend, hasChance }: ScatterLegendProps): ReactNode {
  return (
    <ul className="finder-legend" aria-label="Colors of the dots">
      {legend.type === "kinds" ? (
        legend.kinds.map(({ color, title }) => (
          <li key={title}>
            <span className="dot" style={{ background: color }} />
            {title}
          </li>
        ))
      ) : (
        <li>
          {legend.low}
          <span
            className="ramp"
            style={{ background: `linear-gradient(to right, ${legend.colors.join(", ")})` }}
          />
          {legend.high}
        </li>
      )}
      {hasChance && <li className="chance">dashed: chance</li>}
    </ul>
  );
}
