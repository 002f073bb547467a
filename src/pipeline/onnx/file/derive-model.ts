/**
 * Derives a small model that computes only the requested tensors. Weights are not copied: every large one becomes a
 * reference to its bytes in the original file, which onnxruntime maps into memory.
 */
import { castNode, DATA_TYPE, feedInput } from "../feeds/fed-types.ts";
import { copyNode, copyRange } from "./copy-node.ts";
import { everyInput, type OnnxInput, type OnnxModel, type OnnxNode } from "./onnx-graph.ts";
import { bytesField, type Range } from "./protobuf.ts";
import { WeightLinks } from "./weight-links.ts";
import { widenBfloat } from "./widen-bfloat.ts";
import { writeInput, writeNode } from "./write-node.ts";

/** A tensor to be exposed as an output of the derived model, cast to float32. */
export interface Wanted {
  readonly tensor: string;
  readonly output: string;
  /** Nodes to add, in order of computation, that compute the tensor. */
  readonly added?: readonly OnnxNode[];
}

export interface DerivedModel {
  /** An ONNX model, a few kilobytes to a megabyte. */
  readonly bytes: Buffer;
  /** Folder that its external references are relative to. */
  readonly folder: string;
  /** Inputs and cuts that it needs: the file's name → the name under which it is fed. */
  readonly inputs: ReadonlyMap<string, string>;
}

/** Tensors of a graph by name, with their shapes. */
export type Cuts = ReadonlyMap<string, OnnxInput["dims"]>;

/**
 * @param cuts Float32 tensors that are fed, not computed, where something depends on them.
 * @param halves Those of the cuts that the graph has in float16: they are fed in float32 like all others.
 * @throws {ModelError} if external data is missing or lies outside the model's folder.
 */
export function deriveModel(
  model: OnnxModel,
  wanted: readonly Wanted[],
  cuts: Cuts = new Map(),
  halves: ReadonlySet<string> = new Set(),
): DerivedModel {
  const added = uniqueNodes(wanted);
  const { nodes, names } = needed(
    model,
    wanted.map((entry) => entry.tensor),
    added,
    cuts,
  );
  const links = new WeightLinks(model);
  const copy = (range: Range): Buffer => copyRange(model.file, range);
  const inputs = model.inputs.filter(({ name }) => names.has(name) && !cuts.has(name));
  const fed = inputs.map(feedInput);
  const carried = [...cuts]
    .filter(([name]) => names.has(name))
    .map(([name, dims]) => fedCut(name, dims, halves.has(name)));
  const tensors = [...model.initializers.values()].filter((tensor) => names.has(tensor.name));
  const pieces = widenBfloat({
    nodes: [...nodes, ...added],
    tensors: tensors.map((tensor) => ({ tensor, name: tensor.name })),
  });
  const graph = Buffer.concat([
    ...[...fed, ...carried].flatMap(({ cast }) => (cast ? [writeNode(cast)] : [])),
    ...pieces.nodes.map((node) => (node.whole ? copyNode(model.file, node, node.whole) : writeNode(node))),
    ...wanted.map(({ tensor, output }) => writeNode(castNode(tensor, output, DATA_TYPE.float32))),
    bytesField(2, "headland"),
    ...pieces.tensors.map(({ tensor, name }) => bytesField(5, links.write(tensor, name))),
    ...[...model.sparse].filter(([name]) => names.has(name)).map(([, whole]) => copy(whole)),
    ...fed.map(({ input }, i) => (input === inputs[i] ? copy(input.whole) : writeInput(input))),
    ...carried.map(({ input }) => writeInput(input)),
    ...wanted.map((entry) => bytesField(12, bytesField(1, entry.output))),
  ]);
  const bytes = Buffer.concat([...model.header.map(copy), bytesField(7, graph)]);
  const fedAs = new Map([
    ...inputs.map(({ name }, i) => [name, fed[i]?.input.name ?? name] as const),
    ...carried.map(({ name, input }) => [name, input.name] as const),
  ]);
  return { bytes, folder: links.folder, inputs: fedAs };
}

/** A cut as an input, with its cast if the graph has it in another precision. */
function fedCut(
  name: string,
  dims: OnnxInput["dims"],
  isHalf: boolean,
): {
  readonly name: string;
  readonly input: Pick<OnnxInput, "name" | "dataType" | "dims">;
  readonly cast?: OnnxNode;
} {
  const dataType = DATA_TYPE.float32;
  if (!isHalf) return { name, input: { name, dataType, dims } };
  const fed = `headland.fed.${name}`;
  return { name, input: { name: fed, dataType, dims }, cast: castNode(fed, name, DATA_TYPE.float16) };
}

/** Several wanted tensors may need the same added node. */
function uniqueNodes(wanted: readonly Wanted[]): OnnxNode[] {
  const nodes = new Map<string, OnnxNode>();
  for (const { added = [] } of wanted) for (const node of added) nodes.set(node.outputs[0] ?? "", node);
  return [...nodes.values()];
}

/** Walks back from the wanted tensors to everything that they are computed from. */
function needed(
  model: OnnxModel,
  wanted: readonly string[],
  added: readonly OnnxNode[],
  cuts: Cuts,
): { nodes: OnnxNode[]; names: Set<string> } {
  const names = new Set([...wanted, ...added.flatMap((node) => node.inputs)]);
  const nodes: OnnxNode[] = [];
  // Nodes are in order of computation, so one pass from the end finds everything that is needed.
  for (const node of model.nodes.toReversed()) {
    if (!node.outputs.some((output) => names.has(output) && !cuts.has(output))) continue;
    nodes.push(node);
    for (const input of everyInput(node)) names.add(input);
  }
  return { nodes: nodes.reverse(), names };
}
