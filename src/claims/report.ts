/** What commands print about claims. */
import { atlasFolder, claimsPath } from "#atlas/address.ts";
import type { CheckedClaim } from "./check-claim.ts";
import { countStates, summaryOf, type CheckedFile } from "./checked-files.ts";
import { sourceAddress } from "./claim.ts";
import type { State } from "./verdict.ts";

/** In the colorless text of a log, too. */
export const MARKS: Readonly<Record<State, string>> = { holds: "✓", false: "✗", unknown: "–" };

/**
 * Only what is false, and the summary. Empty if there are no claims.
 *
 * @param address Of the site, with a slash at its end, if it is served: then it says where the claims can be read.
 */
export function briefReport(files: readonly CheckedFile[], address?: string): string {
  const all = files.flatMap(({ checked }) => checked);
  if (all.length === 0) return "";
  const wrong = files.flatMap((file) =>
    file.checked.filter(({ state }) => state === "false").map((claim) => falseText(claim)),
  );
  const where = address === undefined ? "" : ` Read them at ${new URL(claimsPath("."), address).href}`;
  return [...wrong, summaryOf(countStates(all)) + where].join("\n");
}

/** Every claim with what was found. */
export function wholeReport(files: readonly CheckedFile[]): string {
  const all = files.flatMap(({ checked }) => checked);
  if (all.length === 0)
    return "There are no claims. The guide “Claims with checks” explains how to write one.";
  const blocks = files.map(({ title, checked }) =>
    [title, ...checked.map((each) => (each.state === "false" ? falseText(each) : line(each)))].join("\n"),
  );
  return [...blocks, summaryOf(countStates(all))].join("\n\n");
}

/** For programs: one object per claim and atlas. */
export function jsonReport(files: readonly CheckedFile[]): string {
  const all = files.flatMap(({ checked }) => checked);
  const claims = all.map(({ claim, atlas, state, expected, received, heads }) => ({
    id: claim.id,
    says: claim.says,
    atlas: atlas && atlasFolder(atlas),
    state,
    expected,
    received,
    heads: heads.map((each) => ({ head: each.head, state: each.state, found: each.found })),
    source: claim.source ? { ...claim.source, address: sourceAddress(claim.source) ?? null } : null,
  }));
  return JSON.stringify({ counts: countStates(all), claims }, null, 2);
}

function line({ claim, atlas, state, received }: CheckedClaim): string {
  return `  ${MARKS[state]} ${claim.says}${atlas ? ` (${atlasFolder(atlas)})` : ""}: ${received}`;
}

/** In the one form in which Headland reports what is wrong. */
function falseText({ claim, atlas, expected, received }: CheckedClaim): string {
  const [file = "", id = ""] = claim.id.split("/");
  const where = `content/claims/${file}.yaml, ${id}`;
  const on = atlas ? ` on ${atlasFolder(atlas)}` : "";
  return `${MARKS.false} ${where}: “${claim.says}” is false${on}: expected ${expected}, received ${received}.`;
}
