import type { ReactNode } from "react";
import { counted } from "#atlas/counted.ts";
import type { Role } from "#atlas/role-colors.ts";
import type { Color } from "#color/color-mode.ts";
import { countPoints, type Found } from "#drawing/search/found.ts";
import { Mark } from "../panels/Mark.tsx";

interface FoundTermsProps {
  readonly found: Found;
  /** Null for a single term, whose matches keep the colors of the mode. */
  readonly colors: readonly Color[] | null;
  readonly passes: ((token: number, role: Role) => boolean) | null;
  readonly hasPatches: boolean;
}

/** The matches of each search term, in its color. */
export function FoundTerms({ found, colors, passes, hasPatches }: FoundTermsProps): ReactNode {
  const counts = countPoints(found, passes);
  return (
    <ul className="found-terms" aria-label="Found">
      {found.terms.map(({ term, problem }, i) => {
        const { query = 0, key = 0 } = counts[i] ?? {};
        return (
          // A term may occur twice.
          <li key={i}>
            {colors && (
              <>
                <Mark role="query" color={colors[i] ?? ""} isPatch={hasPatches} />
                <Mark role="key" color={colors[i] ?? ""} />
              </>
            )}
            <strong>{term.written}</strong>
            <span className="count">
              {problem ?? `${counted(query, "query", "queries")}, ${counted(key, "key")}`}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
