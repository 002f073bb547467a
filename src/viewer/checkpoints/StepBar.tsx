import type { ReactNode } from "react";
import type { PointMap } from "../map/point-map.ts";
import type { ShownSteps } from "./shown-steps.ts";
import "./step-bar.css";

interface StepBarProps {
  readonly shown: ShownSteps;
  readonly map: PointMap | null;
}

/** The room of the slider below the map, which is there before the slider is, so that nothing moves. */
export function StepBar({ shown, map }: StepBarProps): ReactNode {
  const { steps, Slider, onWanted } = shown;
  if (!steps) return null;
  return (
    <div className="step-bar" onPointerEnter={onWanted} onFocus={onWanted}>
      {Slider && <Slider shown={shown} steps={steps} map={map} />}
    </div>
  );
}
