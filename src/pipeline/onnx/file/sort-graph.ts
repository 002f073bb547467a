/**
 * Sorts the nodes of a graph into an order of computation that depends on the graph alone. Files may hold their nodes in
 * any order, and onnxruntime runs them; the code after this one relies on the order.
 *
 * The order is close to that of exporters: everything that the first output needs, depth first, a node's first input
 * before its second. For nodes that lead to an output, neither names nor the order in the file matter.
 */
import { ModelError } from "../../errors.ts";
import { everyInput, type OnnxAttribute, type OnnxGraph, type OnnxNode } from "./onnx-graph.ts";

/** Tensors and nodes that one message names. */
const MAX_NAMED = 4;

/**
 * @param path For messages.
 * @param isOutside Whether a tensor comes from the graphs around this one.
 * @returns The graph with sorted nodes, including those of all inner graphs.
 * @throws {ModelError} if nodes form a cycle, or a tensor is computed by no node or by two.
 */
export function sortGraph<Graph extends OnnxGraph>(
  path: string,
  graph: Graph,
  isOutside: (tensor: string) => boolean = () => false,
): Graph {
  const isKnown = knownIn(path, graph, isOutside);
  // Inner graphs come first: the node reads what they read, in their order.
  const nodes = graph.nodes.map((node) => withSortedGraphs(path, node, isKnown));
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const makersOf = (tensors: readonly string[]): OnnxNode[] =>
    [...new Set(tensors)].flatMap((tensor) => (tensor === "" ? [] : (makers.get(tensor) ?? [])));
  const needs = new Map(nodes.map((node) => [node, makersOf(everyInput(node))]));
  const leading = new Set(walk(path, makersOf(graph.outputs), needs));
  // Nodes that lead to no output are sorted by their names.
  const rest = nodes
    .filter((node) => !leading.has(node))
    .map((node) => ({ node, key: keyOf(node) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ node }) => node);
  return { ...graph, nodes: walk(path, [...leading, ...rest], needs) };
}

/** @throws {ModelError} if a node or an output reads an unknown tensor, or a tensor is computed twice. */
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
    throw broken(path, "a tensor is computed twice", "one node, input or weight for each", [...twice].sort());
  const isKnown = (tensor: string): boolean => known.has(tensor) || isOutside(tensor);
  const takers = [
    ...graph.nodes.flatMap((node) => node.inputs.map((tensor) => ({ tensor, by: nameOf(node) }))),
    ...graph.outputs.map((tensor) => ({ tensor, by: "the outputs" })),
  ];
  const missing = takers.filter(({ tensor }) => !isKnown(tensor));
  if (missing.length === 0) return isKnown;
  const named = missing.map(({ tensor, by }) => `${tensor} (for ${by})`).sort();
  throw broken(path, "a tensor is never computed", "an input, a weight, or the output of a node", named);
}

function withSortedGraphs(path: string, node: OnnxNode, isKnown: (tensor: string) => boolean): OnnxNode {
  const attributes = [...node.attributes].map(([name, attribute]): [string, OnnxAttribute] => {
    const { graph } = attribute;
    return [name, graph ? { ...attribute, graph: sortGraph(path, graph, isKnown) } : attribute];
  });
  return attributes.some(([, { graph }]) => graph) ? { ...node, attributes: new Map(attributes) } : node;
}

/** Depth first, each node after all nodes that it needs. Iterative, because graphs can be deeper than the stack. */
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

/** @param way A path in which each node needs the next one, and the last one needs `again`. */
function circle(path: string, way: readonly OnnxNode[], again: OnnxNode): ModelError {
  const nodes = [...way.slice(way.indexOf(again)), again].reverse();
  const [first, ...rest] = nodes.map(nameOf);
  const shown = [first, ...rest.slice(0, MAX_NAMED - 1), ...(rest.length > MAX_NAMED ? ["…"] : [])];
  if (rest.length >= MAX_NAMED) shown.push(rest.at(-1));
  return broken(path, "its nodes form a cycle", "an order of computation", [shown.join(" → ")]);
}

function broken(path: string, what: string, expected: string, named: readonly string[]): ModelError {
  const more = named.length > MAX_NAMED ? ` and ${named.length - MAX_NAMED} more` : "";
  const received = named.slice(0, MAX_NAMED).join(", ") + more;
  const cure = "The file is damaged, or a program changed it incompletely. Export the model again.";
  return new ModelError({ what, where: path, expected, received, cure });
}
