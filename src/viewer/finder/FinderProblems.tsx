import type { ReactNode } from "react";
import { quoted } from "#atlas/link/check-link.ts";
import type { FinderProblem } from "#finder/finder-address.ts";

interface FinderProblemsProps {
  readonly problems: readonly FinderProblem[];
  readonly onAccept: (problem: FinderProblem, change: NonNullable<FinderProblem["meant"]>["change"]) => void;
}

/** More would hide the finder. */
const MAX_SHOWN = 4;

/** Says what the finder does not know of the link by which it was opened. */
export function FinderProblems({ problems, onAccept }: FinderProblemsProps): ReactNode {
  return (
    <div role="status">
      {problems.slice(0, MAX_SHOWN).map((problem) => {
        const { word, value, meant } = problem;
        return (
          <p key={`${word}=${value}`} className="finder-problem">
            {quoted(`${word}=${value}`)} means nothing here
            {meant === null ? (
              "."
            ) : (
              <>
                ; did you mean{" "}
                <button type="button" className="link" onClick={() => onAccept(problem, meant.change)}>
                  {quoted(meant.value)}
                </button>
                ?
              </>
            )}
          </p>
        );
      })}
      {problems.length > MAX_SHOWN && <p>{problems.length - MAX_SHOWN} more words mean nothing here.</p>}
    </div>
  );
}
