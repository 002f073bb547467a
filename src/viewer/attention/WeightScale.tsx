import type { ReactNode } from "react";
import { heatGradient } from "#drawing/attention/heat.ts";

interface WeightScaleProps {
  /** The weight shown as the strongest color. */
  readonly strongest: number;
  readonly isDark: boolean;
}

/** What the colors of a matrix mean. */
export function WeightScale({ strongest, isDark }: WeightScaleProps): ReactNode {
  return (
    <p className="weight-scale">
      Weight <span>0</span>
      <span className="ramp" style={{ background: heatGradient(isDark) }} />
      <span>{strongest.toFixed(2)}</span> (square-root scale)
    </p>
  );
}
