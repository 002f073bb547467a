/** Names islands by the traits that are over-represented among their points. */
import { candidateFinder, type Candidate } from "./candidates.ts";
import type { Extent } from "./extent.ts";
import type { Island, Islands, Scale } from "./find-islands.ts";
import type { Trait, TraitName } from "./trait.ts";

export interface IslandName extends TraitName {
  /** Of a range: what it holds. */
  readonly extent: Extent | null;
}

export interface NamedIsland extends Island {
  /** Null where no trait is over-represented, or another island has the name. */
  readonly name: IslandName | null;
  /** Number of the coarse island around it; null for coarse islands and where there is none. */
  readonly within: number | null;
}

export interface NameInput {
  readonly scales: Readonly<Record<Scale, Islands>>;
  readonly traits: readonly Trait[];
  readonly isThere: (point: number) => boolean;
  /** The color mode shown. */
  readonly mode: string;
}

/**
 * Within a scale no name occurs twice: the largest island has it, and another one of a single role has it with the role. A fine island
 * is not called what the one around it is called. Ranges may overlap; which of them are shown together is up to the map.
 */
export function nameIslands({ scales, traits, isThere, mode }: NameInput): Record<Scale, NamedIsland[]> {
  const nPoints = scales.coarse.of.length;
  const candidatesOf = candidateFinder({ traits, isThere, nPoints, mode });
  const nameAll = (islands: readonly Island[], outerOf: (island: Island) => number | null): NamedIsland[] => {
    const taken = new Set<string>();
    return islands.map((island) => {
      const within = outerOf(island);
      const outer = within === null ? null : coarse[within]?.name;
      const name = freeName(candidatesOf(island), taken, outer?.text);
      if (name) taken.add(name.text);
      return { ...island, name, within };
    });
  };
  const coarse: NamedIsland[] = [];
  coarse.push(...nameAll(scales.coarse.islands, () => null));
  const fine = nameAll(scales.fine.islands, ({ anchor }) => {
    const outer = scales.coarse.of[anchor]!;
    return outer < 0 ? null : outer;
  });
  return { coarse, fine };
}

function freeName(
  candidates: readonly Candidate[],
  taken: ReadonlySet<string>,
  outer: string | undefined,
): IslandName | null {
  const isFree = (text: string): boolean => text !== outer && !taken.has(text);
  for (const { text, style, withRole, extent } of candidates) {
    if (isFree(text)) return { text, style, extent };
    if (withRole !== null && isFree(withRole)) return { text: withRole, style, extent };
  }
  return null;
}
