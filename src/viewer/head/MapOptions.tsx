import { useEffect, useRef, useState, type ReactNode } from "react";
import type { Manifest } from "#atlas/files/manifest.ts";
import { MAX_LINES, type View } from "#atlas/view/view.ts";
import { hasContours } from "#drawing/map/has-contours.ts";
import { closeElsewhere } from "../keyboard/close-elsewhere.ts";
import type { Action, Drawing } from "../state/view-state.ts";

interface MapOptionsProps {
  readonly manifest: Manifest;
  readonly view: View;
  readonly isTurning: boolean;
  readonly dispatch: (action: Action) => void;
}

/** Options of the drawing. They are rarely changed, so they are folded away. */
export function MapOptions({ manifest, view, isTurning, dispatch }: MapOptionsProps): ReactNode {
  const isText = manifest.dataset.kind === "text";
  const draw = (drawing: Partial<Drawing>): void => dispatch({ type: "set", change: drawing });
  const menu = useRef<HTMLDetailsElement>(null);
  // The page is sent without what is folded away.
  const [wasOpened, setWasOpened] = useState(false);
  useEffect(() => (menu.current ? closeElsewhere(menu.current) : undefined), []);
  return (
    <details className="options" ref={menu} onToggle={() => setWasOpened(true)}>
      <summary>Drawing</summary>
      {wasOpened && (
        <div className="options-box">
          <Check label="Names" isOn={view.labels} onChange={(labels) => draw({ labels })} />
          {isText && (
            <Check label="Tokens as letters" isOn={view.letters} onChange={(letters) => draw({ letters })} />
          )}
          {view.dim === 2 && (
            <Check
              label="Currents of attention"
              isOn={view.currents === "on"}
              onChange={(isOn) => draw({ currents: isOn ? "on" : "off" })}
            />
          )}
          {view.dim === 2 ? (
            <Check
              label="Contour lines"
              isOn={hasContours(view, manifest)}
              onChange={(isOn) => draw({ contours: isOn ? "on" : "off" })}
            />
          ) : (
            <Check
              label="Turn slowly"
              className="moves"
              isOn={isTurning}
              onChange={(isOn) => dispatch({ type: "turning", isOn })}
            />
          )}
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
      )}
    </details>
  );
}

interface CheckProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly className?: string;
  readonly onChange: (isOn: boolean) => void;
}

function Check({ label, isOn, className = "", onChange }: CheckProps): ReactNode {
  return (
    <label className={`check ${className}`.trim()}>
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
