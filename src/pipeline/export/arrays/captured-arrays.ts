/** Queries and keys of a model that was run for the export: as captured, and in the one space in which maps are made. */
import { formatHead } from "#atlas/head/head-id.ts";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import type { AboutAtlas } from "#export/about.ts";
import { loadKernels } from "#math/load-kernels.ts";
import { patternStarts } from "../../capture/capture-files.ts";
import { alignVectors, readVectors } from "../../capture/head-vectors.ts";
import { configProblem } from "../../errors.ts";
import type { TowerTable } from "../../pack/tower-tables.ts";
import type { PlannedHead } from "../../run/head-tasks.ts";
import { ready, type ArrayFile } from "./array-file.ts";
import { byLayer, layerGroups, type HeadArray } from "./layers.ts";
import { sourceTokens } from "./token-arrays.ts";

export interface CapturedTower {
  readonly about: AboutAtlas;
  readonly table: TowerTable;
  /** Of this tower. */
  readonly tasks: readonly PlannedHead[];
}

const idOf = ({ head }: PlannedHead): PlannedHead["head"] => head;

/** A file of vectors, which `source: vectors:` reads back if it has all heads. */
export function capturedVectors({ about, table, tasks }: CapturedTower): ArrayFile {
  const { texts, groups } = sourceTokens(table.tokens);
  const [first] = tasks;
  const { name, hub } = about.model;
  const isCausal = tasks.every((task) => task.isCausal);
  const ids = first?.ids ?? null;
  return {
    name: "vectors",
    texts: [
      ...texts,
      { name: "model", values: hub === undefined ? name : hub.source.replace(/^hub:/, "") },
      ...(hub === undefined ? [] : [{ name: "revision", values: hub.commit }]),
    ],
    groups: [
      ...groups,
      ...(ids === null ? [] : [ready("ids", "u4", ids)]),
      {
        arrays: [{ name: "causal", type: "b1", shape: [] }],
        read: () => Promise.resolve([Uint8Array.of(isCausal ? 1 : 0)]),
      },
      ...layerGroups(byLayer(tasks, idOf), arraysOf, async (task) => {
        const { q, k, weights, valueNorms } = await readVectors(task);
        return [q, k, weights, ...(valueNorms === null ? [] : [valueNorms])];
      }),
    ],
  };
}

/** @param numbers Of the published heads, by name: what is written must be what their maps were made of. */
export function alignedVectors(
  { table, tasks }: CapturedTower,
  numbers: ReadonlyMap<string, HeadNumbers>,
): ArrayFile {
  const { texts, groups } = sourceTokens(table.tokens);
  const read = async (task: PlannedHead): Promise<readonly Float32Array[]> => {
    const vectors = await readVectors(task);
    const { points, scale } = alignVectors(task, vectors, await loadKernels());
    const published = numbers.get(formatHead(task.head))?.alignment.scale;
    if (published !== undefined && Math.abs(published - scale) > 1e-4)
      throw configProblem(
        formatHead(task.head),
        "the settings of the projection have changed since the atlas was built",
        `the scale ${published} between queries and keys`,
        String(scale),
        "Build the atlas again first.",
      );
    return [points.subarray(0, vectors.q.length), points.subarray(vectors.q.length)];
  };
  return {
    name: "aligned",
    texts: [{ name: "heads", values: tasks.map(({ head }) => formatHead(head)) }, ...texts],
    groups: [...groups, ...layerGroups(byLayer(tasks, idOf), (task) => arraysOf(task).slice(0, 2), read)],
  };
}

function arraysOf({ starts, keyStarts, dHead, checksums }: PlannedHead): HeadArray[] {
  const keys = keyStarts ?? starts;
  const [nQueries, nKeys] = [starts[starts.length - 1]!, keys[keys.length - 1]!];
  return [
    { name: "q", shape: [nQueries, dHead] },
    { name: "k", shape: [nKeys, dHead] },
    { name: "weights", shape: [patternStarts(starts, keys).at(-1)] },
    ...(checksums.valueNorms === null ? [] : [{ name: "value_norms", shape: [nKeys] }]),
  ];
}
