/** What an archive needs to know of a deposit: the built site with the data of its atlases. Its descriptions are written from it. */
import type { SiteConfig } from "../../../atlas/citation/site-words.ts";
import type { AnyManifest } from "../../../atlas/files/manifest.ts";
import { oneLine } from "../../../atlas/citation/one-line.ts";

export interface Deposit {
  readonly site: SiteConfig;
  /** In the order of their addresses. */
  readonly atlases: readonly DepositedAtlas[];
  /** Of the built site. */
  readonly nFiles: number;
}

export interface DepositedAtlas {
  readonly manifest: AnyManifest;
  /** `tiny-gpt/stories`. */
  readonly folder: string;
  readonly digest: string | undefined;
}

/** Of the built site inside the deposit. */
export const SITE_FOLDER = "site";

/** Where the files of an atlas are inside the deposit. */
export function dataFolder(folder: string): string {
  return `${SITE_FOLDER}/atlas/${folder}`;
}

/** `Tiny GPT on Stories`. */
export function atlasTitle({ manifest: { model, dataset } }: DepositedAtlas): string {
  return oneLine(`${model.name} on ${dataset.name}`);
}

export function describeDeposit({ site, atlases }: Deposit): string {
  const listed = atlases.map(atlasTitle).join(", ");
  const what = `A web site that shows every attention head of ${atlases.length === 1 ? "one atlas" : `${atlases.length} atlases`}, and their data`;
  const own = site.description === undefined ? "" : `${site.description} `;
  return `${own}${what}${listed === "" ? "" : `: ${listed}`}.`;
}
