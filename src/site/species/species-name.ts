/** Names of species, from their profiles alone, and the addresses made of them. */
import { uncapitalized } from "../../atlas/letter-case.ts";

export interface NamedSpecies {
  /** `Previous token`, `Objects and same object`. */
  readonly name: string;
  /** `previous-token`: part of an address. */
  readonly slug: string;
}

/** A feature of at least this share of the greatest one is part of the name. */
const LEAST_NAMED = 0.75;

/**
 * A species is called by what it shows most, and by another feature that it shows nearly as much. Two that would have one name
 * are told apart by their next features, and, where they have no other, by numbers.
 *
 * @param profiles By species, the names of features with their amounts, greatest first.
 */
export function speciesNames(
  profiles: readonly (readonly (readonly [name: string, amount: number])[])[],
): NamedSpecies[] {
  const counts = profiles.map((features) =>
    Math.min(2, Math.max(1, features.filter(([, amount]) => amount >= LEAST_NAMED).length)),
  );
  const nameOf = (k: number): string => joined(profiles[k]!.slice(0, counts[k]).map(([name]) => name));
  for (;;) {
    const names = profiles.map((_, k) => nameOf(k));
    // The later one is the more special: the first keeps the plain name.
    const doubled = names.findIndex((name, k) => names.indexOf(name) < k && counts[k]! < profiles[k]!.length);
    if (doubled < 0) break;
    counts[doubled]!++;
  }
  const used = new Map<string, number>();
  return profiles.map((_, k) => {
    const plain = nameOf(k);
    const nth = (used.get(plain) ?? 0) + 1;
    used.set(plain, nth);
    const name = nth === 1 ? plain : `${plain} ${nth}`;
    return { name, slug: slugOf(name) };
  });
}

function joined(names: readonly string[]): string {
  const [first = "", ...others] = names;
  if (others.length === 0) return first;
  const rest = others.map(uncapitalized);
  return `${[first, ...rest.slice(0, -1)].join(", ")} and ${rest.at(-1)}`;
}

function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
