import type { ReactNode } from "react";

interface ByValueProps {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** A large weight on a short value moves little: counts each weight by the length of what it multiplies. */
export function ByValue({ isOn, onChange }: ByValueProps): ReactNode {
  return (
    <fieldset className="weight-choice">
      <legend>Weights</legend>
      <label title="A large weight on a short value moves little (Kobayashi et al. 2020)">
        <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.target.checked)} />
        times value length
      </label>
    </fieldset>
  );
}
