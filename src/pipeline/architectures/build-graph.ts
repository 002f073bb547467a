/** A checkpoint in Hugging Face layout → an ONNX graph in memory, whose weights stay where they are. */
import { dirname } from "node:path";
import { companionPath } from "../config/companions.ts";
import { modelMistakes, ModelError, type Problem } from "../errors.ts";
import { Graph } from "../graph/graph.ts";
import { findWeights, type Weight } from "../weights/weight-files.ts";
import { findAnswer, type NoAnswer, type StoredAnswer } from "./answer.ts";
import { readArchitecture } from "./check-config.ts";
import type { Family } from "./family.ts";
import { groupTensors } from "./group-tensors.ts";
import { Marks } from "./marks.ts";
import { readConfig } from "./read-config.ts";
import { StoredWeights } from "./stored-weights.ts";

export interface BuiltGraph {
  /** An ONNX model; its references are relative to the folder. */
  readonly bytes: Buffer;
  readonly marks: Marks;
  /** How the last state becomes a number for every word. */
  readonly answer: StoredAnswer | NoAnswer;
  /** Bytes of all weights that the graph uses, in float32. */
  readonly nWeightBytes: number;
  /** Tensors of the checkpoint that are no part of the graph, similar ones together. */
  readonly unused: readonly string[];
}

/**
 * @param entry `model.safetensors` or `model.safetensors.index.json`, with config.json beside it.
 * @throws {ModelError} with every mistake: an architecture or configuration that is not known, quantized weights, tensors
 *   that are missing, have another shape or number format, or that the architecture has no place for.
 */
export async function buildGraph(entry: string): Promise<BuiltGraph> {
  const folder = dirname(entry);
  const configPath = companionPath(folder, "config.json");
  const config = await readConfig(folder);
  const { family, configured } = readArchitecture(config, configPath);
  const stored = await findWeights(entry);
  const prefix = family.prefixes.find((start) => stored.has(start + family.anchor));
  if (prefix === undefined) throw otherNames(family, entry, stored);
  const [graph, marks] = [new Graph(), new Marks()];
  const weights = new StoredWeights(graph, stored, folder, prefix);
  configured.build({ graph, weights, marks });
  const unused = weights.unused();
  const problems = [...weights.problems(), ...unexpected(unused, family, prefix)];
  if (problems.length > 0) throw modelMistakes(problems);
  const answer = findAnswer({ graph, marks, stored, folder, prefix, config, plan: configured.answer });
  return {
    ...{ bytes: graph.bytes(), marks, answer, nWeightBytes: weights.nBytes },
    unused: shortList(groupTensors(unused).map(({ name }) => name)),
  };
}

function otherNames(family: Family, entry: string, stored: ReadonlyMap<string, Weight>): ModelError {
  return new ModelError({
    what: "the tensors are not those of the architecture that config.json names",
    where: entry,
    expected: family.prefixes.map((start) => start + family.anchor).join(" or "),
    received: [...stored.keys()].slice(0, 6).join(", "),
    cure: "Take weights and config.json from the same repository, saved by transformers.",
  });
}

/** A tensor that the graph would leave out might change what the model computes: an adapter, a layer too many. */
function unexpected(unused: ReturnType<StoredWeights["unused"]>, family: Family, prefix: string): Problem[] {
  const strange = unused.filter(
    ({ name }) => name.startsWith(prefix) && !family.spare.some((pattern) => pattern.test(name)),
  );
  return groupTensors(strange, ({ shape }) => shape.join()).map(({ name, first: { path, shape } }) => ({
    what: "a tensor has no place in this architecture",
    where: `${path}, ${name}`,
    expected: "only tensors that the configuration explains",
    received: `[${shape.join(", ")}]`,
    cure: "If config.json has too few layers, repair it; if the model was changed, give it as an ONNX file.",
  }));
}

const MOST_LISTED = 30;

function shortList(names: readonly string[]): string[] {
  const nLeft = names.length - MOST_LISTED;
  return [...names.slice(0, MOST_LISTED), ...(nLeft > 0 ? [`… and ${nLeft} more`] : [])];
}
