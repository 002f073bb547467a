import type { ReactNode } from "react";
import type { LeftOut } from "#atlas/view/view.ts";

interface LeaveOutProps {
  readonly leftOut: LeftOut;
  readonly hasSpecial: boolean;
  /** Pictures begin with a special token: for them, first and special are the same. */
  readonly isText: boolean;
  readonly onChange: (leftOut: LeftOut) => void;
}

/** Takes out the tokens that draw much weight and say little. */
export function LeaveOut({ leftOut, hasSpecial, isText, onChange }: LeaveOutProps): ReactNode {
  const isSpecial = leftOut === "special" || leftOut === "both";
  const isFirst = leftOut === "first" || leftOut === "both";
  const change = (special: boolean, first: boolean): void =>
    onChange(special ? (first ? "both" : "special") : first ? "first" : "none");
  if (!hasSpecial && !isText) return null;
  return (
    <fieldset className="weight-choice">
      <legend>Leave out</legend>
      {hasSpecial && (
        <label>
          <input
            type="checkbox"
            checked={isSpecial}
            onChange={(event) => change(event.target.checked, isFirst)}
          />
          special tokens
        </label>
      )}
      {isText && (
        <label>
          <input
            type="checkbox"
            checked={isFirst}
            onChange={(event) => change(isSpecial, event.target.checked)}
          />
          first token
        </label>
      )}
    </fieldset>
  );
}
