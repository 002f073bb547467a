/** The atlases that are described for programs: all, with maps or without. */
import type { AtlasId } from "../../atlas/address.ts";
import type { AnyManifest } from "../../atlas/files/manifest.ts";
import { atlasPaths } from "../atlases.ts";
import { patternsPaths } from "../patterns/all-patterns.ts";

export function citedPaths(): { params: AtlasId; props: { manifest: AnyManifest } }[] {
  return [...atlasPaths(), ...patternsPaths()];
}
