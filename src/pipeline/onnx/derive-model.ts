/**
 * Derives a small model that computes only the tensors asked for. Weights are not copied: every large one becomes a
 * reference to its bytes in the original file, which onnxruntime maps into memory.
 */
import { realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, normalize } from "node:path";
import { describeProblem, ModelError } from "../errors.ts";
import { bytesField, intField } from "./protobuf.ts";
import type { OnnxModel, OnnxNode, OnnxTensor } from "./skim-model.ts";

/** A tensor to be exposed as an output of the derived model, cast to float32. */
export interface Wanted {
  readonly tensor: string;
  readonly output: string;
}

export interface DerivedModel {
  /** An ONNX model, a few kilobytes to a megabyte. */
  readonly bytes: Buffer;
  /** Folder that its external references are relative to. */
  readonly folder: string;
  /** Names of the inputs it still needs. */
  readonly inputs: readonly string[];
}

/** Below this a reference would be larger than the numbers. */
const INLINE_BYTES = 1024;
const FLOAT = 1;

/** @throws {ModelError} if external data is missing or lies outside the model's folder. */
export function deriveModel(model: OnnxModel, wanted: readonly Wanted[]): DerivedModel {
  const { nodes, names } = needed(
    model,
    wanted.map((entry) => entry.tensor),
  );
  const links = new Links(model);
  const copy = (range: { start: number; end: number }): Buffer =>
    model.file.bytes(range.start, range.end - range.start);
  const inputs = model.inputs.filter((input) => names.has(input.name));
  const graph = Buffer.concat([
    ...nodes.map((node) => copy(node.whole)),
    ...wanted.map(castNode),
    bytesField(2, "headland"),
    ...[...model.initializers.values()]
      .filter((tensor) => names.has(tensor.name))
      .map((tensor) => bytesField(5, links.isSmall(tensor) ? copy(tensor.range) : links.reference(tensor))),
    ...inputs.map((input) => copy(input.whole)),
    ...wanted.map((entry) => bytesField(12, bytesField(1, entry.output))),
  ]);
  const bytes = Buffer.concat([...model.header.map(copy), bytesField(7, graph)]);
  return { bytes, folder: links.folder, inputs: inputs.map((input) => input.name) };
}

/** Walks back from the wanted tensors to what they are computed from. */
function needed(model: OnnxModel, wanted: readonly string[]): { nodes: OnnxNode[]; names: Set<string> } {
  const names = new Set(wanted);
  const nodes: OnnxNode[] = [];
  // Nodes stand in the order of computation, so one pass from the end finds all that is needed.
  for (const node of model.nodes.toReversed()) {
    if (!node.outputs.some((output) => names.has(output))) continue;
    nodes.push(node);
    for (const input of node.inputs) names.add(input);
    for (const attribute of node.attributes.values())
      for (const name of attribute.captured ?? []) names.add(name);
  }
  return { nodes: nodes.reverse(), names };
}

function castNode({ tensor, output }: Wanted): Buffer {
  const attribute = Buffer.concat([bytesField(1, "to"), intField(3, FLOAT), intField(20, 2)]);
  return bytesField(
    1,
    Buffer.concat([
      bytesField(1, tensor),
      bytesField(2, output),
      bytesField(4, "Cast"),
      bytesField(5, attribute),
    ]),
  );
}

/** Turns tensors into references. onnxruntime refuses links that leave its folder, so real paths are used throughout. */
class Links {
  readonly folder: string;
  readonly #model: OnnxModel;
  readonly #modelFile: string;
  readonly #locations = new Map<string, string>();

  constructor(model: OnnxModel) {
    const real = realpathSync(model.file.path);
    this.#model = model;
    this.#modelFile = basename(real);
    this.folder = dirname(real);
  }

  /** Whether a tensor is kept inside the derived model. */
  isSmall(tensor: OnnxTensor): boolean {
    if (tensor.external) return false;
    return tensor.raw === undefined || tensor.raw.end - tensor.raw.start <= INLINE_BYTES;
  }

  reference(tensor: OnnxTensor): Buffer {
    const { external, raw } = tensor;
    const entries: [string, string][] = [];
    if (external) {
      entries.push(["location", this.#locate(external.location)], ["offset", String(external.offset)]);
      if (external.length !== undefined) entries.push(["length", String(external.length)]);
    } else if (raw) {
      entries.push(
        ["location", this.#modelFile],
        ["offset", String(raw.start)],
        ["length", String(raw.end - raw.start)],
      );
    }
    return Buffer.concat([
      ...tensor.dims.map((dim) => intField(1, dim)),
      intField(2, tensor.dataType),
      bytesField(8, tensor.name),
      ...entries.map(([key, value]) =>
        bytesField(13, Buffer.concat([bytesField(1, key), bytesField(2, value)])),
      ),
      intField(14, 1),
    ]);
  }

  #locate(location: string): string {
    const known = this.#locations.get(location);
    if (known !== undefined) return known;
    const path = normalize(location);
    if (location === "" || isAbsolute(path) || path.startsWith("..")) {
      throw this.#problem(
        "external data lies outside the model's folder",
        "a file beside the model",
        location,
      );
    }
    // Where the model itself is a link (a hub cache), its data file is looked for beside the link.
    const beside = join(dirname(this.#model.file.path), path);
    if (!statSync(beside, { throwIfNoEntry: false })?.isFile()) {
      throw this.#problem(
        "the file with the weights is missing",
        "a file beside the model",
        location,
        "Download it too.",
      );
    }
    const real = realpathSync(beside);
    if (!real.startsWith(`${this.folder}/`)) {
      throw this.#problem(
        "external data is linked to another folder than the model",
        "files in one folder",
        location,
      );
    }
    const inFolder = real.slice(this.folder.length + 1);
    this.#locations.set(location, inFolder);
    return inFolder;
  }

  #problem(what: string, expected: string, received: string, cure?: string): ModelError {
    const where = this.#model.file.path;
    const problem = { what, where, expected, received: JSON.stringify(received) };
    return new ModelError(describeProblem(cure === undefined ? problem : { ...problem, cure }));
  }
}
