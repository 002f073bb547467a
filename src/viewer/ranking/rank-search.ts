/** Ranks all heads by what a search found, from the index of the atlas; loaded when the first search is made. */
import { atlasFile } from "#atlas/address.ts";
import { atlasOf, type Manifest } from "#atlas/files/manifest.ts";
import { asClasses, seenPairs } from "#atlas/search/ask-classes.ts";
import { openSearch, type OpenedSearch } from "#atlas/search/open-search.ts";
import { rankByGathering, rankByWeight, type RankedHead } from "#atlas/search/rank-heads.ts";
import {
  classMembers,
  searchClasses,
  type ClassMembers,
  type SearchClasses,
} from "#atlas/search/search-classes.ts";
import { partOf } from "#atlas/search/search-index.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import type { Found, FoundPair } from "#drawing/search/found.ts";
import { asLoadError, fetchText } from "../data/fetch-text.ts";

export interface Ranking {
  readonly kind: "weight" | "gathering";
  /** Those above chance. */
  readonly heads: readonly RankedHead[];
  /** The most that any other head can give. */
  readonly mostOfOthers: number;
  /** What even attention, or random places, would give. */
  readonly chance: number;
  /** Weight: queries that see what they are to attend to, and the first of them, or −1. */
  readonly nQueries: number;
  readonly first: number;
  /** Distinct texts or values that were left out, because they would need too many requests: the rarest. */
  readonly nLeftOut: number;
  /** Why there is none, as a sentence. */
  readonly problem: string | null;
}

/** Requests that one search may make. */
const MOST_PARTS = 16;

const NONE: Ranking = {
  kind: "weight",
  heads: [],
  chance: 0,
  nQueries: 0,
  first: -1,
  mostOfOthers: 0,
  nLeftOut: 0,
  problem: null,
};

export class SearchRanker {
  readonly #base: string;
  readonly #manifest: Manifest;
  readonly #table: TokenTable;
  readonly #classes: SearchClasses | null;
  readonly #members: ClassMembers | null;
  #opened: Promise<OpenedSearch> | null = null;

  constructor(base: string, manifest: Manifest, table: TokenTable) {
    this.#base = base;
    this.#manifest = manifest;
    this.#table = table;
    this.#classes = manifest.search === true ? searchClasses(table) : null;
    this.#members = this.#classes && classMembers(this.#classes);
  }

  /** @throws {LoadError} if a file of the index cannot be had or read. */
  async rank(found: Found): Promise<Ranking> {
    const [classes, members] = [this.#classes, this.#members];
    if (classes === null || members === null) {
      if (found.pair === null) return { ...NONE, kind: "gathering" };
      return {
        ...NONE,
        problem: "This atlas was built without the index that a search with an arrow needs: build it again.",
      };
    }
    try {
      return found.pair === null
        ? await this.#gathering(classes, members, found)
        : await this.#weight(classes, members, found.pair);
    } catch (error) {
      return asLoadError(error);
    }
  }

  async #gathering(classes: SearchClasses, members: ClassMembers, { termOf }: Found): Promise<Ranking> {
    const asked = asClasses(
      classes,
      members,
      Uint8Array.from(termOf, (term) => Number(term >= 0)),
    );
    const gathered =
      asked?.classes.filter((own) => members.starts[own + 1]! - members.starts[own]! > 1) ?? [];
    if (gathered.length === 0) return { ...NONE, kind: "gathering" };
    const opened = await this.#open(classes.nClasses);
    const { kept, nLeftOut } = mostFrequent(gathered, members, opened);
    const read = await opened.classes(kept);
    const heads = rankByGathering(read, opened.index.nHeads, members, this.#table.nTokens);
    return { ...NONE, kind: "gathering", heads, chance: heads[0]?.chance ?? 0, nLeftOut };
  }

  async #weight(classes: SearchClasses, members: ClassMembers, pair: FoundPair): Promise<Ranking> {
    const [from, to] = [
      pair.from === null ? { classes: [classes.any] } : asClasses(classes, members, pair.from),
      asClasses(classes, members, pair.to),
    ];
    if (from === null || to === null)
      return { ...NONE, problem: "On each side of an arrow there are either words or values of one label." };
    if (from.classes.length === 0 || to.classes.length === 0) return NONE;
    if (!to.isKey) {
      const problem = `“${to.label ?? ""}” is the same in a whole sequence, so that all weight stays within it.`;
      return { ...NONE, problem };
    }
    const column = classes.columns.find(({ label }) => label === to.label);
    if (column === undefined) return NONE;
    const opened = await this.#open(classes.nClasses);
    const { kept, nLeftOut } = mostFrequent(from.classes, members, opened);
    const { nHeads, floor, causal } = opened.index;
    const see = (isCausal: boolean): ReturnType<typeof seenPairs> =>
      seenPairs(this.#table, members, kept, { column, classes: to.classes }, isCausal);
    const seen = see(this.#manifest.causal);
    const seenCausally = causal.size > 0 ? see(true) : seen;
    const read = await opened.classes(kept);
    const all = rankByWeight(read, nHeads, floor, (head) => (causal.has(head) ? seenCausally : seen));
    const heads = all.filter((own) => own.share > own.chance);
    const mostOfOthers = all.reduce(
      (most, own) => (own.share > own.chance ? most : Math.max(most, own.atMost)),
      0,
    );
    const { nQueries, first, chance } = seen;
    return { ...NONE, heads, chance, nQueries, first, mostOfOthers, nLeftOut };
  }

  #open(nClasses: number): Promise<OpenedSearch> {
    const id = atlasOf(this.#manifest);
    const read = (file: string): Promise<string> => fetchText(atlasFile(this.#base, id, file), file);
    const opened = (this.#opened ??= openSearch(read, this.#manifest, nClasses));
    opened.catch(() => (this.#opened = null));
    return opened;
  }
}

/** The classes with the most tokens, as far as few requests bring them. */
function mostFrequent(
  classes: readonly number[],
  { starts }: ClassMembers,
  { index }: OpenedSearch,
): { kept: number[]; nLeftOut: number } {
  const size = (own: number): number => starts[own + 1]! - starts[own]!;
  const parts = new Set<number>();
  const kept = classes
    .toSorted((a, b) => size(b) - size(a) || a - b)
    .filter((own) => {
      const part = partOf(index, own);
      if (parts.size < MOST_PARTS) parts.add(part);
      return parts.has(part);
    });
  return { kept: kept.sort((a, b) => a - b), nLeftOut: classes.length - kept.length };
}
