/** Files that transformers.js has downloaded: plain files in `<cache>/<org>/<name>/[<revision>/]`, without checksums. */
import { copyFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeFolder } from "../config/folder.ts";
import { isSafeName, sizeOf, stagingBeside } from "./cache-layout.ts";
import { checksumOf } from "./checksum.ts";
import type { HubSource, RepoFile } from "./list-repo.ts";
import type { HubSettings } from "./settings.ts";

/** The folder of a model in that cache, which may not exist. */
export function transformersFolder(source: HubSource, settings: HubSettings): string | undefined {
  if (settings.transformersCache === undefined) return undefined;
  const folder = join(settings.transformersCache, source.repo);
  return source.revision === "main" ? folder : join(folder, encodeURIComponent(source.revision));
}

/** Copies a file from that cache instead of downloading it, if its content is what the hub lists. */
export async function copyFromTransformers(
  source: HubSource,
  file: RepoFile,
  path: string,
  settings: HubSettings,
): Promise<boolean> {
  const folder = transformersFolder(source, settings);
  if (folder === undefined || !isSafeName(file.name)) return false;
  const found = join(folder, file.name);
  if ((await sizeOf(found)) !== file.size) return false;
  if ((await checksumOf(found, file.checksum)) !== file.checksum) return false;
  await makeFolder(dirname(path));
  const staging = await stagingBeside(path);
  await copyFile(found, staging);
  await rename(staging, path);
  return true;
}
