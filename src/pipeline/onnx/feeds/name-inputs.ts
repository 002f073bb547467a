/** Names the inputs of a model of several files. Each is an input of the whole model, unless another file computes it. */
import type { InputName } from "#atlas/input-name.ts";
import { describeProblem, ModelError } from "../../errors.ts";
import type { OnnxInput } from "../file/onnx-graph.ts";
import { namesFor } from "../name-parts.ts";
import type { GraphModel } from "../open-graph.ts";
import { saidNames, type AuthorNames } from "./input-roles.ts";

export interface OpenedPart {
  readonly graph: GraphModel;
  readonly tower: string | undefined;
}

/** One file of a model. */
export interface Part extends OpenedPart {
  /** Inputs of the file, and their names in the whole model. */
  readonly inputs: readonly { readonly own: OnnxInput; readonly whole: OnnxInput }[];
  /** For a decoder with an encoder: the inputs for the encoder's output and for its mask. */
  readonly hidden?: OnnxInput;
  readonly hiddenMask?: OnnxInput;
}

/** Inputs that a decoder has for itself if its encoder has the same ones. */
const DECODERS: Readonly<Partial<Record<InputName, InputName>>> = {
  input_ids: "decoder_input_ids",
  attention_mask: "decoder_attention_mask",
  padding_mask: "decoder_padding_mask",
  position_ids: "decoder_position_ids",
};

export function nameInputs(parts: readonly OpenedPart[]): Part[] {
  const used = new Set<string>();
  const free = (names: readonly string[]): string => {
    const name = names.find((candidate) => !used.has(candidate)) ?? names[0]!;
    used.add(name);
    return name;
  };
  const decoder = parts.length > 1 ? parts.find(({ graph }) => hiddenOf(graph) !== undefined) : undefined;
  return parts.map((part) => {
    const { graph, tower = "part" } = part;
    const isDecoder = part === decoder;
    const [hidden, hiddenMask] = isDecoder ? [hiddenOf(graph), maskOf(graph)] : [];
    const inputs = graph.inputs
      .filter((input) => input !== hidden && input !== hiddenMask)
      .map((own) => {
        const role = isDecoder && own.role !== undefined ? (DECODERS[own.role] ?? own.role) : own.role;
        const apart = `${tower}_${own.name}`;
        const name = free(role === own.role ? [own.name, apart] : [apart]);
        return { own, whole: { ...own, name, ...(role === undefined ? {} : { role }) } };
      });
    return { ...part, inputs, ...(hidden ? { hidden } : {}), ...(hiddenMask ? { hiddenMask } : {}) };
  });
}

function hiddenOf({ inputs }: GraphModel): OnnxInput | undefined {
  return inputs.find(({ role }) => role === "encoder_hidden_states");
}

function maskOf({ inputs }: GraphModel): OnnxInput | undefined {
  return inputs.find(({ role }) => role === "encoder_attention_mask");
}

/** @throws {ModelError} naming every configured input that no file has. */
export function expectInputs(path: string, parts: readonly OpenedPart[], names: AuthorNames): void {
  const has = ({ graph }: OpenedPart, name: string): boolean =>
    graph.model.inputs.some((input) => input.name === name);
  const there = new Set(parts.flatMap(({ graph }) => graph.model.inputs.map(({ name }) => name)));
  const messages = saidNames(names).flatMap(([key, name]) => {
    const readers = parts.filter(({ tower }) => Object.keys(namesFor(tower, { [key]: name })).length > 0);
    if (readers.some((part) => has(part, name))) return [];
    const expected = `one of ${[...there].slice(0, 12).join(", ")}`;
    const where = `${path}, inputs.names.${key}`;
    return [describeProblem({ what: "the model has no such input", where, expected, received: name })];
  });
  if (messages.length > 0) throw new ModelError(messages.join("\n"));
}
