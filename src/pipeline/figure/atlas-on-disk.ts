/** Opens a built atlas of this machine for a figure. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { atlasFiles, atlasFolder, type AtlasId } from "#atlas/address.ts";
import { atlasDigest } from "#atlas/atlas-digest.ts";
import { formatHead, type HeadId } from "#atlas/head/head-id.ts";
import { listSome } from "#atlas/list-some.ts";
import { NO_MAPS } from "#atlas/patterns/patterns.ts";
import { readAtlas, type Atlas } from "#atlas/read-atlas.ts";
import { ConfigError, configProblem } from "../errors.ts";
import { holdsPatterns } from "../patterns/published-patterns.ts";

export interface AtlasOnDisk {
  readonly atlas: Atlas;
  readonly folder: string;
  readonly digest: string | undefined;
}

const filesFile = z.object({ files: z.record(z.string(), z.tuple([z.number(), z.string()])) });

/**
 * @param folders Where atlases are: the first one that has this atlas counts.
 * @throws {ConfigError} if none has it, with the atlases that there are, or if it has no maps.
 */
export async function openAtlasOnDisk(folders: readonly string[], id: AtlasId): Promise<AtlasOnDisk> {
  for (const root of folders) {
    const folder = join(root, atlasFolder(id));
    if (!(await isFile(join(folder, atlasFiles.manifest)))) continue;
    if (await holdsPatterns(folder))
      throw configProblem(
        folder,
        "there is nothing to draw",
        "an atlas with maps",
        NO_MAPS.replace(/\.$/, ""),
        "Figures can be made of atlases of models, and of captured vectors.",
      );
    const atlas = await readAtlas((file) => readFile(join(folder, file)));
    const list = await readFile(join(folder, atlasFiles.files), "utf8").catch(() => "{}");
    const files = filesFile.safeParse(JSON.parse(list)).data?.files ?? {};
    return { atlas, folder, digest: await atlasDigest(files) };
  }
  const known = (await Promise.all(folders.map(atlasesIn))).flat();
  throw configProblem(
    folders.join(", "),
    "there is no such atlas",
    known.length === 0 ? "a built atlas" : `one of ${listSome([...new Set(known)])}`,
    atlasFolder(id),
    "Build it first, or name the folder with your atlases: --atlas <folder>.",
  );
}

/** @throws {ConfigError} if the atlas has no such head. */
export function expectHead({ atlas }: AtlasOnDisk, head: HeadId): void {
  const names = atlas.heads.map(formatHead);
  if (names.includes(formatHead(head))) return;
  throw new ConfigError({
    what: "the atlas has no such head",
    where: "the address",
    expected: `one of ${listSome(names)}`,
    received: formatHead(head),
  });
}

async function atlasesIn(root: string): Promise<string[]> {
  const found: string[] = [];
  for (const model of await namesIn(root))
    for (const dataset of await namesIn(join(root, model)))
      if (await isFile(join(root, model, dataset, atlasFiles.manifest))) found.push(`${model}/${dataset}`);
  return found;
}

async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => !name.startsWith(".")).sort();
}

async function isFile(path: string): Promise<boolean> {
  return readFile(path).then(
    () => true,
    () => false,
  );
}
