/** Stage 1 for a HeadVis tree: a folder → the files that will be read, and what its config.json says. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { formatHead, type HeadId } from "#atlas/head/head-id.ts";
import { listSome } from "#atlas/list-some.ts";
import { exists, isHidden } from "../config/folder.ts";
import { cureOfMissing } from "../config/local-path.ts";
import { specialKind } from "../config/regular-file.ts";
import { configProblem, mistakesError, type Mistake } from "../errors.ts";
import { readTreeFile } from "./read-tree-file.ts";
import { configSchema, type TreeConfig } from "./tree.schema.ts";

export interface TreeSource {
  readonly path: string;
  /** As the author wrote it, and where. */
  readonly said: string;
  readonly where: string;
}

export interface TreeFiles {
  readonly folder: string;
  readonly config: TreeConfig;
  /** By layer, then by head, each with its file as seen from the folder. */
  readonly heads: readonly (HeadId & { readonly file: string })[];
  /** All that are read. */
  readonly files: readonly string[];
  /** What is passed over. */
  readonly warnings: readonly string[];
}

export const CONFIG = "config.json";
export const SCATTER = "scatter_data.json";
const HEADS = "heads";
const PATTERN = "L{layer}H{head}.json";

/** @throws {ConfigError} with every mistake of config.json and every file that is missing. */
export async function treeFiles({ path, said, where }: TreeSource): Promise<TreeFiles> {
  const expected = `the folder of a HeadVis tree, which holds ${CONFIG}, ${SCATTER} and ${HEADS}/`;
  if (!(await exists(path)))
    throw configProblem(where, "the HeadVis tree is missing", expected, `"${said}"`, cureOfMissing(path));
  const found = await stat(path);
  if (!found.isDirectory()) {
    const kind = specialKind(found) ?? "a file";
    throw configProblem(where, "this is no folder", expected, `"${said}", ${kind}`);
  }
  const names = (await readdir(path)).filter((name) => !isHidden(name)).sort();
  if (!names.includes(CONFIG)) {
    const inside = await treesIn(path, names);
    const cure = inside.length === 0 ? undefined : `Name the folder of one tree: ${listSome(inside)}.`;
    throw configProblem(where, `the folder has no ${CONFIG}`, expected, listSome(names) || "nothing", cure);
  }
  const mistakes: Mistake[] = [];
  const config = await readTreeFile(join(path, CONFIG), configSchema, mistakes);
  if (config === undefined) throw mistakesError(mistakes);
  const pattern = config.head_data_pattern ?? PATTERN;
  if (!isPattern(pattern))
    mistakes.push({
      what: "wrong value",
      where: `${join(path, CONFIG)}, head_data_pattern`,
      expected: `the name of a file with {layer} and {head} in it, such as ${PATTERN}`,
      received: `"${pattern}"`,
    });
  const heads = headsOf(config, join(path, CONFIG), mistakes).map((id) => ({
    ...id,
    file: `${HEADS}/${pattern.replace("{layer}", `${id.layer}`).replace("{head}", `${id.head}`)}`,
  }));
  const there = new Set((await readdir(join(path, HEADS)).catch(() => [])).map((name) => `${HEADS}/${name}`));
  if (!names.includes(SCATTER)) mistakes.push(missing(join(path, SCATTER), "the numbers of all heads"));
  const absent = isPattern(pattern) ? heads.filter(({ file }) => !there.has(file)) : [];
  if (absent.length > 0)
    mistakes.push({
      what:
        absent.length === 1
          ? "the file of a head is missing"
          : `the files of ${absent.length} heads are missing`,
      where: join(path, HEADS),
      expected: `a file for each of the ${heads.length} heads that ${CONFIG} lists under heads`,
      received: `none for ${absent.slice(0, MOST_NAMED).map(formatHead).join(", ")}${absent.length > MOST_NAMED ? ` and ${absent.length - MOST_NAMED} more` : ""}`,
      cure: `Copy the whole tree, or take these heads out of ${CONFIG}.`,
    });
  if (mistakes.length > 0) throw mistakesError(mistakes);
  const known = new Set(heads.map(({ file }) => file));
  const others = [...there].filter((file) => !known.has(file) && !isHidden(file.slice(HEADS.length + 1)));
  const warnings =
    others.length === 0 ? [] : [`${where}: ${listSome(others.sort())} passed over: no head of ${CONFIG}.`];
  return {
    folder: path,
    config,
    heads,
    files: [CONFIG, SCATTER, ...heads.map(({ file }) => file)],
    warnings,
  };
}

const MOST_NAMED = 12;

/** No way out of the folder. */
function isPattern(pattern: string): boolean {
  return pattern.includes("{layer}") && pattern.includes("{head}") && !/[/\\]/.test(pattern);
}

function missing(where: string, expected: string): Mistake {
  return { what: "the file is missing", where, expected, received: "nothing" };
}

/** Sorted. @param mistakes Gets those that are listed twice. */
function headsOf({ heads }: TreeConfig, where: string, mistakes: Mistake[]): HeadId[] {
  const sorted = heads
    .map(([layer, head]) => ({ layer, head }))
    .sort((a, b) => a.layer - b.layer || a.head - b.head);
  const names = sorted.map(formatHead);
  const twice = [...new Set(names.filter((name, i) => names[i - 1] === name))];
  if (twice.length > 0)
    mistakes.push({
      what: "a head is listed twice",
      where: `${where}, heads`,
      expected: "each [layer, head] once",
      received: twice.join(", "),
    });
  return sorted;
}

/** An export of a model with several towers has a tree in each of its folders. */
async function treesIn(path: string, names: readonly string[]): Promise<string[]> {
  const trees: string[] = [];
  for (const name of names) if (await exists(join(path, name, CONFIG))) trees.push(name);
  return trees;
}
