/** Reads what there is to know of an atlas as a whole. */
import { atlasFile, atlasFiles, type AtlasId } from "#atlas/address.ts";
import { checkManifest } from "#atlas/files/check-manifest.ts";
import type { Manifest } from "#atlas/files/manifest.ts";
import { EXPLAINED_FILE, readExplainedFile, type ExplainedHeads } from "#atlas/head/explained-file.ts";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { readJson, type ReadFile } from "#atlas/open-atlas.ts";
import { readSharedHeads } from "../../../compare/shared-heads.ts";
import type { SharedHeads } from "../../../relations/compare-heads.ts";
import { asLoadError, fetchText } from "../../data/fetch-text.ts";
import { loadPart } from "../../data/load-part.ts";

/** By the head's name; null where the file cannot be had: a head can be shown without its numbers. */
export type Numbers = ReadonlyMap<string, HeadNumbers> | null;

/** @throws {LoadError} if the manifest cannot be had or read. */
export async function openManifest(base: string, atlas: AtlasId): Promise<Manifest> {
  return await readJson(reader(base, atlas), atlasFiles.manifest, checkManifest).catch(asLoadError);
}

/** The numbers of all heads: many bytes, so they are read after what is shown first. */
export async function openNumbers(base: string, atlas: AtlasId, manifest: Manifest): Promise<Numbers> {
  const { readHeads } = await loadPart("The numbers", () => import("#atlas/files/read-heads.ts"));
  return await readJson(reader(base, atlas), atlasFiles.heads, (json) => readHeads(json, manifest)).catch(
    () => null,
  );
}

/** What sorts the first map of each head; nothing where the file cannot be had: the two then open as queries and keys. */
export async function openExplained(base: string, atlas: AtlasId): Promise<ExplainedHeads> {
  return await readJson(reader(base, atlas), EXPLAINED_FILE, readExplainedFile).catch(() => new Map());
}

/** A sample of the patterns of all heads of a tower; null where the file cannot be had, as in older atlases. */
export async function openShared(
  base: string,
  atlas: AtlasId,
  tower: string | undefined,
): Promise<SharedHeads | null> {
  return await readJson(reader(base, atlas), atlasFiles.shared(tower), readSharedHeads).catch(() => null);
}

function reader(base: string, atlas: AtlasId): ReadFile {
  return (file) => fetchText(atlasFile(base, atlas, file), file);
}
