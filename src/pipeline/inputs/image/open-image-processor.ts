/** Turns picture files into the model's input, as its own files say, and back into what can be looked at. */
import type { ModelConfig } from "#atlas/config.schema.ts";
import { ConfigError, describeProblem } from "../../errors.ts";
import type { Pixels } from "../encoded-dataset.ts";
import { fitPreparation, type PictureInput } from "./pictures/fit-preparation.ts";
import { hasOneSize, placePicture } from "./pictures/placement.ts";
import type { Preparation } from "./pictures/preparation.ts";
import { preparePicture } from "./pictures/prepare-picture.ts";
import { readPicture, readPictureSize } from "./pictures/read-picture.ts";
import { readPreparation } from "./pictures/read-preparation.ts";
import { showPicture } from "./pictures/show-picture.ts";
import type { Extent } from "./pictures/target-size.ts";

export interface ImageProcessor {
  /** Reads a file, upright, without its transparency; float32 [channels, height, width]. */
  (path: string): Promise<Pixels>;
  /** RGBA of the part of a picture that the model sees, at this size in pixels. */
  picture(path: string, width: number, height: number): Promise<Uint8Array>;
  /** Of the prepared picture, by the file's header alone. */
  sizeOf(path: string): Promise<Extent>;
  /** Whether all pictures come out in one size, whatever their own. */
  readonly hasOneSize: boolean;
  /** What a page must say about it. */
  readonly warnings: readonly string[];
}

/**
 * @param image What the author says in place of preprocessor_config.json. @param input What takes the pictures.
 * @throws {ModelError} if nothing says how the model sees pictures, or what says it cannot be followed.
 */
export async function openImageProcessor(
  modelFolder: string,
  image?: ModelConfig["inputs"]["image"],
  input?: PictureInput,
): Promise<ImageProcessor> {
  const said = image
    ? { preparation: preparationFrom(image), warnings: [] }
    : await readPreparation(modelFolder);
  const { preparation, warnings } = input ? fitPreparation(said, input) : said;
  const prepare = async (path: string): Promise<Pixels> => {
    const picture = await readPicture(path);
    return told(path, () => preparePicture(preparation, picture));
  };
  return Object.assign(prepare, {
    warnings,
    hasOneSize: hasOneSize(preparation),
    picture: async (path: string, width: number, height: number) => {
      const picture = await readPicture(path);
      return told(path, () => showPicture(preparation, picture, height, width));
    },
    sizeOf: async (path: string) => {
      const picture = await readPictureSize(path);
      return told(path, () => placePicture(preparation, picture).pad);
    },
  });
}

/** As a ViTImageProcessor does: to this size, whatever the shape. */
function preparationFrom(image: NonNullable<ModelConfig["inputs"]["image"]>): Preparation {
  const { size, mean, std, resample = "bilinear" } = image;
  const [height, width] = typeof size === "number" ? [size, size] : size;
  return {
    resize: { rule: { by: "exact", height, width }, filter: resample },
    channels: "rgb",
    values: mean.map((value, channel) => ({
      factor: 1 / 255,
      offset: 0,
      normalizations: [{ mean: value, std: std[channel] ?? 1 }],
    })),
  };
}

function told<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ConfigError(
      describeProblem({
        what: "the picture cannot be prepared as the model's files ask for",
        where: path,
        expected: "a picture of another shape",
        received: error.message,
        cure: "Take it out of the folder, or say in the model's YAML how it sees pictures: inputs.image.",
      }),
    );
  }
}
