/** Reads a HeadVis tree, head by head: a large one does not fit into memory at once. */
import { join } from "node:path";
import { formatHead, type HeadId } from "#atlas/head/head-id.ts";
import { listSome } from "#atlas/list-some.ts";
import type { HeadPatterns, PatternSequence, PatternsHead } from "#atlas/patterns/patterns.ts";
import { HEADVIS_METRICS } from "#measures/headvis.ts";
import { mistakesError, type Mistake } from "../errors.ts";
import { shownValue } from "../shown-value.ts";
import { headMistakes } from "./check-head.ts";
import { readTreeFile } from "./read-tree-file.ts";
import { CONFIG, SCATTER, type TreeFiles } from "./tree-files.ts";
import {
  headSchema,
  scatterSchema,
  type ScatterRow,
  type TreeHead,
  type TreeSequence,
} from "./tree.schema.ts";

export interface ReadTree {
  readonly numbers: readonly { readonly name: string; readonly meaning: string }[];
  readonly heads: readonly PatternsHead[];
  readonly warnings: readonly string[];
}

/** Of all heads together. */
const MOST_OF_HEADS = 100;

/**
 * @param keep Called for each head, in their order, until the first mistake is found.
 * @throws {ConfigError} with the mistakes of all files.
 */
export async function readTree(
  tree: TreeFiles,
  keep: (id: HeadId, patterns: HeadPatterns) => Promise<void>,
): Promise<ReadTree> {
  const mistakes: Mistake[] = [];
  const rows = await readTreeFile(join(tree.folder, SCATTER), scatterSchema, mistakes);
  const { numbers, valuesOf, warnings } = readNumbers(tree, rows ?? [], mistakes);
  const heads: PatternsHead[] = [];
  for (const { file, ...id } of tree.heads) {
    const where = join(tree.folder, file);
    const head = await readTreeFile(where, headSchema, mistakes);
    if (head !== undefined) mistakes.push(...headMistakes(head, where, tree.config.n_intervals));
    if (mistakes.length >= MOST_OF_HEADS) break;
    if (head === undefined || mistakes.length > 0) continue;
    await keep(id, patternsOf(head));
    const { layer, head: index } = id;
    heads.push({ layer, head: index, values: valuesOf(id), nSequences: head.sequences.length });
  }
  if (mistakes.length > 0) throw mistakesError(mistakes);
  return { numbers, heads, warnings };
}

interface Numbers extends Pick<ReadTree, "numbers" | "warnings"> {
  readonly valuesOf: (id: HeadId) => (number | null)[];
}

/** Which numbers there are, and whether each head has each of them. */
function readNumbers(
  { folder, config, heads }: TreeFiles,
  rows: readonly ScatterRow[],
  mistakes: Mistake[],
): Numbers {
  const where = join(folder, SCATTER);
  const names = config.metrics ?? numeric(rows);
  const byHead = new Map<string, ScatterRow>();
  for (const [i, row] of rows.entries()) {
    const name = formatHead(row);
    if (byHead.has(name))
      mistakes.push({
        what: "a head has two rows",
        where: `${where}, ${i}`,
        expected: "each head once",
        received: name,
      });
    byHead.set(name, row);
  }
  const wanted = heads.map(formatHead);
  const without = wanted.filter((name) => !byHead.has(name));
  if (rows.length > 0 && without.length > 0)
    mistakes.push({
      what: "heads have no numbers",
      where,
      expected: `a row for each head that ${CONFIG} lists`,
      received: `none for ${listSome(without)}`,
    });
  for (const [i, row] of rows.entries())
    for (const name of names) {
      const value = row[name];
      if (value === null || (typeof value === "number" && Number.isFinite(value))) continue;
      mistakes.push({
        what: value === undefined ? "a number is missing" : "wrong value",
        where: `${where}, ${i}.${name}`,
        expected: `a number, or null, because ${CONFIG} lists ${name} under metrics`,
        received: shownValue(value),
      });
    }
  const others = [...byHead.keys()].filter((name) => !wanted.includes(name));
  return {
    numbers: names.map((name) => ({ name, meaning: meaningOf(name, config.metric_descriptions) })),
    valuesOf: (id) => names.map((name) => byHead.get(formatHead(id))?.[name] as number | null),
    warnings:
      others.length === 0
        ? []
        : [`${where}: ${listSome(others)} passed over: ${CONFIG} does not list such heads.`],
  };
}

/** Keys that hold a number in some row, in the order of the first row that has them. */
function numeric(rows: readonly ScatterRow[]): string[] {
  const names = rows.flatMap((row) =>
    Object.keys(row).filter((key) => key !== "layer" && key !== "head" && typeof row[key] === "number"),
  );
  return [...new Set(names)];
}

/** As the tree says it, or as HeadVis does. */
function meaningOf(name: string, told: Readonly<Record<string, string>> | undefined): string {
  const own = told !== undefined && Object.hasOwn(told, name) ? told[name] : undefined;
  const known: Readonly<Record<string, string>> = HEADVIS_METRICS;
  return own ?? (Object.hasOwn(known, name) ? (known[name] ?? "") : "");
}

function patternsOf(head: TreeHead): HeadPatterns {
  const { top_query_tokens: attending, top_key_tokens: attended, qk_distance_histogram: bins } = head;
  return {
    v: 1,
    sequences: head.sequences.map(sequenceOf),
    ...(attending ? { attending } : {}),
    ...(attended ? { attended } : {}),
    ...(bins ? { distances: { edges: bins.bin_edges, values: bins.bin_values } } : {}),
  };
}

function sequenceOf(sequence: TreeSequence): PatternSequence {
  const { sequence_id: id, interval, tokens, seq_len, max_activation } = sequence;
  const pairs = sequence.attention_indices
    .map((index, i) => [index, sequence.attention_values[i] ?? 0] as const)
    .sort(([a], [b]) => a - b);
  // As HeadVis counts it: neither the first query nor the first key.
  const inner = pairs.filter(([index]) => index >= seq_len && index % seq_len > 0);
  return {
    id,
    interval,
    largest: max_activation ?? inner.reduce((most, [, weight]) => Math.max(most, weight), 0),
    tokens,
    indices: pairs.map(([index]) => index),
    weights: pairs.map(([, weight]) => weight),
  };
}
