/** Exports arrays: NPZ or safetensors, a file per tower and kind of data. */
import { join } from "node:path";
import type { HeadId } from "#atlas/head/head-id.ts";
import type { AboutAtlas } from "#export/about.ts";
import type { TowerTable } from "../../pack/tower-tables.ts";
import type { PlannedHead } from "../../run/head-tasks.ts";
import type { ExportTarget } from "../export-target.ts";
import type { Published } from "../open-published.ts";
import { arrayBytes, type ArrayFile, type ArrayFormat } from "./array-file.ts";
import { alignedVectors, capturedVectors } from "./captured-arrays.ts";
import { publishedArrays } from "./published-arrays.ts";

export interface ArrayExport {
  readonly published: Published;
  readonly about: AboutAtlas;
  readonly heads: readonly HeadId[];
  readonly format: ArrayFormat;
  /** Of the atlas inside the target; empty for the target itself. */
  readonly folder: string;
  readonly onHead: (nDone: number) => void;
}

/** What was captured for the export. */
export interface Captured {
  /** Those that are wanted. */
  readonly tasks: readonly PlannedHead[];
  readonly tables: readonly TowerTable[];
}

/** What is written of an array. */
export interface AboutArray {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly number[];
}

/** By file, without its ending. */
export type AboutArrays = Readonly<Record<string, readonly AboutArray[]>>;

/** What the atlas holds. */
export async function exportPublished(target: ExportTarget, job: ArrayExport): Promise<AboutArrays> {
  let nDone = 0;
  const about = new Map<string, readonly AboutArray[]>();
  for (const [tower, heads] of byTower(job.heads, (head) => head)) {
    const file = await publishedArrays(job.published.atlas, heads, () => job.onHead(++nDone));
    await add(target, job, tower, file, about);
  }
  return Object.fromEntries(about);
}

/** The vectors, and unless the target is one file, the aligned ones. */
export async function exportCaptured(
  target: ExportTarget,
  job: ArrayExport,
  { tasks, tables }: Captured,
  isAlone: boolean,
): Promise<AboutArrays> {
  const about = new Map<string, readonly AboutArray[]>();
  const numbers = await job.published.atlas.numbers();
  for (const [tower, own] of byTower(tasks, ({ head }) => head)) {
    const table = tables.find((one) => one.tower === tower);
    if (table === undefined) throw new Error(`The tower ${tower ?? ""} has no tokens.`);
    const captured = { about: job.about, table, tasks: own };
    await add(target, job, tower, capturedVectors(captured), about);
    if (!isAlone) await add(target, job, tower, alignedVectors(captured, numbers), about);
  }
  return Object.fromEntries(about);
}

async function add(
  target: ExportTarget,
  { format, folder }: ArrayExport,
  tower: string | undefined,
  file: ArrayFile,
  about: Map<string, readonly AboutArray[]>,
): Promise<void> {
  const name = tower === undefined ? file.name : `${tower}/${file.name}`;
  await target.add(join(folder, `${name}.${format}`), arrayBytes(file, format));
  about.set(name, [
    ...file.texts.map(({ name: own, values }) => ({
      name: own,
      type: "text",
      shape: typeof values === "string" ? [] : [values.length],
    })),
    ...file.groups.flatMap(({ arrays }) =>
      arrays.map(({ name: own, type, shape }) => ({ name: own, type, shape })),
    ),
  ]);
}

function byTower<Head>(all: readonly Head[], idOf: (head: Head) => HeadId): Map<string | undefined, Head[]> {
  const towers = new Map<string | undefined, Head[]>();
  for (const head of all) {
    const { tower } = idOf(head);
    towers.set(tower, [...(towers.get(tower) ?? []), head]);
  }
  return towers;
}
