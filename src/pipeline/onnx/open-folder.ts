/** Opens several files as one model: an encoder and its decoder, or a text and a picture tower. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { chooseEntry, whyNoEntry } from "../config/model-entry.ts";
import { ModelError } from "../errors.ts";
import { chooseWeights } from "../weights/choose-weights.ts";
import { weightsBelow } from "../weights/weights-below.ts";
import type { AttentionModel } from "./attention-model.ts";
import { expectInputs, nameInputs, type OpenedPart, type Part } from "./feeds/name-inputs.ts";
import { coarsestOf } from "./file/stored-precision.ts";
import { feedHidden, hiddenOutput, ownFeeds } from "./link-parts.ts";
import { noSuchTower } from "./model-errors.ts";
import { isGraph } from "./model-files.ts";
import { withGraphs } from "./model-graphs.ts";
import { nameParts, namesFor } from "./name-parts.ts";
import { openGraph, type GraphRun, type OpenOptions } from "./open-graph.ts";
import { replayedRun } from "./run/replay-report.ts";
import type { Feeds } from "./run/sessions.ts";

/**
 * Paths of the files that openModel would open in a folder; where no name is known, the first graph there is.
 *
 * @throws {ModelError} if there is none, and no weights.
 */
export function modelFiles(folder: string): readonly string[] {
  const graphs = listGraphs(folder);
  const names = [...graphs, ...namesIn(folder).filter((name) => !isGraph(name))];
  const files = chooseEntry(names, {})?.files ?? graphs.slice(0, 1);
  if (files.length > 0) return files.map((file) => join(folder, file));
  const { what, expected, received, cure } = whyNoEntry(
    [...names, ...weightsBelow(folder)],
    {},
    "the folder holds",
  );
  throw new ModelError({ what, where: folder, expected, received, ...(cure === undefined ? {} : { cure }) });
}

/** Paths of all graphs of a folder, as seen from there. */
export function listGraphs(folder: string): string[] {
  return [...onnxFiles(join(folder, "onnx")).map((file) => `onnx/${file}`), ...onnxFiles(folder)];
}

/** The file through which the weights of a folder are read, if it has weights. */
export function listWeights(folder: string): string | undefined {
  return chooseWeights(namesIn(folder));
}

function onnxFiles(folder: string): string[] {
  return namesIn(folder).filter(isGraph);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw error;
  }
}

/** Opens these files of a folder as one model; a decoder that needs an encoder runs behind it, in whatever order they come. */
export function openFiles(folder: string, files: readonly string[], options: OpenOptions): AttentionModel {
  const { names = {} } = options;
  const opened: OpenedPart[] = [];
  try {
    for (const { file, tower } of nameParts(files, names)) {
      opened.push({ graph: openGraph(file, { ...options, names: namesFor(tower, names) }, tower), tower });
    }
    expectInputs(folder, opened, names);
    return joinParts(folder, files, opened);
  } catch (error) {
    for (const { graph } of opened) void graph.release();
    throw error;
  }
}

function joinParts(folder: string, files: readonly string[], opened: readonly OpenedPart[]): AttentionModel {
  const given = nameInputs(opened);
  const decoder = given.find(({ hidden }) => hidden !== undefined);
  const encoder = given.find((part) => part !== decoder);
  const parts = [...given.filter((part) => part !== decoder), ...(decoder ? [decoder] : [])];
  const blocks = parts.flatMap((part) => part.graph.blocks);

  /** Runs the parts in turn, each on its own inputs, and each once: a decoder reads what the encoder's run has kept. */
  async function inTurn<T>(
    feeds: Feeds,
    visit: (part: Part, own: Feeds, keep: readonly string[]) => Promise<GraphRun<T>>,
  ): Promise<T[]> {
    const results: T[] = [];
    const read = decoder && encoder ? hiddenOutput(encoder) : "";
    let hidden: Feeds[string] | undefined;
    for (const part of parts) {
      const own = ownFeeds(part, feeds);
      const linked = part === decoder && encoder ? await feedHidden(part, encoder, feeds, hidden) : {};
      const isRead = decoder !== undefined && part === encoder;
      const { blocks, kept } = await visit(part, { ...own, ...linked }, isRead ? [read] : []);
      if (isRead) hidden = kept[read];
      results.push(...blocks);
    }
    return results;
  }

  const model: AttentionModel = {
    path: folder,
    files,
    blocks,
    rejections: parts.flatMap((part) => part.graph.rejections),
    inputs: parts.flatMap((part) => part.inputs.map(({ whole }) => whole)),
    storedIn: coarsestOf(parts.map((part) => part.graph.storedIn)),
    select: (towers) => {
      const own = opened.flatMap(({ graph, tower }) => {
        const selected = graph.select(towers);
        return selected ? [{ graph: selected, tower }] : [];
      });
      if (own.length === 0) throw noSuchTower(folder, towers);
      return joinParts(folder, files, own);
    },
    run: (feeds, batch) => inTurn(feeds, (part, own, keep) => part.graph.run(own, batch, keep)),
    runFirst: async (feeds, batch) => {
      const [first] = parts;
      if (first === undefined) throw new Error(`${folder} was opened without a file.`);
      return first.graph.runFirst(ownFeeds(first, feeds), batch);
    },
    replay: async (feeds, batch) =>
      replayedRun(blocks, await inTurn(feeds, (part, own, keep) => part.graph.replay(own, batch, keep))),
    tokenGrid: async (feeds, nTokens) => {
      for (const part of parts) {
        const grid = await part.graph.tokenGrid(ownFeeds(part, feeds), nTokens);
        if (grid) return grid;
      }
      return undefined;
    },
    release: async () => {
      for (const part of parts) await part.graph.release();
    },
  };
  return withGraphs(
    model,
    parts.map(({ graph }) => graph),
  );
}
