/** What is said where a model's inputs and a dataset do not fit. */
import { counted } from "#atlas/counted.ts";
import { INPUT_NAMES, type InputName } from "#atlas/input-name.ts";
import { describeProblem, ModelError } from "../../errors.ts";
import { typeName } from "../../onnx/feeds/fed-types.ts";
import { mayBe } from "../../onnx/feeds/known-inputs.ts";
import type { OnnxInput } from "../../onnx/file/onnx-graph.ts";

const KINDS =
  "Is the dataset of the kind that the model takes? Of a model for texts and pictures, name one tower in `file`, e.g. onnx/vision_model.onnx.";
const CACHE =
  "Its cache has a fixed length and cannot be empty: take an export without a cache, and name it in `file`.";

/** What is most likely meant. */
const CONTENT: readonly InputName[] = ["pixel_values", "input_features", "input_values"];

export function unknownInputs(inputs: readonly OnnxInput[], modelPath: string): ModelError {
  const messages = inputs.map((input) =>
    describeProblem({
      what: "the model asks for an input that this dataset cannot fill",
      where: `${modelPath}, input ${input.name}`,
      expected:
        input.role === undefined
          ? "an input whose name, or type and number of axes, say what it is"
          : `what is called ${input.role}, which this dataset has not`,
      received: describeInput(input),
      cure: cureOf(input),
    }),
  );
  return new ModelError(messages.join("\n"));
}

function cureOf(input: OnnxInput): string {
  if (input.role === "past_key_values") return CACHE;
  if (input.role === undefined) return namesCure(input);
  // What is called so is so; else it may have been taken for something that it is not.
  return input.name === input.role ? KINDS : `${KINDS} ${namesCure(input)}`;
}

function namesCure(input: OnnxInput): string {
  const [first, ...others] = [...CONTENT, ...INPUT_NAMES.filter((name) => !CONTENT.includes(name))].filter(
    (name) => mayBe(name, input),
  );
  if (first === undefined) return KINDS;
  const more = others.length > 0 ? ` (or ${others.join(", ")})` : "";
  return `Say what it is in the model's YAML: inputs.names: { ${first}: ${written(input.name)} }${more}.`;
}

/** Names with signs that YAML reads as its own stand in quotation marks. */
function written(name: string): string {
  return /^[\w.]+$/.test(name) && !/^([\d.]+|true|false|null)$/.test(name) ? name : JSON.stringify(name);
}

export function tooLong(input: OnnxInput, modelPath: string, length: number, longest: number): ModelError {
  return new ModelError(
    describeProblem({
      what: "a sequence is longer than the model takes",
      where: `${modelPath}, input ${input.name}`,
      expected: `at most ${counted(length, "token")}`,
      received: `${longest}`,
      cure: `Say so in the model's YAML: inputs.maxLength: ${length}.`,
    }),
  );
}

/** A token that the model has no vector for. @param vocabulary How many it has. */
interface Stranger {
  readonly id: number;
  readonly token: string;
  readonly vocabulary: number;
}

export function unknownToken(
  input: OnnxInput,
  modelPath: string,
  { id, token, vocabulary }: Stranger,
): ModelError {
  const key = input.role?.startsWith("decoder_") ? "inputs.targetTokenizer" : "inputs.tokenizer";
  return new ModelError(
    describeProblem({
      what: "the tokenizer is another model's: it has tokens that the model does not know",
      where: `${modelPath}, input ${input.name}`,
      expected: `ids of 0 to ${vocabulary - 1}`,
      received: `${id} for ${JSON.stringify(token)}`,
      cure: `Name the folder of the model's own tokenizer in its YAML: ${key}.`,
    }),
  );
}

/** @param dims As it is fed. */
export function wrongSize(input: OnnxInput, modelPath: string, dims: readonly number[]): ModelError {
  const isPicture = input.role === "pixel_values";
  return new ModelError(
    describeProblem({
      what: isPicture
        ? "pictures are prepared in another size than the model takes"
        : "the model takes another size",
      where: `${modelPath}, input ${input.name}`,
      expected: describeInput(input),
      received: `[${dims.join(", ")}]`,
      cure: isPicture
        ? "Correct preprocessor_config.json, or say the size in the model's YAML: inputs.image: { size: [height, width] }."
        : "Does the model's preprocessor_config.json belong to it?",
    }),
  );
}

function describeInput({ name, dataType, dims }: OnnxInput): string {
  return `${name} ${typeName(dataType)} [${dims.join(", ")}]`;
}
