import type { ReactNode } from "react";

interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  readonly shown: string;
  readonly onChange: (value: number) => void;
}

/** A slider for a whole number from 0 to `max`, with its meaning beside it. */
export function Slider({ label, value, max, shown, onChange }: SliderProps): ReactNode {
  return (
    <label className="slider">
      <span>{label}</span>
      <input
        type="range"
        min={0}
        max={max}
        step={1}
        value={value}
        aria-valuetext={shown}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <output>{shown}</output>
    </label>
  );
}
