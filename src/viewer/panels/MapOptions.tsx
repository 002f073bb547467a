import type { ReactNode } from "react";
import { MAX_LINES, type View } from "#atlas/view.ts";
import type { Action, Drawing } from "../state/view-state.ts";

interface MapOptionsProps {
  readonly view: View;
  readonly isText: boolean;
  readonly dispatch: (action: Action) => void;
}

/** How the map is drawn: rarely changed, so folded away. */
export function MapOptions({ view, isText, dispatch }: MapOptionsProps): ReactNode {
  const draw = (drawing: Partial<Drawing>): void => dispatch({ type: "draw", drawing });
  return (
    <details className="options">
      <summary>Drawing</summary>
      <div className="options-box">
        {isText && <Check label="Labels" isOn={view.labels} onChange={(labels) => draw({ labels })} />}
        <Check
          label="Larger points for longer vectors"
          isOn={view.sizeByNorm}
          onChange={(sizeByNorm) => draw({ sizeByNorm })}
        />
        <Range
          label="Attention lines"
          shown={String(view.lines)}
          value={view.lines}
          max={MAX_LINES}
          step={1}
          onChange={(lines) => draw({ lines })}
        />
        <Range
          label="from weight"
          shown={view.leastWeight.toFixed(2)}
          value={view.leastWeight}
          max={0.5}
          step={0.01}
          onChange={(leastWeight) => draw({ leastWeight })}
        />
      </div>
    </details>
  );
}

interface CheckProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

function Check({ label, isOn, onChange }: CheckProps): ReactNode {
  return (
    <label className="check">
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}

interface RangeProps {
  readonly label: string;
  readonly shown: string;
  readonly value: number;
  readonly max: number;
  readonly step: number;
  readonly onChange: (value: number) => void;
}

function Range({ label, shown, value, max, step, onChange }: RangeProps): ReactNode {
  return (
    <label className="range">
      <span>{label}</span>
      <input
        type="range"
        min={0}
        max={max}
        step={step}
        value={value}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <output>{shown}</output>
    </label>
  );
}
