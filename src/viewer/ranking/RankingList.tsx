import { useState, type CSSProperties, type ReactNode } from "react";
import type { RankedHead } from "#atlas/search/rank-heads.ts";
import type { Found } from "#drawing/search/found.ts";
import type { Ranking } from "./rank-search.ts";
import { shareInPercent } from "./share-words.ts";
import "./ranking.css";

/** How many heads are listed at first. */
const SHOWN = 8;
/** A list of thousands would make the page slow. */
const MOST_SHOWN = 500;

export interface NamedHead {
  readonly name: string;
  readonly href: string;
  /** What the page of all heads says of it in two or three words. */
  readonly words: string;
}

interface RankingListProps {
  readonly ranking: Ranking;
  readonly found: Found;
  /** Of the model. */
  readonly nHeads: number;
  /** @param token A query to select; null for none. */
  readonly describe: (head: number, token: number | null) => NamedHead;
}

/** The heads that a search leads to, the strongest first. */
export function RankingList({ ranking, found, nHeads, describe }: RankingListProps): ReactNode {
  const [shownFor, setShownFor] = useState<Ranking | null>(null);
  const { kind, heads, problem } = ranking;
  if (problem !== null) return <p className="ranking-note">{problem}</p>;
  if (kind === "gathering" && heads.length === 0) return null;
  const isAll = shownFor === ranking;
  const shown = heads.slice(0, isAll ? MOST_SHOWN : SHOWN);
  const token = kind === "weight" && ranking.first >= 0 ? ranking.first : null;
  return (
    <section className="ranking" aria-labelledby="ranking-title">
      <h2 id="ranking-title">{kind === "weight" ? titleOf(found) : "Closest together in space"}</h2>
      <p className="ranking-note">{noteOf(ranking)}</p>
      {shown.length > 0 && (
        <ol>
          {shown.map((own) => (
            <Row key={own.head} own={own} most={heads[0]?.share ?? 1} {...describe(own.head, token)} />
          ))}
        </ol>
      )}
      <p className="ranking-note">
        {heads.length > SHOWN && (
          <button type="button" className="plain" onClick={() => setShownFor(isAll ? null : ranking)}>
            {isAll
              ? `Show the first ${SHOWN}`
              : `Show ${Math.min(heads.length, MOST_SHOWN).toLocaleString("en")} heads`}
          </button>
        )}{" "}
        {restOf(ranking, nHeads)}
      </p>
    </section>
  );
}

function Row({ own, most, name, href, words }: NamedHead & { own: RankedHead; most: number }): ReactNode {
  const { share, atMost, chance } = own;
  const isOpen = atMost - share >= 0.005;
  return (
    <li
      style={
        { "--share": most > 0 ? share / most : 0, "--chance": most > 0 ? chance / most : 0 } as CSSProperties
      }
    >
      <a href={href}>{name}</a> <span className="words">{words}</span>{" "}
      <span className="share" title={isOpen ? `At most ${shareInPercent(atMost)}` : undefined}>
        {isOpen && <abbr title={`At most ${shareInPercent(atMost)}`}>≥</abbr>} {shareInPercent(share)}
      </span>
    </li>
  );
}

function titleOf({ terms, pair }: Found): string {
  const written = terms.map(({ term }) => term.written);
  const nFrom = pair?.nFrom ?? 0;
  const from = nFrom > 0 ? written.slice(0, nFrom).join(", ") : "any token";
  return `Weight from ${from} to ${written.slice(nFrom).join(", ")}`;
}

function noteOf({ kind, nQueries, chance, heads, mostOfOthers }: Ranking): string {
  const share = shareInPercent(chance);
  if (kind === "gathering")
    return `Of the nearest points of each token in a head's own space, before any map, this share is the same token. By chance it would be ${share}.`;
  if (nQueries === 0) return "In this dataset, no query of the first side can see a key of the second.";
  const count = `${nQueries.toLocaleString("en")} ${nQueries === 1 ? "query sees" : "queries see"} such a key.`;
  const none = mostOfOthers > chance ? ", and no head surely gives more" : ", and no head gives more";
  return `${count} Even attention would give ${share} of their weight${heads.length === 0 ? none : ""}.`;
}

/** What the list does not hold. */
function restOf({ kind, heads, mostOfOthers, chance, nQueries, nLeftOut }: Ranking, nHeads: number): string {
  const words: string[] = [];
  const nOthers = nHeads - heads.length;
  if (kind === "weight" && nOthers > 0 && nQueries > 0 && heads.length > 0) {
    const limit = shareInPercent(mostOfOthers);
    const others =
      nOthers === 1 ? "The other head gives" : `The other ${nOthers.toLocaleString("en")} heads give`;
    // The index bounds what it left out: the bound may exceed what a listed head is known to give.
    words.push(
      mostOfOthers > chance
        ? `${others} ${limit} at most, and not surely more than even attention.`
        : `${others} ${limit} at most.`,
    );
  }
  if (kind === "weight" && heads.some(({ share, atMost }) => atMost - share >= 0.005))
    words.push("≥: rarer pairs may add to it.");
  if (nLeftOut > 0)
    words.push(
      `Of all tokens that the search finds, ${nLeftOut.toLocaleString("en")} of the rarest are left out.`,
    );
  return words.join(" ");
}
