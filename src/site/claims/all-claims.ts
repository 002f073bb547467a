/** The claims of this site, checked while it is built. */
import { readAtlasFile } from "headland:atlas-file";
import files from "headland:claims";
import { site } from "headland:site";
import { atlasFolder, type AtlasId } from "../../atlas/address.ts";
import { atlasOf } from "../../atlas/files/manifest.ts";
import { checkClaim, type CheckedClaim } from "../../claims/check-claim.ts";
import type { CheckedAtlas } from "../../claims/check-condition.ts";
import { checkFiles, type CheckedFile } from "../../claims/checked-files.ts";
import { isNamed } from "../../claims/heads-of-claim.ts";
import { readPairs } from "../../claims/read-pairs.ts";
import { allAtlases, headNumbers } from "../atlases.ts";

/** Read and checked once, for all pages. */
let checked: Promise<readonly CheckedFile[]> | undefined;
let byHead: Promise<ReadonlyMap<string, readonly CheckedClaim[]>> | undefined;
let known: Promise<readonly CheckedAtlas[]> | undefined;

/** Those that the site lists; files of which nothing can be checked come last. */
export function allClaims(): Promise<readonly CheckedFile[]> {
  checked ??= atlases().then((all) =>
    checkFiles(files, all, site.literature === true).sort((a, b) => Number(isIdle(a)) - Number(isIdle(b))),
  );
  return checked;
}

/** What claims say of one head, if they name it: claims about all heads are no news on the page of each. */
export async function claimsOfHead(id: AtlasId, head: string): Promise<readonly CheckedClaim[]> {
  byHead ??= readByHead();
  return (await byHead).get(keyOf(id, head)) ?? [];
}

/** A claim that a guide names, and whether the site lists it. @param id `tiny-gpt/one-before`. */
export async function findClaim(id: string): Promise<FoundClaim | null> {
  const listed = (await allClaims()).flatMap((file) => file.checked);
  const found = listed.find(({ claim }) => claim.id === id);
  if (found) return { found, isListed: true };
  const other = files.flatMap(({ claims }) => claims).find((claim) => claim.id === id);
  const [row] = other ? checkClaim(other, await atlases()) : [];
  return row ? { found: row, isListed: false } : null;
}

interface FoundClaim {
  readonly found: CheckedClaim;
  readonly isListed: boolean;
}

/** Names of all claims, for messages. */
export function claimIds(): string[] {
  return files.flatMap(({ claims }) => claims.map(({ id }) => id));
}

async function readByHead(): Promise<Map<string, CheckedClaim[]>> {
  const found = new Map<string, CheckedClaim[]>();
  for (const claim of (await allClaims()).flatMap((file) => file.checked)) {
    if (!isNamed(claim.claim.heads)) continue;
    for (const { head } of claim.heads) {
      const key = keyOf(claim.atlas, head);
      found.set(key, [...(found.get(key) ?? []), claim]);
    }
  }
  return found;
}

function atlases(): Promise<readonly CheckedAtlas[]> {
  known ??= Promise.all(
    allAtlases().map(async (manifest) => {
      const id = atlasOf(manifest);
      const heads = [...headNumbers(id).values()];
      const pair = await readPairs((file) => readAtlasFile(`${atlasFolder(id)}/${file}`));
      return { manifest, heads, ...(pair ? { pair } : {}) };
    }),
  );
  return known;
}

function isIdle(file: CheckedFile): boolean {
  return file.checked.every(({ atlas }) => atlas === null);
}

function keyOf(id: AtlasId | null, head: string): string {
  return `${id ? atlasFolder(id) : ""}/${head}`;
}
