import type { ReactNode } from "react";
import { linkWords } from "../../compare/compare-words.ts";
import type { AlignedMap } from "../../compare/align-pair.ts";
import type { Side } from "../../compare/compare-address.ts";
import type { TokenLinks } from "../../compare/token-links.ts";
import type { SideFiles } from "./side/use-side.ts";

interface CompareNotesProps {
  /** How far the color explains the two maps; empty where that is not known. */
  readonly explained: string;
  readonly links: TokenLinks | null;
  readonly sides: Readonly<Record<Side, SideFiles>>;
  readonly aligned: AlignedMap | null;
  readonly moves: { readonly nDrawn: number; readonly nPoints: number } | null;
}

/** What the reader must know of how the two were laid side by side. */
export function CompareNotes(props: CompareNotesProps): ReactNode {
  const { explained, links, sides, aligned, moves } = props;
  const [a, b] = [sides.a.table, sides.b.table];
  const isLoaded = a !== null && b !== null && links !== null;
  const words = isLoaded
    ? linkWords({ links, a, b, isPicture: sides.a.head.manifest.patches !== null, aligned })
    : [];
  return (
    <div className="compare-notes">
      {explained !== "" && <p className="compare-explained">{explained}</p>}
      <p>
        {words.join(" ")}
        {moves !== null &&
          ` Lines lead from each point to its place on the other map${moves.nDrawn < moves.nPoints ? `: the longest ${moves.nDrawn.toLocaleString("en")} of ${moves.nPoints.toLocaleString("en")}` : ""}.`}
      </p>
    </div>
  );
}
