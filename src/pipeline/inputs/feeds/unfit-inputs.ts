/** Error messages for a dataset that does not fit a model's inputs. */
import { counted } from "#atlas/counted.ts";
import { INPUT_NAMES, type InputName } from "#atlas/input-name.ts";
import { describeProblem, ModelError } from "../../errors.ts";
import { typeName } from "../../onnx/feeds/fed-types.ts";
import { mayBe } from "../../onnx/feeds/known-inputs.ts";
import type { OnnxInput } from "../../onnx/file/onnx-graph.ts";

const KINDS =
  "Check that the dataset is of the kind that the model takes. For a model of texts and pictures, name one tower in `file`, e.g. onnx/vision_model.onnx.";
const CACHE =
  "Its cache has a fixed length and cannot be empty. Use an export without a cache, and name it in `file`.";

/** The most likely cure. */
const CONTENT: readonly InputName[] = ["pixel_values", "input_features", "input_values"];

export function unknownInputs(inputs: readonly OnnxInput[], modelPath: string): ModelError {
  const messages = inputs.map((input) =>
    describeProblem({
      what: "the model has an input that this dataset cannot fill",
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
  // A known name is reliable; otherwise the role may have been guessed wrong.
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

/** Quotes names that contain characters with a meaning in YAML. */
function written(name: string): string {
  return /^[\w.]+$/.test(name) && !/^([\d.]+|true|false|null)$/.test(name) ? name : JSON.stringify(name);
}

export function tooLong(input: OnnxInput, modelPath: string, length: number, longest: number): ModelError {
  return new ModelError({
    what: "a sequence is longer than the model allows",
    where: `${modelPath}, input ${input.name}`,
    expected: `at most ${counted(length, "token")}`,
    received: `${longest}`,
    cure: `Say so in the model's YAML: inputs.maxLength: ${length}.`,
  });
}

/** A token for which the model has no vector. @param vocabulary Number of vectors of the model. */
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
  return new ModelError({
    what: "the tokenizer belongs to another model: it has tokens that the model does not know",
    where: `${modelPath}, input ${input.name}`,
    expected: `ids of 0 to ${vocabulary - 1}`,
    received: `${id} for ${JSON.stringify(token)}`,
    cure: `Name the folder of the model's own tokenizer in its YAML: ${key}.`,
  });
}

/** @param dims As it is fed. */
export function wrongSize(input: OnnxInput, modelPath: string, dims: readonly number[]): ModelError {
  const isPicture = input.role === "pixel_values";
  return new ModelError({
    what: isPicture
      ? "pictures are prepared in another size than the model takes"
      : "the model takes another size",
    where: `${modelPath}, input ${input.name}`,
    expected: describeInput(input),
    received: `[${dims.join(", ")}]`,
    cure: isPicture
      ? "Correct preprocessor_config.json, or say the size in the model's YAML: inputs.image: { size: [height, width] }."
      : "Does the model's preprocessor_config.json belong to it?",
  });
}

function describeInput({ name, dataType, dims }: OnnxInput): string {
  return `${name} ${typeName(dataType)} [${dims.join(", ")}]`;
}
