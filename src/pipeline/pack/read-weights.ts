/** Reads the packed weights of a tower's heads, one head at a time: all of them would not fit into memory. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { headFiles } from "#atlas/address.ts";
import { decodeAttention, type Attention } from "#atlas/files/attention.ts";
import { headsOf } from "#atlas/files/manifest.ts";
import type { HeadId } from "#atlas/head/head-id.ts";
import { readJson } from "#atlas/open-atlas.ts";
import type { PackedTower } from "./outputs/output.ts";

export function headsOfTower({ manifest, tower }: Pick<PackedTower, "manifest" | "tower">): HeadId[] {
  return headsOf(manifest).filter((head) => head.tower === tower);
}

/** In the order of the model. */
export async function* towerWeights(
  of: Pick<PackedTower, "manifest" | "tower" | "tokens" | "folder">,
): AsyncGenerator<readonly [HeadId, Attention]> {
  const { starts, split = null } = of.tokens;
  for (const head of headsOfTower(of))
    yield [
      head,
      await readJson(
        (path) => readFile(join(of.folder, path)),
        headFiles.attention(head),
        (json) => decodeAttention(json, starts, split),
      ),
    ];
}
