import { useState, type ReactNode } from "react";
import { weightsOf, type Pattern } from "#drawing/attention/pattern.ts";
import { strongest } from "#drawing/tokens/attended.ts";
import type { SequencePoint } from "./LineFigure.tsx";

interface TextAlternativeProps {
  readonly pattern: Pattern;
  /** Number of queries; rows after them are empty. */
  readonly nQueries: number;
  readonly nameOf: (place: SequencePoint) => string;
}

const NAMED = 3;

/** The figure in words, for readers who do not see it: where each query attends most. */
export function TextAlternative({ pattern, nQueries, nameOf }: TextAlternativeProps): ReactNode {
  // Rendered only when opened, because there may be hundreds of lines.
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className="text-alternative" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>In words</summary>
      {isOpen && (
        <ol start={0}>
          {Array.from({ length: nQueries }, (_, query) => (
            <li key={query}>
              {nameOf({ role: "query", position: query })}: {wordsOf(pattern, query, nameOf)}
            </li>
          ))}
        </ol>
      )}
    </details>
  );
}

function wordsOf(pattern: Pattern, query: number, nameOf: TextAlternativeProps["nameOf"]): string {
  const row = Array.from(weightsOf(pattern, "query", query), (weight, token) => ({ token, weight }));
  const keys = strongest(row, NAMED, 0.01).map(
    ({ token, weight }) => `${nameOf({ role: "key", position: token })} ${weight.toFixed(2)}`,
  );
  return keys.length > 0 ? keys.join(", ") : "no weight";
}
