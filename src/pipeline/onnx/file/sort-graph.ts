/**
 * Puts the nodes of a graph in an order of computation that the graph alone decides. Files may hold their nodes in any
 * order, and onnxruntime runs them; everything behind this reads one node after the other.
 *
 * The order is much the one in which exporters write: what the first output needs, depth first, a node's first input
 * before its second. Neither names nor the order of the file decide where a node stands that leads to an output.
 */
import { describeProblem, ModelError } from "../../errors.ts";
import { everyInput, type OnnxAttribute, type OnnxGraph, type OnnxNode } from "./onnx-graph.ts";

/** Tensors and nodes that one message names. */
const MAX_NAMED = 4;

/**
 * @param path For messages.
 * @param isOutside Whether a tensor comes from the graphs around this one.
 * @returns The graph with its nodes, and those of all graphs inside, sorted.
 * @throws {ModelError} if nodes need each other in a circle, or a tensor is made by no node, or by two.
 */
export function sortGraph<Graph extends OnnxGraph>(
  path: string,
  graph: Graph,
  isOutside: (tensor: string) => boolean = () => false,
): Graph {
  const isKnown = knownIn(path, graph, isOutside);
  // Graphs inside a node come first: the node takes what they take, in their order.
  const nodes = graph.nodes.map((node) => withSortedGraphs(path, node, isKnown));
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const makersOf = (tensors: readonly string[]): OnnxNode[] =>
    [...new Set(tensors)].flatMap((tensor) => (tensor === "" ? [] : (makers.get(tensor) ?? [])));
  const needs = new Map(nodes.map((node) => [node, makersOf(everyInput(node))]));
  const leading = new Set(walk(path, makersOf(graph.outputs), needs));
  // What leads to no output has no place of its own, so its names give it one.
  const rest = nodes
    .filter((node) => !leading.has(node))
    .map((node) => ({ node, key: keyOf(node) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ node }) => node);
  return { ...graph, nodes: walk(path, [...leading, ...rest], needs) };
}

/** @throws {ModelError} if what a node or an output takes is not known, or is made twice. */
function knownIn(
  path: string,
  graph: OnnxGraph,
  isOutside: (tensor: string) => boolean,
): (tensor: string) => boolean {
  const known = new Set(["", ...graph.inputs.map(({ name }) => name), ...graph.initializers.keys()]);
  for (const name of graph.sparse.keys()) known.add(name);
  const twice = new Set<string>();
  for (const output of graph.nodes.flatMap(({ outputs }) => outputs)) {
    if (output !== "" && known.has(output)) twice.add(output);
    known.add(output);
  }
  if (twice.size > 0)
    throw broken(path, "a tensor is made twice", "one node, input or weight for each", [...twice].sort());
  const isKnown = (tensor: string): boolean => known.has(tensor) || isOutside(tensor);
  const takers = [
    ...graph.nodes.flatMap((node) => node.inputs.map((tensor) => ({ tensor, by: nameOf(node) }))),
    ...graph.outputs.map((tensor) => ({ tensor, by: "the outputs" })),
  ];
  const missing = takers.filter(({ tensor }) => !isKnown(tensor));
  if (missing.length === 0) return isKnown;
  const named = missing.map(({ tensor, by }) => `${tensor} (for ${by})`).sort();
  throw broken(path, "a tensor is made nowhere", "an input, a weight, or what a node makes", named);
}

function withSortedGraphs(path: string, node: OnnxNode, isKnown: (tensor: string) => boolean): OnnxNode {
  const attributes = [...node.attributes].map(([name, attribute]): [string, OnnxAttribute] => {
    const { graph } = attribute;
    return [name, graph ? { ...attribute, graph: sortGraph(path, graph, isKnown) } : attribute];
  });
  return attributes.some(([, { graph }]) => graph) ? { ...node, attributes: new Map(attributes) } : node;
}

/** Depth first, each node behind all that it needs; without recursion, since graphs are deeper than the stack. */
function walk(
  path: string,
  roots: readonly OnnxNode[],
  needs: ReadonlyMap<OnnxNode, readonly OnnxNode[]>,
): OnnxNode[] {
  const [open, done] = [new Set<OnnxNode>(), new Set<OnnxNode>()];
  for (const root of roots) {
    const way = [{ node: root, next: 0 }];
    while (way.length > 0) {
      const top = way[way.length - 1]!;
      open.add(top.node);
      const maker = done.has(top.node) ? undefined : needs.get(top.node)?.[top.next++];
      if (maker === undefined) {
        done.add(top.node);
        open.delete(top.node);
        way.pop();
      } else if (open.has(maker)) {
        throw circle(
          path,
          way.map(({ node }) => node),
          maker,
        );
      } else way.push({ node: maker, next: 0 });
    }
  }
  return [...done];
}

function keyOf({ outputs, opType, name, inputs }: OnnxNode): string {
  return [outputs, opType, name, inputs].join("\0");
}

function nameOf({ name, opType, outputs }: OnnxNode): string {
  return `${opType} ${name === "" ? (outputs[0] ?? "") : name}`;
}

/** @param way Each node of it needs the next one, and the last one needs `again`. */
function circle(path: string, way: readonly OnnxNode[], again: OnnxNode): ModelError {
  const nodes = [...way.slice(way.indexOf(again)), again].reverse();
  const [first, ...rest] = nodes.map(nameOf);
  const shown = [first, ...rest.slice(0, MAX_NAMED - 1), ...(rest.length > MAX_NAMED ? ["…"] : [])];
  if (rest.length >= MAX_NAMED) shown.push(rest.at(-1));
  return broken(path, "its nodes need each other in a circle", "an order of computation", [
    shown.join(" → "),
  ]);
}

function broken(path: string, what: string, expected: string, named: readonly string[]): ModelError {
  const more = named.length > MAX_NAMED ? ` and ${named.length - MAX_NAMED} more` : "";
  const received = named.slice(0, MAX_NAMED).join(", ") + more;
  const cure =
    "The file is damaged, or a program that changed it left it incomplete: export the model again.";
  return new ModelError(describeProblem({ what, where: path, expected, received, cure }));
}
