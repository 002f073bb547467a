import type { ReactNode } from "react";
import type { LeftOut } from "#atlas/view/view.ts";

interface LeaveOutProps {
  readonly leftOut: LeftOut;
  readonly hasSpecial: boolean;
  /** A picture begins with a special token, so “first” and “special” mean the same there. */
  readonly isText: boolean;
  readonly onChange: (leftOut: LeftOut) => void;
}

/** Leaves out tokens that attract much weight and carry little information. */
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
