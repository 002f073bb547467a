/** The names that an island could have. */
import type { Role } from "#atlas/role-colors.ts";
import type { Extent } from "./extent.ts";
import type { Island } from "./find-islands.ts";
import { information, LEAST_SHARE, type Occurrence } from "./over-represented.ts";
import { RangeCounts } from "./range-counts.ts";
import type { KindTrait, RangeTrait, Trait, TraitName } from "./trait.ts";

export interface Candidate extends TraitName {
  readonly score: number;
  /** The name with the role, where most of the island has both: it tells two islands of the same name apart. */
  readonly withRole: string | null;
  /** Of a range: what it holds. */
  readonly extent: Extent | null;
}

export interface CandidateInput {
  readonly traits: readonly Trait[];
  /** Points of the map: all queries, then all keys. */
  readonly nPoints: number;
  readonly isThere: (point: number) => boolean;
  /** The color mode shown. */
  readonly mode: string;
}

/** A trait that the reader sees in colors is preferred. */
const SHOWN_FACTOR = 1.3;
/** An island of both roles, or of two numbers, has at least this share of each. */
const LEAST_PART = 0.2;
/** Shares of the island's points that ranges are sought for. */
const RANGE_SHARES = [LEAST_SHARE, 0.7, 0.8, 0.9, 1];

/** What an island is named after, and the only role in which it has it. */
interface Found {
  readonly name: TraitName;
  readonly nats: number;
  readonly role: Role | null;
  readonly extent: Extent | null;
}

type Finder = (island: Island) => Found[];

/** @returns A function that lists the traits over-represented in an island, the most telling first. */
export function candidateFinder({
  traits,
  nPoints,
  isThere,
  mode,
}: CandidateInput): (island: Island) => Candidate[] {
  const there = Uint32Array.from({ length: nPoints }, (_, point) => point).filter(isThere);
  const nTried = traits.reduce(
    (sum, trait) => sum + ("nameOf" in trait ? trait.nValues : RANGE_SHARES.length),
    0,
  );
  const counted: Counted = (occurrence) => information({ ...occurrence, nAll: there.length }, nTried * 3);
  const finders = traits.map((trait): Finder => {
    if ("nameOf" in trait) return kindFinder(trait, there, nPoints, counted);
    return rangeFinder(trait, there, nPoints, counted);
  });
  return (island) =>
    finders
      .flatMap((find, i) =>
        find(island).map(({ name, nats, role, extent }) => ({
          ...name,
          extent,
          score: nats * traits[i]!.weight * (traits[i]!.mode === mode ? SHOWN_FACTOR : 1),
          // An island that is named by its role has said it.
          withRole:
            traits[i]!.mode === "role"
              ? null
              : role && `${name.text} · ${role === "query" ? "queries" : "keys"}`,
        })),
      )
      .sort((a, b) => b.score - a.score);
}

type Counted = (occurrence: Omit<Occurrence, "nAll">) => number | null;

function kindFinder(trait: KindTrait, there: Uint32Array, nPoints: number, counted: Counted): Finder {
  const { of, nValues, nameOf, isOfBoth } = trait;
  /** Points with each value: queries, and keys. */
  const onMap = { query: new Uint32Array(nValues), key: new Uint32Array(nValues) };
  for (const point of there) if (of[point]! >= 0) onMap[roleOf(point, nPoints)][of[point]!]! += 1;
  const inside = new Uint32Array(nValues);
  return ({ points }) => {
    // Only one value can have more than half of the points.
    let most = -1;
    for (const point of points) {
      const value = of[point]!;
      if (value >= 0 && ++inside[value]! > (inside[most] ?? 0)) most = value;
    }
    for (const point of points) if (of[point]! >= 0) inside[of[point]!] = 0;
    if (most < 0) return [];
    const own = { query: 0, key: 0 };
    for (const point of points) if (of[point] === most) own[roleOf(point, nPoints)]++;
    const found = own.query + own.key;
    if (isOfBoth && Math.min(own.query, own.key) < LEAST_PART * found) return [];
    const nInside = points.length;
    const nats = counted({ inside: found, nInside, all: onMap.query[most]! + onMap.key[most]! });
    if (nats === null) return [];
    const role = ROLES.find(
      (each) => counted({ inside: own[each], nInside, all: onMap[each][most]! }) !== null,
    );
    return [{ name: nameOf(most), nats, role: role ?? null, extent: null }];
  };
}

const ROLES = ["query", "key"] as const;

function roleOf(point: number, nPoints: number): Role {
  return point < nPoints / 2 ? "query" : "key";
}

function rangeFinder(trait: RangeTrait, there: Uint32Array, nPoints: number, counted: Counted): Finder {
  const { of, nValues, grain, mode, nameOfRange, nameOfPair } = trait;
  const counts = (points: Uint32Array): Record<Role | "all", RangeCounts> => {
    const ofRole = (role: Role): RangeCounts =>
      new RangeCounts(
        of,
        points.filter((point) => roleOf(point, nPoints) === role),
        nValues,
      );
    return { all: new RangeCounts(of, points, nValues), query: ofRole("query"), key: ofRole("key") };
  };
  const onMap = counts(there);
  return ({ points }) => {
    const own = counts(points);
    const found = (spans: Extent["spans"], name: TraitName | null): Found[] => {
      const natsOf = (which: Role | "all"): number | null => {
        const [inside, all] = [own[which], onMap[which]].map((numbers) =>
          spans.reduce((sum, [low, high]) => sum + numbers.count(low * grain, high * grain), 0),
        );
        return counted({ inside: inside!, nInside: points.length, all: all! });
      };
      const nats = natsOf("all");
      if (name === null || nats === null) return [];
      const role = ROLES.find((each) => natsOf(each) !== null) ?? null;
      return [{ name, nats, role, extent: { of: mode, spans } }];
    };
    const ranges = RANGE_SHARES.flatMap((share) => {
      const range = own.all.shortest(Math.ceil(share * points.length));
      if (range === null) return [];
      // What the name says is counted, so the range first becomes as wide as it is written.
      const [low, high] = [Math.floor(range[0] / grain), Math.ceil(range[1] / grain)];
      return found([[low, high]], nameOfRange(low, high));
    });
    const [low, high] = own.all.mostFrequent(Math.ceil(LEAST_PART * points.length));
    const isPair = nameOfPair !== undefined && low !== undefined && high !== undefined && high > low + 1;
    const pairs = isPair
      ? found(
          [
            [low, low],
            [high, high],
          ],
          nameOfPair(low, high),
        )
      : [];
    return [...ranges, ...pairs].sort((a, b) => b.nats - a.nats).slice(0, 1);
  };
}
