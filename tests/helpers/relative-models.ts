/** Models whose weights are those of a fixture, by other names: two families that compute the same must agree. */
import { openModel, type BlockCapture, type Feeds } from "#pipeline/onnx/open-model.ts";
import { readFixture } from "./architecture-fixtures.ts";
import { formulaNumbers } from "./formula.ts";
import { tempFolder } from "./temp-folder.ts";
import { writeCheckpoint, type WrittenTensor } from "./write-checkpoint.ts";

export type Tensors = Record<string, WrittenTensor>;

/** The weights of a fixture, without buffers, by other names where they are given. */
export function tensorsOf(
  fixture: string,
  renamed: (name: string) => readonly string[] = (name) => [name],
): Tensors {
  return Object.fromEntries(
    readFixture(fixture).tensors.flatMap((tensor) => {
      if (!("center" in tensor)) return [];
      const { shape, center, spread } = tensor;
      const n = shape.reduce((product, size) => product * size, 1);
      const numbers = formulaNumbers(tensor.name, n, center, spread);
      return renamed(tensor.name).map((name) => [name, { shape, numbers }] as const);
    }),
  );
}

/** Two sequences through a model. @param given Values for the inputs that it may have. */
export async function captureModel(
  config: object,
  tensors: Tensors,
  given: Feeds,
): Promise<readonly BlockCapture[]> {
  const model = await openModel(writeCheckpoint(await tempFolder(), config, tensors));
  const feeds = Object.fromEntries(model.inputs.map(({ name }) => [name, given[name]!]));
  const captured = await model.run(feeds, 2);
  await model.release();
  return captured;
}
