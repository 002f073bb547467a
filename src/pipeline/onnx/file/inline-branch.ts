/**
 * Attention inside an If (a decoder with and without cache merged into one file): replaces the If by the nodes of one of
 * its branches, so that the rest of the pipeline sees a flat graph.
 */
import { graphsOf, takenFromOutside, type OnnxGraph, type OnnxModel, type OnnxNode } from "./onnx-graph.ts";
import { sortGraph } from "./sort-graph.ts";

/** The branch of an If to take; `auto` is the one that reads no cache. */
export type BranchChoice = "auto" | "then" | "else";

/** Real files have one such If; a few more rounds cost nothing. */
const MAX_ROUNDS = 4;

export function inlineBranches(
  model: OnnxModel,
  holdsAttention: (node: OnnxNode) => boolean,
  choice: BranchChoice = "auto",
): OnnxModel {
  let flat = model;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const inside = new Set(
      flat.nodes.filter((node) => node.opType === "If" && isInside(node, holdsAttention)),
    );
    if (inside.size === 0) break;
    flat = inlineOnce(flat, inside, choice);
  }
  return flat === model ? model : sortGraph(model.file.path, flat);
}

/** Whether a subgraph of this node contains attention, at any depth. */
export function isInside(node: OnnxNode, holdsAttention: (node: OnnxNode) => boolean): boolean {
  return graphsOf(node).some((graph) =>
    graph.nodes.some((inner) => holdsAttention(inner) || isInside(inner, holdsAttention)),
  );
}

function inlineOnce(model: OnnxModel, inside: ReadonlySet<OnnxNode>, choice: BranchChoice): OnnxModel {
  const nodes: OnnxNode[] = [];
  const initializers = new Map(model.initializers);
  const ranks = new Map(model.ranks);
  for (const node of model.nodes) {
    if (!inside.has(node)) {
      nodes.push(node);
      continue;
    }
    const branch = chooseBranch(model, node, choice);
    if (branch === undefined) continue;
    nodes.push(...branch.nodes);
    for (const [name, tensor] of branch.initializers) initializers.set(name, tensor);
    for (const [name, rank] of branch.ranks) ranks.set(name, rank);
    node.outputs.forEach((output, i) => {
      const made = branch.outputs[i];
      if (made === undefined || made === output || output === "") return;
      nodes.push({
        name: "",
        opType: "Identity",
        domain: "",
        inputs: [made],
        outputs: [output],
        attributes: new Map(),
      });
    });
  }
  return { ...model, nodes, initializers, ranks };
}

function chooseBranch(model: OnnxModel, node: OnnxNode, choice: BranchChoice): OnnxGraph | undefined {
  const onTrue = node.attributes.get("then_branch")?.graph;
  const onFalse = node.attributes.get("else_branch")?.graph;
  if (choice !== "auto") return choice === "then" ? onTrue : onFalse;
  if (onTrue === undefined || onFalse === undefined) return onFalse ?? onTrue;
  // The cache is an input, so the branch that reads fewer inputs is the one without a cache.
  const inputs = new Set(model.inputs.map((input) => input.name));
  const taken = (graph: OnnxGraph): number =>
    new Set(takenFromOutside(graph).filter((name) => inputs.has(name))).size;
  return taken(onTrue) < taken(onFalse) ? onTrue : onFalse;
}
