/** Turns picture files into the model's input, as its own files specify, and into pictures for the page. */
import type { ModelConfig } from "#atlas/config.schema.ts";
import { ConfigError } from "../../errors.ts";
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
  /** Reads a file, upright and without transparency; float32 [channels, height, width]. */
  (path: string): Promise<Pixels>;
  /** RGBA of the part of a picture that the model sees, at this size in pixels. */
  picture(path: string, width: number, height: number): Promise<Uint8Array>;
  /** Size of the prepared picture, from the file's header alone. */
  sizeOf(path: string): Promise<Extent>;
  /** Whether all prepared pictures have the same size, whatever the size of the files. */
  readonly hasOneSize: boolean;
  /** Warnings for the page. */
  readonly warnings: readonly string[];
}

/**
 * @param image The author's settings in place of preprocessor_config.json. @param input The input for pictures.
 * @throws {ModelError} if nothing specifies how to prepare pictures, or the specification is not supported.
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

/** Like ViTImageProcessor: resizes to this size, whatever the shape. */
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
    throw new ConfigError({
      what: "the picture cannot be prepared as the model's files specify",
      where: path,
      expected: "a picture of another shape",
      received: error.message,
      cure: "Remove it from the folder, or specify the preparation in the model's YAML: inputs.image.",
    });
  }
}
