import type { ReactNode } from "react";
import type { ColorMode } from "#color/color-mode.ts";

interface ColorSelectProps {
  readonly modes: readonly ColorMode[];
  readonly value: string;
  readonly onChange: (name: string) => void;
}

const GROUPS = [
  ["head", "This head"],
  ["token", "Tokens"],
  ["label", "Labels of the dataset"],
] as const;

/** The select box of color modes, in groups. */
export function ColorSelect({ modes, value, onChange }: ColorSelectProps): ReactNode {
  return (
    <label className="field">
      <span>Color by</span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {GROUPS.map(([group, title]) => {
          const own = modes.filter((mode) => mode.group === group);
          if (own.length === 0) return null;
          return (
            <optgroup key={group} label={title}>
              {own.map((mode) => (
                <option key={mode.name} value={mode.name}>
                  {mode.title}
                </option>
              ))}
            </optgroup>
          );
        })}
      </select>
    </label>
  );
}
