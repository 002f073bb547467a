/** Which heads a command exports: addresses of pages, or names of models, atlases and heads. */
import { atlasFolder, parseAtlasFolder, type AtlasId } from "#atlas/address.ts";
import { formatHead, parseHead, type HeadId } from "#atlas/head/head-id.ts";
import { describeHeads } from "#atlas/head/head-selection.ts";
import { listSome } from "#atlas/list-some.ts";
import { ownCommand } from "#package/own-command.ts";
import { ConfigError, expectNone, type Mistake } from "../errors.ts";

/** An atlas of which all heads are asked for, or some. */
export interface AskedAtlas {
  readonly id: AtlasId;
  /** Names; undefined for all. */
  readonly heads: ReadonlySet<string> | undefined;
}

/**
 * Reads what names atlases: `tiny-gpt`, `tiny-gpt/stories`, `tiny-gpt/stories/L3H5`, or the address of such a page, with
 * whatever stands before and behind it.
 *
 * @param texts As typed; everything, if there are none.
 * @param published Folders of the atlases there are, `model/dataset`.
 * @returns In the order of `published`. @throws {ConfigError} with every text that names nothing.
 */
export function askedAtlases(texts: readonly string[], published: readonly string[]): AskedAtlas[] {
  if (published.length === 0)
    throw new ConfigError({
      what: "there is no atlas to export",
      where: "public/atlas",
      expected: "an atlas that has been built",
      received: "an empty folder",
      cure: `${ownCommand("atlas")} builds those that content/ describes.`,
    });
  if (texts.length === 0)
    return published.map((folder) => ({ id: parseAtlasFolder(folder), heads: undefined }));
  const asked = new Map<string, Set<string> | undefined>();
  const mistakes: Mistake[] = [];
  for (const text of texts) {
    const { folders, head } = named(text, published);
    if (folders.length === 0)
      mistakes.push({
        what: "this names no atlas that has been built",
        where: text,
        expected: `a model, model/dataset, model/dataset/head or the address of such a page, of ${listSome(published)}`,
        received: text,
        cure: `${ownCommand("atlas")} builds what content/ describes.`,
      });
    for (const folder of folders) {
      const known = asked.get(folder);
      // Who asks for all heads is not served with some.
      if (head === undefined || (asked.has(folder) && known === undefined)) asked.set(folder, undefined);
      else asked.set(folder, (known ?? new Set<string>()).add(head));
    }
  }
  expectNone(mistakes);
  return published
    .filter((folder) => asked.has(folder))
    .map((folder) => ({ id: parseAtlasFolder(folder), heads: asked.get(folder) }));
}

/** The heads that are asked for, in the order of the atlas. @throws {ConfigError} if it has no such head. */
export function askedHeads({ id, heads }: AskedAtlas, there: readonly HeadId[]): HeadId[] {
  if (heads === undefined) return [...there];
  const names = new Set(there.map(formatHead));
  expectNone(
    [...heads]
      .filter((head) => !names.has(head))
      .map((head) => ({
        what: "the atlas has no such head",
        where: `${atlasFolder(id)}/${head}`,
        expected: describeHeads(there),
        received: head,
      })),
  );
  return there.filter((head) => heads.has(formatHead(head)));
}

function named(
  text: string,
  published: readonly string[],
): { readonly folders: readonly string[]; readonly head?: string } {
  const parts = pathOf(text)
    .split("/")
    .filter((part) => part !== "");
  const last = parts[parts.length - 1] ?? "";
  const withHead = published.filter((folder) => folder === parts.slice(-3, -1).join("/"));
  if (parseHead(last) !== undefined && withHead.length > 0) return { folders: withHead, head: last };
  const atlas = published.filter((folder) => folder === parts.slice(-2).join("/"));
  if (atlas.length > 0) return { folders: atlas };
  // Only a name by itself: the last part of an address could be anything.
  return { folders: parts.length === 1 ? published.filter((folder) => folder.startsWith(`${last}/`)) : [] };
}

/** The path of an address, or the text itself. */
function pathOf(text: string): string {
  const path = text.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, "").replace(/[?#].*$/s, "");
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
