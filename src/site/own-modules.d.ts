/** What the modules hold that `src/integration/own-modules.ts` makes. */
declare module "headland:atlases" {
  import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
  import type { Manifest } from "#atlas/files/manifest.ts";
  import type { PatternsManifest } from "#atlas/patterns/patterns.ts";

  interface BuiltAtlas {
    readonly manifest: Manifest;
    readonly heads: readonly HeadNumbers[];
    /** Digests of its token tables, by file; empty in older atlases. */
    readonly tokens: Readonly<Record<string, string>>;
    /** As `atlasDigest` makes it; absent in older atlases. */
    readonly digest?: string;
  }
  /** By folder, e.g. `tiny-gpt/stories`. */
  const atlases: ReadonlyMap<string, BuiltAtlas>;
  export default atlases;
  interface BuiltPatterns {
    readonly manifest: PatternsManifest;
    /** As `atlasDigest` makes it; absent in older atlases. */
    readonly digest?: string | undefined;
  }
  /** Atlases without maps, by folder. */
  export const patterns: ReadonlyMap<string, BuiltPatterns>;
}

declare module "headland:atlas-file" {
  /** @param path Below the folder of the atlases, e.g. `tiny-gpt/stories/tokens.json`. */
  export const readAtlasFile: (path: string) => Promise<Uint8Array>;
}

declare module "headland:guides" {
  import type { MarkdownInstance } from "astro";

  /** By the guide's name in its address. */
  const guides: ReadonlyMap<string, MarkdownInstance<Record<string, unknown>>>;
  export default guides;
}

declare module "headland:command" {
  /** What builds the atlases, as one types it. */
  export const buildCommand: string;
}

declare module "headland:project" {
  /** Where the project's own code is published; null if its package.json does not say. */
  export const code: string | null;
}

declare module "headland:cards" {
  import type { PageCard } from "#atlas/page-card.ts";

  /** @returns A PNG. It is drawn once, and kept for later builds. */
  export const drawCard: (card: PageCard) => Promise<Uint8Array<ArrayBuffer>>;
}

declare module "headland:kernels" {
  /** The compiled kernels, for `loadKernels`. */
  export const readKernels: () => Promise<Uint8Array<ArrayBuffer>>;
}

declare module "headland:site" {
  import type { SiteConfig } from "#atlas/citation/site-words.ts";

  /** What the site says about itself. */
  export const site: SiteConfig;
}

declare module "headland:claims" {
  import type { ClaimFile } from "#claims/claim.ts";

  /** Those of the project, then those that come with Headland. */
  const files: readonly ClaimFile[];
  export default files;
}
