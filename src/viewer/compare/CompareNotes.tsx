import type { ReactNode } from "react";
import { checkLink, problemText } from "#atlas/link/check-link.ts";
import type { Maps } from "#atlas/method.ts";
import type { ColorMode } from "#color/color-mode.ts";
import type { AlignedMap } from "../../compare/align-pair.ts";
import { strangeWords, viewPart, type Side } from "../../compare/compare-address.ts";
import { linkWords } from "../../compare/compare-words.ts";
import type { TokenLinks } from "../../compare/token-links.ts";
import type { SideFiles } from "./side/use-side.ts";

interface CompareNotesProps {
  /** The query with which the page was opened. */
  readonly search: string;
  readonly maps: Maps;
  readonly modes: readonly ColorMode[];
  readonly links: TokenLinks | null;
  readonly sides: Readonly<Record<Side, SideFiles>>;
  readonly aligned: AlignedMap | null;
  readonly moves: { readonly nDrawn: number; readonly nPoints: number } | null;
}

/** What the reader must know of how the two were laid side by side, and what of the link means nothing here. */
export function CompareNotes({
  search,
  maps,
  modes,
  links,
  sides,
  aligned,
  moves,
}: CompareNotesProps): ReactNode {
  const [a, b] = [sides.a.table, sides.b.table];
  const isLoaded = a !== null && b !== null && links !== null;
  const problems = isLoaded
    ? [
        ...strangeWords(search).map((word) => `“${word}” means nothing here.`),
        ...checkLink(viewPart(search), {
          ...maps,
          colors: modes.map(({ name }) => name),
          stages: null,
        }).map(problemText),
      ]
    : [];
  const words = isLoaded
    ? linkWords({ links, a, b, isPicture: sides.a.head.manifest.patches !== null, aligned })
    : [];
  return (
    <div className="compare-notes">
      {problems.map((problem) => (
        <p key={problem} className="compare-problem" role="status">
          {problem}
        </p>
      ))}
      <p>
        {words.join(" ")}
        {moves !== null &&
          ` Lines lead from each point to its place on the other map${moves.nDrawn < moves.nPoints ? `: the longest ${moves.nDrawn.toLocaleString("en")} of ${moves.nPoints.toLocaleString("en")}` : ""}.`}
      </p>
    </div>
  );
}
