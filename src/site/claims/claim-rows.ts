/** What the page of all claims shows of each. */
import { atlasFolder, headPath, matrixPath } from "../../atlas/address.ts";
import { parseHead } from "../../atlas/head/head-id.ts";
import type { CheckedClaim } from "../../claims/check-claim.ts";
import { sourceAddress } from "../../claims/claim.ts";
import { isNamed } from "../../claims/heads-of-claim.ts";
import type { State } from "../../claims/verdict.ts";
import { claimAnchor } from "./claim-words.ts";

export interface ClaimRow {
  /** Of the first row of a claim; later ones, on other datasets, have none. */
  readonly anchor: string | undefined;
  readonly state: State;
  readonly says: string;
  readonly found: string;
  readonly expected: string;
  readonly note: string | undefined;
  /** The page of all heads of its atlas. */
  readonly atlas: { readonly title: string; readonly path: string } | null;
  /** The heads that it names, if it names any. */
  readonly heads: readonly { readonly name: string; readonly path: string }[];
  readonly source: { readonly title: string; readonly address: string | undefined } | null;
}

/** @param titles Of atlases, by folder. @param base The site's base path. */
export function claimRows(
  checked: readonly CheckedClaim[],
  titles: ReadonlyMap<string, string>,
  base: string,
): ClaimRow[] {
  const seen = new Set<string>();
  return checked.map(({ claim, atlas, state, received, expected, heads }) => {
    const isFirst = !seen.has(claim.id);
    seen.add(claim.id);
    const folder = atlas ? atlasFolder(atlas) : "";
    const linked = atlas && isNamed(claim.heads) ? heads : [];
    return {
      anchor: isFirst ? claimAnchor(claim.id) : undefined,
      state,
      says: claim.says,
      found: received,
      expected,
      note: claim.note,
      atlas: atlas && { title: titles.get(folder) ?? folder, path: matrixPath(base, atlas) },
      heads: linked.flatMap(({ head: name }) => {
        const id = parseHead(name);
        return id && atlas ? [{ name, path: headPath(base, atlas, id) }] : [];
      }),
      source: claim.source ? { title: claim.source.title, address: sourceAddress(claim.source) } : null,
    };
  });
}
