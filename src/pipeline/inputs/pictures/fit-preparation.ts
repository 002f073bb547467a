/** A preparation as the input of the graph needs it: its channels, and whole numbers where it takes no others. */
import { describeProblem, ModelError } from "../../errors.ts";
import { DATA_TYPE, fedType } from "../../onnx/fed-types.ts";
import type { OnnxInput } from "../../onnx/onnx-graph.ts";
import type { ReadPreparation } from "./read-preparation.ts";

/** What takes the pictures, as far as the preparation depends on it. */
export type PictureInput = Pick<OnnxInput, "name" | "dataType" | "picture">;

const LEVELS = { factor: null, offset: 0, normalizations: [] };

/** @throws {ModelError} if the graph takes pictures of another kind than files hold. */
export function fitPreparation(
  { preparation, remarks }: ReadPreparation,
  input: PictureInput,
): ReadPreparation {
  const { picture, name } = input;
  const { nChannels = preparation.values.length } = picture ?? {};
  if (nChannels !== 1 && nChannels !== 3)
    throw unfit(name, "pictures of three channels, or gray ones", `${nChannels} channels`);
  if (input.dataType === DATA_TYPE.int8)
    throw unfit(name, "pictures in floating point, or in levels of 0 to 255", "int8");
  const isGray = nChannels === 1;
  const [first] = preparation.values;
  const values = isGray && first ? [first] : preparation.values;
  const fitted = { ...preparation, values, ...(isGray ? { channels: "gray" as const } : {}) };
  if (fedType(input.dataType) === "float32") return { preparation: fitted, remarks };
  const remark = "The model takes levels of 0 to 255: they are fed as they are, without scaling.";
  return { preparation: { ...fitted, values: values.map(() => LEVELS) }, remarks: [...remarks, remark] };
}

function unfit(name: string, expected: string, received: string): ModelError {
  return new ModelError(
    describeProblem({
      what: "the model takes pictures in another way than they can be prepared",
      where: `input ${name}`,
      expected,
      received,
      cure: "Take another export of the model, in float32.",
    }),
  );
}
