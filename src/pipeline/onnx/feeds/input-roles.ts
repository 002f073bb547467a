/** Determines the role of each input of a graph: from the author's configuration, from its name, or from its type and axes. */
import type { InputName } from "#atlas/input-name.ts";
import type { GraphIndex } from "../file/graph-index.ts";
import type { OnnxInput } from "../file/onnx-graph.ts";
import { DATA_TYPE, isFloatInput } from "./fed-types.ts";
import { vocabularyOf } from "./input-vocabulary.ts";
import { isWhole, mayBe, nameSays } from "./known-inputs.ts";
import { layoutOf } from "./picture-layout.ts";

/** The author's configuration: the graph's names by role. */
export type AuthorNames = Readonly<Partial<Record<InputName, string | readonly string[] | undefined>>>;

/**
 * Inputs of the graph with their vocabularies, and with their roles where these are clear.
 *
 * @param inputs The inputs that are needed, if not all are.
 */
export function describeInputs(
  graph: GraphIndex,
  names: AuthorNames = {},
  inputs: readonly OnnxInput[] = graph.model.inputs,
): OnnxInput[] {
  const described = inputs.map((input) => withVocabulary(graph, input));
  const roles = authorRoles(described, names);
  nameRoles(described, roles);
  guessRoles(graph, described, roles);
  return described.map((input) => {
    const role = roles.get(input.name);
    if (role === undefined) return input;
    return { ...input, role, ...(role === "pixel_values" ? { picture: layoutOf(graph, input) } : {}) };
  });
}

/** Files of one model may use one name for different inputs: the claim that fits the type and the axes wins. */
function authorRoles(inputs: readonly OnnxInput[], names: AuthorNames): Map<string, InputName> {
  const roles = new Map<string, InputName>();
  const byName = new Map(inputs.map((input) => [input.name, input]));
  for (const [role, name] of saidNames(names)) {
    const input = byName.get(name);
    if (input && (!roles.has(name) || mayBe(role, input))) roles.set(name, role);
  }
  return roles;
}

/** Inputs whose name tells their role. If several could have one role, the one with exactly its name gets it, or none. */
function nameRoles(inputs: readonly OnnxInput[], roles: Map<string, InputName>): void {
  const taken = new Set(roles.values());
  const named = Map.groupBy(
    inputs.filter(({ name }) => !roles.has(name)),
    nameSays,
  );
  for (const [role, found] of named) {
    if (role === undefined || taken.has(role)) continue;
    const exact = found.filter(({ name }) => name === role);
    const isCache = role === "past_key_values";
    const chosen = isCache ? found : exact.length > 0 || found.length > 1 ? exact : found;
    for (const { name } of chosen) roles.set(name, role);
  }
}

/** One entry per input: its role, and its name in the graph. */
export function saidNames(names: AuthorNames): [role: InputName, name: string][] {
  const entries = Object.entries(names) as [InputName, AuthorNames[InputName]][];
  return entries.flatMap(([role, said]) =>
    [said ?? []].flat().map((name) => [role, name] as [InputName, string]),
  );
}

interface Guess {
  readonly role: InputName;
  readonly fits: (input: OnnxInput) => boolean;
  /** Roles that must not be present as well. */
  readonly unless?: readonly InputName[];
}

/** Roles for an input whose name does not tell: it gets a role if no other input has it and it alone has this type and these axes. */
function guessRoles(graph: GraphIndex, inputs: readonly OnnxInput[], roles: Map<string, InputName>): void {
  const rank = (input: OnnxInput): number => input.dims.length || rankByUse(graph, input.name);
  const isText = (input: OnnxInput): boolean => isWhole(input) && (rank(input) === 1 || rank(input) === 2);
  const isSequence = (input: OnnxInput): boolean => isFloatInput(input) && rank(input) === 3;
  const sound: readonly InputName[] = ["input_features", "input_values"];
  const guesses: readonly Guess[] = [
    { role: "pixel_values", fits: (input) => rank(input) === 4 && mayBePicture(input) },
    // The graph looks ids up in a table. Other integers may mean anything if there are several inputs of them.
    {
      role: "input_ids",
      fits: (input) => rank(input) <= 2 && input.vocabulary !== undefined,
    },
    { role: "input_ids", fits: isText },
    { role: "attention_mask", fits: (input) => input.dataType === DATA_TYPE.bool && rank(input) === 2 },
    {
      role: "input_features",
      fits: (input) => isSequence(input) && !isHidden(input),
      unless: [...sound, "input_ids"],
    },
    {
      role: "input_values",
      fits: (input) => isFloatInput(input) && rank(input) === 2,
      unless: [...sound, "input_ids"],
    },
  ];
  for (const { role, fits, unless = [] } of guesses) {
    const known = new Set(roles.values());
    if ([role, ...unless].some((other) => known.has(other))) continue;
    const candidates = inputs.filter((input) => !roles.has(input.name) && fits(input));
    const [only] = candidates;
    if (only !== undefined && candidates.length === 1) roles.set(only.name, role);
  }
  const known = new Set(roles.values());
  const sequences = inputs.filter((input) => !roles.has(input.name) && isSequence(input));
  const [only] = sequences;
  // A decoder also reads the output of its encoder.
  if (known.has("input_ids") && !known.has("encoder_hidden_states") && only && sequences.length === 1)
    roles.set(only.name, "encoder_hidden_states");
}

/** Vectors computed by another part of a model are not a spectrogram. */
const isHidden = ({ name }: OnnxInput): boolean => /embed|hidden|state/i.test(name);

/** The number of axes of an input that the file does not describe, inferred from the kernel of the Conv that reads it. */
function rankByUse(graph: GraphIndex, name: string): number {
  for (const { opType, inputs } of graph.consumers(name)) {
    const kernel = opType === "Conv" && inputs[0] === name ? graph.constant(inputs[1] ?? "") : undefined;
    if (kernel) return kernel.dims.length;
  }
  return 0;
}

/** One, three or four channels, first or last; a mask of four axes has a single one in the middle. */
function mayBePicture({ dims, dataType }: OnnxInput): boolean {
  if (dataType === DATA_TYPE.bool) return false;
  const [, first, , last] = dims;
  const isChannels = (dim: number | string | undefined): boolean =>
    typeof dim !== "number" || dim === 1 || dim === 3 || dim === 4;
  return isChannels(first) || isChannels(last);
}

function withVocabulary(graph: GraphIndex, input: OnnxInput): OnnxInput {
  const vocabulary = vocabularyOf(graph, input.name);
  return vocabulary === undefined ? input : { ...input, vocabulary };
}
