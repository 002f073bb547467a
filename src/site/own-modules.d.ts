/** What the modules hold that `src/integration/own-modules.ts` makes. */
declare module "headland:atlases" {
  import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
  import type { Manifest } from "#atlas/files/manifest.ts";

  /** By folder, e.g. `tiny-gpt/stories`. */
  const atlases: ReadonlyMap<string, { readonly manifest: Manifest; readonly heads: readonly HeadNumbers[] }>;
  export default atlases;
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
