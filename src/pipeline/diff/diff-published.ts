/** Compares two published atlases head by head, for the command. */
import { join } from "node:path";
import { atlasFolder, type AtlasId } from "#atlas/address.ts";
import { headsOf, type Manifest } from "#atlas/files/manifest.ts";
import type { Atlas } from "#atlas/read-atlas.ts";
import { BY_PATTERN } from "../../compare/compare-address.ts";
import {
  measureChanges,
  PatternDiff,
  rankChanges,
  shapeProblem,
  type DiffedAtlas,
  type HeadChange,
  type TowerRows,
} from "../../compare/diff-atlases.ts";
import { CATALOG, findMeasure } from "../../measures/catalog/catalog.ts";
import { ConfigError, expectNone, type Mistake } from "../errors.ts";
import { askedAtlases } from "../export/asked-heads.ts";
import { openPublished, reading } from "../export/open-published.ts";
import { publishedAtlases } from "../run/sweep.ts";

export interface DiffRequest {
  /** Names of two atlases, or addresses of their pages. */
  readonly names: readonly [first: string, second: string];
  /** `pattern`, or the id of a measure. */
  readonly by: string;
}

export interface AtlasDiff {
  readonly manifests: readonly [first: Manifest, second: Manifest];
  readonly by: string;
  readonly towers: readonly TowerRows[];
  /** Most changed first. */
  readonly heads: readonly HeadChange[];
}

interface DiffOptions {
  /** Where atlases are published. */
  readonly outFolder: string;
  readonly onHead?: (done: number, of: number) => void;
}

/** @throws {UserError} if a name is that of no atlas, or the two have not the same heads. */
export async function diffPublished({ names, by }: DiffRequest, options: DiffOptions): Promise<AtlasDiff> {
  const { outFolder, onHead } = options;
  const published = await publishedAtlases(outFolder);
  const [first, second] = namedAtlases(names, published);
  expectMeasure(by);
  const [a, b] = [await openPublished(outFolder, first), await openPublished(outFolder, second)];
  const problem = shapeProblem(a.atlas.manifest, b.atlas.manifest);
  if (problem !== null)
    throw new ConfigError({
      what: "two atlases of other heads cannot be ranked",
      where: `${names[0]} ${names[1]}`,
      expected: "two atlases with the same heads",
      received: problem.replace(/\.$/, ""),
    });
  return await reading(
    `${join(outFolder, atlasFolder(first))} or ${atlasFolder(second)}`,
    first,
    async () => {
      const [own, other] = [await diffed(a.atlas), await diffed(b.atlas)];
      const patterns = new PatternDiff(own, other);
      const changes: HeadChange[] = [];
      for (const change of measureChanges(own, other)) {
        changes.push({ ...change, distance: await patterns.distance(change.id) });
        onHead?.(changes.length, headsOf(own.manifest).length);
      }
      const towers = await Promise.all(own.manifest.towers.map(({ name }) => patterns.rows(name)));
      return { manifests: [own.manifest, other.manifest], by, towers, heads: rankChanges(changes, by) };
    },
  );
}

async function diffed(atlas: Atlas): Promise<DiffedAtlas> {
  return {
    manifest: atlas.manifest,
    numbers: await atlas.numbers(),
    tokens: (tower) => atlas.tokens(tower),
    attention: (head) => atlas.attention(head),
  };
}

function namedAtlases(names: DiffRequest["names"], published: readonly string[]): [AtlasId, AtlasId] {
  const mistakes: Mistake[] = [];
  const found = names.map((name) => {
    const asked = askedAtlases([name], published);
    if (asked.length > 1)
      mistakes.push({
        what: "this names several atlases",
        where: name,
        expected: "one of them",
        received: asked.map(({ id }) => atlasFolder(id)).join(", "),
      });
    return asked[0]!.id;
  });
  expectNone(mistakes);
  return [found[0]!, found[1]!];
}

function expectMeasure(by: string): void {
  if (by === BY_PATTERN || findMeasure(by) !== undefined) return;
  throw new ConfigError({
    what: "there is no such measure",
    where: "--by",
    expected: `${BY_PATTERN}, or one of ${CATALOG.map(({ id }) => id).join(", ")}`,
    received: by,
  });
}
