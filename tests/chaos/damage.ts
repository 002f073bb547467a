/** One random byte that the disk gives back otherwise than it was written. */
import { readdir, rm, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Random } from "#math/random.ts";
import { runCommand } from "./command.ts";
import { pick, type Case, type CaseEnd, type Kind } from "./kind.ts";
import { changeByte, newRoot } from "./stage.ts";
import { afterwards, endedWell } from "./verdict.ts";

/** @returns What was changed. */
export async function damageOne(folder: string, random: Random, isWanted = /./): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && isWanted.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const path = pick(random, files);
  const { size } = await stat(path);
  const at = Math.floor(random() * size);
  await changeByte(path, at, 1 << Math.floor(random() * 8));
  return `byte ${at} of ${relative(folder, path)}`;
}

/** The store, when the atlases have to be published anew; once by one, the next plain build makes whole what it has to. */
async function damageStore({ stage, random }: Case): Promise<CaseEnd> {
  const root = await newRoot(stage, { isBuilt: true });
  await rm(join(root, "public"), { recursive: true });
  const what = await damageOne(join(root, ".headland/store"), random, /^(?!CACHEDIR)/);
  return { what, findings: await afterwards(stage, root, { nDamaged: 2 }) };
}

/** The capture that a build of some heads leaves. */
async function damageCapture({ stage, random }: Case): Promise<CaseEnd> {
  const root = await newRoot(stage);
  const begun = await runCommand(root, { args: ["--heads", pick(random, ["L0H0", "L0H1"])] });
  const what = await damageOne(join(root, ".headland/captures"), random);
  return { what, findings: [...endedWell(begun), ...(await afterwards(stage, root))] };
}

/** The published atlas; every file's time of change is the one of the damage. */
async function damagePublished({ stage, random }: Case): Promise<CaseEnd> {
  const root = await newRoot(stage, { isBuilt: true });
  const what = await damageOne(join(root, "public/atlas"), random);
  return { what, findings: await afterwards(stage, root) };
}

/** What is remembered of files: in the worst case they are read again. */
async function damageIndex({ stage, random }: Case): Promise<CaseEnd> {
  const root = await newRoot(stage, { isBuilt: true });
  const what = await damageOne(join(root, ".headland"), random, /\.json$/);
  return { what, findings: await afterwards(stage, root) };
}

export const DAMAGE: readonly Kind[] = [
  { name: "flip-store", title: "a byte of the store", nSmall: 1, nLarge: 25, run: damageStore },
  { name: "flip-capture", title: "a byte of a capture", nSmall: 1, nLarge: 25, run: damageCapture },
  {
    name: "flip-published",
    title: "a byte of a published atlas",
    nSmall: 1,
    nLarge: 25,
    run: damagePublished,
  },
  {
    name: "flip-index",
    title: "a byte of what is remembered of files",
    nSmall: 1,
    nLarge: 25,
    run: damageIndex,
  },
];
