/** Reads the atlases of a site. A damaged or foreign atlas is left out with a message; the others stay. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { atlasFiles, atlasFolder, type AtlasId } from "../atlas/address.ts";
import { atlasDigest, type FileDigests } from "../atlas/atlas-digest.ts";
import { FormatError } from "../atlas/files/columns.ts";
import { headsSchema } from "../atlas/files/heads.schema.ts";
import { manifestSchema } from "../atlas/files/manifest.schema.ts";
import { isPatterns } from "../atlas/patterns/patterns.ts";
import { patternsSchema } from "../atlas/patterns/patterns.schema.ts";
import { rebuildCure } from "../atlas/rebuild.ts";
import { atlasOf, headsOf, readManifest, type AnyManifest, type Manifest } from "../atlas/files/manifest.ts";
import { formatHead } from "../atlas/head/head-id.ts";

/** The files of one atlas that pages use. */
export const atlasSchema = z.object({
  manifest: manifestSchema,
  heads: headsSchema.shape.heads,
  /** Digests of the token tables, by file: equal tables show equal points. Empty in older atlases. */
  tokens: z.record(z.string(), z.string()),
  /** The atlas's digest; undefined in atlases without a list of files. */
  digest: z.string().optional(),
});

/** What is needed of files.json. */
const filesSchema = z.object({ files: z.record(z.string(), z.tuple([z.number(), z.string()])) });

interface ReadPatterns {
  readonly manifest: z.infer<typeof patternsSchema>;
  /** As of other atlases. */
  readonly digest: string | undefined;
}

export interface ReadAtlases {
  /** By folder, e.g. `tiny-gpt/stories`. */
  readonly atlases: ReadonlyMap<string, z.infer<typeof atlasSchema>>;
  /** Atlases without maps, in the same way. */
  readonly patterns: ReadonlyMap<string, ReadPatterns>;
  /** A message for every atlas that is left out: the file, the problem and what to do. */
  readonly leftOut: readonly string[];
}

/** @param base The folder of the atlases, e.g. `public/atlas`; before the first build there is none. */
export async function readAtlases(base: string): Promise<ReadAtlases> {
  const atlases = new Map<string, z.infer<typeof atlasSchema>>();
  const patterns = new Map<string, ReadPatterns>();
  const leftOut: string[] = [];
  for (const model of await foldersOf(base)) {
    for (const dataset of await datasetsOf(join(base, model), leftOut)) {
      const folder = `${model}/${dataset}`;
      try {
        const json = await readJson(join(base, folder), "manifest.json");
        if (isPatterns(json)) {
          const digest = await atlasDigest(await listedFiles(join(base, folder)));
          patterns.set(folder, { manifest: readPatterns(json, folder), digest });
        } else atlases.set(folder, await readAtlas(json, join(base, folder), folder));
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        const cure = rebuildCure({ model, dataset }, "--force");
        leftOut.push(
          `The atlas ${folder} is left out of the site.\n  ${join(base, folder)}/${error.message}\n  ${cure}`,
        );
      }
    }
  }
  return { atlases, patterns, leftOut };
}

/** The manifests of a built site's atlases alone; the build has checked the rest of each. */
export async function readManifests(base: string): Promise<AnyManifest[]> {
  const found: AnyManifest[] = [];
  for (const model of await foldersOf(base))
    for (const dataset of await foldersOf(join(base, model))) {
      const json = await readJson(join(base, model, dataset), atlasFiles.manifest);
      found.push(isPatterns(json) ? readPatterns(json, `${model}/${dataset}`) : readManifest(json));
    }
  return found;
}

async function readAtlas(json: unknown, path: string, folder: string): Promise<z.infer<typeof atlasSchema>> {
  // Checked before the schema, because a newer atlas is not damaged.
  readManifest(json);
  const manifest = parse(manifestSchema, json, "manifest.json");
  expectFolder(atlasOf(manifest), folder);
  const { heads } = parse(headsSchema, await readJson(path, "heads.json"), "heads.json");
  expectKnown(
    manifest,
    heads.map(({ head }) => head),
  );
  const files = await listedFiles(path);
  return { manifest, heads, tokens: tokenDigests(files), digest: await atlasDigest(files) };
}

function readPatterns(json: unknown, folder: string): z.infer<typeof patternsSchema> {
  const manifest = parse(patternsSchema, json, "manifest.json");
  expectFolder(atlasOf(manifest), folder);
  return manifest;
}

function expectFolder(id: AtlasId, folder: string): void {
  const own = atlasFolder(id);
  if (own !== folder) {
    throw new FormatError(`manifest.json: the atlas of another folder: expected ${folder}, received ${own}.`);
  }
}

/** An atlas is complete without its list of files; its maps are then only not compared with those of other atlases. */
async function listedFiles(path: string): Promise<FileDigests> {
  return readJson(path, atlasFiles.files).then(
    (json) => filesSchema.safeParse(json).data?.files ?? {},
    () => ({}),
  );
}

function tokenDigests(files: FileDigests): Record<string, string> {
  const tables = Object.entries(files).filter(([file]) => /^tokens(-.+)?\.json$/.test(file));
  return Object.fromEntries(tables.map(([file, [, digest]]) => [file, digest]));
}

/** If heads.json has heads that the manifest does not name, it belongs to another atlas. */
function expectKnown(manifest: Manifest, names: readonly string[]): void {
  const left = new Set(headsOf(manifest).map(formatHead));
  const odd = names.find((name) => !left.delete(name));
  if (odd === undefined) return;
  throw new FormatError(`heads.json: expected each head of the atlas once, received ${JSON.stringify(odd)}.`);
}

/** Sorted, so that the site is the same wherever it is built. Hidden folders are running builds, not atlases. */
async function foldersOf(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  });
  const isFolder = entries.filter((entry) => !entry.isFile() && !entry.name.startsWith("."));
  return isFolder.map(({ name }) => name).sort();
}

/** An unreadable folder affects only its own atlases. */
async function datasetsOf(path: string, leftOut: string[]): Promise<string[]> {
  try {
    return await foldersOf(path);
  } catch (error) {
    const { code = "unknown", message } = error as NodeJS.ErrnoException;
    leftOut.push(
      `The atlases of ${path} are left out of the site.\n  The folder cannot be read (${code}): ${message}.\n  Change its owner or permissions, or remove it.`,
    );
    return [];
  }
}

async function readJson(path: string, file: string): Promise<unknown> {
  const bytes = await readFile(join(path, file)).catch((cause: unknown) => {
    const { code = "unknown" } = cause as NodeJS.ErrnoException;
    const what = code === "ENOENT" ? "the file is missing" : `the file cannot be read (${code})`;
    throw new FormatError(`${file}: ${what}.`, { cause });
  });
  try {
    // Otherwise an invalid byte would become a replacement character in a name.
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new FormatError(`${file}: the file is cut or damaged: it is not complete JSON.`, { cause });
  }
}

/** @throws {FormatError} with the first few mistakes. */
function parse<Output>(schema: z.ZodType<Output>, json: unknown, file: string): Output {
  const { data, error } = schema.safeParse(json);
  if (error === undefined) return data;
  const told = error.issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.map(String).join(".") || "all of it"}: ${message}`);
  const nLeft = error.issues.length - told.length;
  const more = nLeft > 0 ? `; and ${nLeft} more` : "";
  throw new FormatError(`${file}: ${told.join("; ")}${more}.`);
}
