import type { ReactNode } from "react";
import type { Found } from "#drawing/search/found.ts";
import type { Clustering } from "./use-found-heads.ts";

/** The most heads that the line names; thumbnails show the numbers of the others. */
const NAMED = 4;
/** Below this strength, a reader would see no cluster. */
const LEAST_STRENGTH = 0.05;

interface ClusteringLineProps {
  readonly found: Found;
  readonly clustering: Clustering;
}

/** Names the heads in which the matches cluster most; announced once all heads are measured. */
export function ClusteringLine({ found, clustering }: ClusteringLineProps): ReactNode {
  return (
    <p className="clustering" aria-live="polite" aria-busy={!clustering.isDone}>
      {lineOf(found, clustering)}
    </p>
  );
}

function lineOf({ termOf }: Found, { heads, isDone }: Clustering): ReactNode {
  const count = termOf.reduce((sum, term) => sum + (term >= 0 ? 1 : 0), 0);
  if (count === 0) return "";
  if (count === 1) return "A single match cannot form a cluster.";
  if (!isDone) return "Measuring each head …";
  const named = heads.filter(({ strength }) => strength >= LEAST_STRENGTH).slice(0, NAMED);
  const chance = percent(heads[0]?.chance ?? 0);
  if (named.length === 0) return `The matches are nowhere closer together than by chance (${chance}).`;
  return (
    <>
      Closest together in{" "}
      {named.map(({ name, link, share }, i) => (
        <span key={name}>
          {i > 0 && ", "}
          <a href={link.href}>{name}</a> ({percent(share)})
        </span>
      ))}
      . By chance it would be {chance}.
    </>
  );
}

function percent(share: number): string {
  const value = share * 100;
  return `${value < 1 ? value.toFixed(1) : value.toFixed(0)} %`;
}
