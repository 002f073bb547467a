/** Checks that each part of a selection of heads names a head; otherwise a mistyped one would silently compute nothing. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { atlasFiles, atlasFolder, type AtlasId } from "#atlas/address.ts";
import { headsOf, readManifest } from "#atlas/files/manifest.ts";
import type { HeadId } from "#atlas/head/head-id.ts";
import { describeHeads, type HeadPattern } from "#atlas/head/head-selection.ts";
import { ConfigError } from "../errors.ts";

export class SelectionCheck {
  private readonly patterns: readonly HeadPattern[];
  /** The heads of each atlas, by its name. */
  private readonly seen = new Map<string, readonly HeadId[]>();

  constructor(patterns: readonly HeadPattern[] | undefined) {
    this.patterns = patterns ?? [];
  }

  /** Records the heads of an atlas. @param heads If undefined, the published atlas below `outFolder` is read. */
  async see(id: AtlasId, heads: readonly HeadId[] | undefined, outFolder: string): Promise<void> {
    if (this.patterns.length === 0) return;
    this.seen.set(atlasFolder(id), heads ?? (await publishedHeads(join(outFolder, atlasFolder(id)))));
  }

  /** Warns about each part that names heads of some atlases but not of others. */
  warnings(): string[] {
    return this.patterns.flatMap((pattern) => {
      const without = this.without(pattern);
      if (without.length === 0 || without.length === this.seen.size) return [];
      const there = without.map((name) => `${name}, which has ${describeHeads(this.seen.get(name) ?? [])}`);
      return [`--heads ${pattern.text} names no head of ${there.join("; ")}.`];
    });
  }

  /** An error for parts that name no head at all; undefined if there are none, or if no atlas could be opened. */
  error(): ConfigError | undefined {
    const wrong = this.patterns.filter((pattern) => this.without(pattern).length === this.seen.size);
    if (wrong.length === 0 || this.seen.size === 0) return undefined;
    const there = [...this.seen].map(([name, heads]) => `${describeHeads(heads)} of ${name}`);
    return new ConfigError({
      what: "no atlas has such heads",
      where: "--heads",
      expected: `some of ${there.join("; ")}`,
      received: wrong.map(({ text }) => text).join(", "),
    });
  }

  private without(pattern: HeadPattern): string[] {
    return [...this.seen].flatMap(([name, heads]) =>
      heads.some((head) => pattern.selects(head)) ? [] : [name],
    );
  }
}

async function publishedHeads(folder: string): Promise<HeadId[]> {
  return headsOf(readManifest(JSON.parse(await readFile(join(folder, atlasFiles.manifest), "utf8"))));
}
