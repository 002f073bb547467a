/** Heads and atlases as the address of a comparison names them: `tiny-gpt/stories/L3H0`, `tiny-gpt/stories`. Pure. */
import { atlasFolder, type AtlasId } from "#atlas/address.ts";
import type { Tower } from "#atlas/files/manifest.ts";
import { formatHead, parseHead, type HeadId } from "#atlas/head/head-id.ts";
import { quoted } from "#atlas/link/check-link.ts";
import { nearestName } from "#atlas/link/nearest-name.ts";

/** An atlas of the site, as far as a page must know it to name its heads. */
export interface ListedAtlas extends AtlasId {
  readonly modelName: string;
  readonly datasetName: string;
  readonly towers: readonly Pick<Tower, "name" | "heads">[];
  /** Of all its data; absent in older atlases. */
  readonly digest?: string;
}

export interface NamedHead {
  readonly atlas: ListedAtlas;
  /** Null for all heads of the atlas. */
  readonly head: HeadId | null;
}

/** Why a name is none; what was probably meant, as a whole name. */
export interface NameProblem {
  /** A sentence. It quotes the address: untrusted text. */
  readonly said: string;
  readonly meant?: string;
}

/** `tiny-gpt/stories/L3H0` */
export function formatName({ atlas, head }: NamedHead): string {
  return head === null ? atlasFolder(atlas) : `${atlasFolder(atlas)}/${formatHead(head)}`;
}

export function hasHead({ towers }: ListedAtlas, { tower, layer, head }: HeadId): boolean {
  return towers.some(({ name, heads }) => name === tower && head < (heads[layer] ?? 0));
}

/**
 * Reads a name, also one that was copied from the address of a page.
 *
 * @param beside The atlas in which a head alone is looked for: `L3H1`.
 */
export function readName(
  text: string,
  atlases: readonly ListedAtlas[],
  beside: ListedAtlas | null = null,
): NamedHead | NameProblem {
  const words = wordsOf(text);
  const [first = ""] = words;
  const alone = words.length === 1 ? headOf(first) : undefined;
  if (alone !== undefined && beside !== null) return headIn(beside, alone);
  for (let at = 0; at + 1 < words.length; at++) {
    const folder = `${words[at]!}/${words[at + 1]!}`.toLowerCase();
    const atlas = atlases.find((each) => atlasFolder(each) === folder);
    if (atlas === undefined) continue;
    const rest = words[at + 2];
    if (rest === undefined) return { atlas, head: null };
    const head = headOf(rest);
    return head === undefined ? unknownHead(atlas, rest) : headIn(atlas, head);
  }
  return unknownAtlas(text, words, atlases);
}

export function isProblem(name: NamedHead | NameProblem): name is NameProblem {
  return "said" in name;
}

/** The parts of a path, of an address with or without its host. */
function wordsOf(text: string): string[] {
  const path = text
    .trim()
    .replace(/^[a-z]+:\/\/[^/]*/i, "")
    .replace(/[?#].*$/, "");
  return path.split("/").filter((word) => word !== "" && word !== "index.html");
}

function headOf(word: string): HeadId | undefined {
  // People write l3h0, too.
  return parseHead(word) ?? parseHead(word.replace(/l(\d+)h(\d+)$/i, "L$1H$2"));
}

function headIn(atlas: ListedAtlas, head: HeadId): NamedHead | NameProblem {
  return hasHead(atlas, head) ? { atlas, head } : unknownHead(atlas, formatHead(head));
}

function unknownHead(atlas: ListedAtlas, word: string): NameProblem {
  const names = headNames(atlas);
  const near = nearestName(word, names);
  const [first = "", last = first] = [names[0], names[names.length - 1]];
  return {
    said: `${atlas.modelName} on ${atlas.datasetName} has no head ${quoted(word)}: they run from ${first} to ${last}.`,
    ...(near === undefined ? {} : { meant: `${atlasFolder(atlas)}/${near}` }),
  };
}

function unknownAtlas(text: string, words: readonly string[], atlases: readonly ListedAtlas[]): NameProblem {
  const folders = atlases.map(atlasFolder);
  const near = nearestName(words.slice(0, 2).join("/"), folders);
  const [example] = atlases;
  const form = example ? ` Write it as ${atlasFolder(example)}/${headNames(example)[0] ?? "L0H0"}.` : "";
  const rest = words[2] === undefined ? "" : `/${words[2]}`;
  return {
    said: `There is no atlas ${quoted(text)} here.${near === undefined ? form : ""}`,
    ...(near === undefined ? {} : { meant: near + rest }),
  };
}

/** Names of all heads, tower by tower. */
export function headNames({ towers }: ListedAtlas): string[] {
  return towers.flatMap(({ name, heads }) =>
    heads.flatMap((nHeads, layer) =>
      Array.from({ length: nHeads }, (_, head) =>
        formatHead(name === undefined ? { layer, head } : { tower: name, layer, head }),
      ),
    ),
  );
}

/** Names that go on with what was typed, at most this many. */
export function completions(text: string, atlases: readonly ListedAtlas[], most: number): string[] {
  const typed = text.trim().toLowerCase();
  const found: string[] = [];
  for (const atlas of atlases) {
    const folder = atlasFolder(atlas);
    // Heads of an atlas are offered once it is clear that it is meant.
    const all =
      typed.startsWith(folder) || atlases.length === 1
        ? headNames(atlas).map((head) => `${folder}/${head}`)
        : [folder];
    for (const name of all) if (name.toLowerCase().includes(typed) && found.length < most) found.push(name);
  }
  return found;
}
