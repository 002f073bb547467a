import type { ReactNode } from "react";

interface ByValueProps {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** A switch that scales each weight by the length of the value it multiplies: a large weight on a short value has little effect. */
export function ByValue({ isOn, onChange }: ByValueProps): ReactNode {
  return (
    <fieldset className="weight-choice">
      <legend>Weights</legend>
      <label title="A large weight on a short value has little effect (Kobayashi et al. 2020)">
        <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.target.checked)} />
        times value length
      </label>
    </fieldset>
  );
}
