/** Checks claims on the numbers of an atlas. Pure: the same numbers give the same answer. */
import type { AtlasId } from "#atlas/address.ts";
import { atlasOf, type Manifest } from "#atlas/files/manifest.ts";
import { verdictOf, type CheckedAtlas } from "./check-condition.ts";
import type { Claim } from "./claim.ts";
import { conditionText } from "./condition-text.ts";
import { headsOfClaim } from "./heads-of-claim.ts";
import { stateOfSome, type State, type Verdict } from "./verdict.ts";

export interface CheckedHead extends Verdict {
  readonly head: string;
}

export interface CheckedClaim {
  readonly claim: Claim;
  /** Null if the site has no atlas that the claim is about. */
  readonly atlas: AtlasId | null;
  readonly state: State;
  /** `L3H0, L3H1: copy score at least 0.95` */
  readonly expected: string;
  /** What was found, head by head, or why the claim cannot be checked. */
  readonly received: string;
  /** The same in as few words as a sentence has room for. */
  readonly short: string;
  /** In the order of the atlas. */
  readonly heads: readonly CheckedHead[];
}

export const NOT_AT_HAND = "weights not at hand";

/** Heads that are told by name before the others are counted. */
const MOST_TOLD = 6;

/** @param atlases All of the site. @returns A row per atlas that the claim is about, or one that says that there is none. */
export function checkClaim(claim: Claim, atlases: readonly CheckedAtlas[]): CheckedClaim[] {
  const ofModel = atlases.filter(({ manifest }) => isOfSubject(claim, manifest));
  const { dataset } = claim.about;
  const found = ofModel.filter(({ manifest }) => dataset === undefined || dataset === manifest.dataset.slug);
  if (found.length > 0) return found.map((atlas) => checkOn(claim, atlas));
  return [unchecked(claim, null, ofModel.length === 0 ? NOT_AT_HAND : `no atlas of it on ${dataset ?? ""}`)];
}

function isOfSubject({ about }: Claim, { model }: Manifest): boolean {
  if (about.model !== undefined) return about.model === model.slug;
  const repository = /^hub:([^@]+)/.exec(model.hub?.source ?? "")?.[1]?.toLowerCase();
  return repository !== undefined && (about.weights ?? []).includes(repository);
}

function checkOn(claim: Claim, atlas: CheckedAtlas): CheckedClaim {
  const id = atlasOf(atlas.manifest);
  const chosen = headsOfClaim(claim.heads, atlas.heads);
  if ("why" in chosen) return unchecked(claim, id, chosen.why);
  const { rows } = chosen;
  const heads = rows.map((row) => ({ head: row.head, ...verdictOf(claim.check, row, rows, atlas) }));
  const state = stateOfSome(
    heads.map((head) => head.state),
    needed(claim, rows.length),
  );
  return { claim, atlas: id, state, expected: conditionText(claim), ...told(claim, heads, state), heads };
}

function unchecked(claim: Claim, atlas: AtlasId | null, why: string): CheckedClaim {
  const expected = conditionText(claim);
  return { claim, atlas, state: "unknown", expected, received: why, short: why, heads: [] };
}

function needed({ need }: Claim, nHeads: number): number {
  if (need === "every") return nHeads;
  // The share is written in decimals: 0.07 of 100 heads are 7.
  return "heads" in need ? need.heads : Math.ceil(need.share * nHeads - 1e-9);
}

function told(
  claim: Claim,
  heads: readonly CheckedHead[],
  state: State,
): { received: string; short: string } {
  const [one] = heads;
  // What is asked of all heads together is found the same for each.
  if (one && heads.every(({ found }) => found === one.found))
    return { received: one.found, short: one.brief };
  const deciding = claim.need === "every" ? heads.filter((head) => head.state === state) : heads;
  const shown = deciding.slice(0, MOST_TOLD);
  const left = deciding.length > MOST_TOLD ? [`and ${deciding.length - MOST_TOLD} more`] : [];
  const listOf = (says: "found" | "brief"): string =>
    [...shown.map((head) => `${head.head}: ${head[says]}`), ...left].join("; ");
  const list = listOf("found");
  if (claim.need !== "every") {
    const count = `${heads.filter((head) => head.state === "holds").length} of ${heads.length} heads`;
    return { received: `${count}: ${list}`, short: count };
  }
  return {
    received: list,
    short: state === "holds" ? (rangeOf(heads) ?? listOf("brief")) : briefOf(deciding),
  };
}

function briefOf([first]: readonly CheckedHead[]): string {
  return first ? `${first.head}: ${first.brief}` : "";
}

/** `Copy score 0.97 to 0.99`, where every head has one number, and all of them have the same name. */
function rangeOf(heads: readonly CheckedHead[]): string | undefined {
  const sorted = heads.flatMap(({ number }) => number ?? []).sort((a, b) => a.value - b.value);
  const titles = new Set(sorted.map(({ title }) => title));
  if (sorted.length < heads.length || titles.size !== 1) return undefined;
  const range = [...new Set([sorted[0]?.shown, sorted[sorted.length - 1]?.shown])];
  return `${[...titles].join("")} ${range.join(" to ")}`;
}
