import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { openImageProcessor, type ImageProcessor } from "#pipeline/inputs/image/open-image-processor.ts";
import { preparePicture } from "#pipeline/inputs/image/pictures/prepare-picture.ts";
import type { Preparation } from "#pipeline/inputs/image/pictures/preparation.ts";
import { drawPicture, PICTURE_NAMES, readReferences } from "../../../../../helpers/drawn-pictures.ts";
import { expectClose } from "../../../../../helpers/expect-close.ts";
import { tempFolder } from "../../../../../helpers/temp-folder.ts";

const IMAGENET = { image_mean: [0.485, 0.456, 0.406], image_std: [0.229, 0.224, 0.225] };
const HALF = { image_mean: 0.5, image_std: [0.5, 0.5, 0.5] };

/** What stands in preprocessor_config.json, of new, old and fast classes, and how levels become numbers then. */
const CASES: Readonly<Record<string, { file: object; mean: number[]; std: number[]; isFlipped?: true }>> = {
  ViT: {
    file: {
      image_processor_type: "ViTImageProcessorFast",
      size: { height: 20, width: 24 },
      resample: 2,
      ...HALF,
    },
    mean: [0.5, 0.5, 0.5],
    std: [0.5, 0.5, 0.5],
  },
  CLIP: {
    file: { feature_extractor_type: "CLIPFeatureExtractor", size: 24, crop_size: 24, resample: 3 },
    mean: [0.48145466, 0.4578275, 0.40821073],
    std: [0.26862954, 0.26130258, 0.27577711],
  },
  DeiT: {
    file: { image_processor_type: "DeiTImageProcessor", size: [28, 28], crop_size: 23, ...IMAGENET },
    mean: IMAGENET.image_mean,
    std: IMAGENET.image_std,
  },
  ConvNext: {
    file: {
      image_processor_type: "ConvNextImageProcessor",
      size: { shortest_edge: 21 },
      resample: "bilinear",
    },
    mean: [0.5, 0.5, 0.5],
    std: [0.5, 0.5, 0.5],
  },
  Levit: {
    file: {
      image_processor_type: "LevitImageProcessor",
      size: { shortest_edge: 21 },
      crop_size: { height: 21, width: 21 },
      resample: "PILImageResampling.LANCZOS",
    },
    mean: IMAGENET.image_mean,
    std: IMAGENET.image_std,
  },
  MobileViT: {
    file: { feature_extractor_type: "MobileViTFeatureExtractor", size: 22, crop_size: 26, resample: 2 },
    mean: [0, 0, 0],
    std: [1, 1, 1],
    isFlipped: true,
  },
};

describe("pictures as six image processors of transformers make them with Pillow", () => {
  const { prepared } = readReferences();
  const files = new Map<string, Buffer>();
  beforeAll(async () => {
    for (const name of PICTURE_NAMES) {
      const { data, width, height } = drawPicture(name);
      files.set(
        name,
        await sharp(data, { raw: { width, height, channels: 3 } })
          .png()
          .toBuffer(),
      );
    }
  });

  for (const [name, { file, mean, std, isFlipped }] of Object.entries(CASES)) {
    it(`${name}: 20 pictures, to the bit of their levels`, async () => {
      const folder = await tempFolder();
      await writeFile(join(folder, "preprocessor_config.json"), JSON.stringify(file));
      const processor = await openImageProcessor(folder);
      const references = prepared.filter(({ processor: each }) => each === name);
      expect(references.map(({ picture }) => picture)).toEqual(PICTURE_NAMES);
      for (const { picture, height, width, levels } of references) {
        const path = join(folder, `${picture}.png`);
        await writeFile(path, files.get(picture)!);
        const { data, dims } = await processor(path);
        expect([picture, dims]).toEqual([picture, [3, height, width]]);
        const nPixels = height * width;
        const expected = Float32Array.from({ length: 3 * nPixels }, (_, i) => {
          const [channel, pixel] = [Math.floor(i / nPixels), i % nPixels];
          const source = isFlipped ? 2 - channel : channel;
          return (levels[3 * pixel + source]! / 255 - mean[source]!) / std[source]!;
        });
        expectClose(data, expected, { abs: 2e-6 });
      }
    });
  }
});

const PLAIN: Preparation = {
  channels: "rgb",
  values: [0, 1, 2].map(() => ({ factor: null, offset: 0, normalizations: [] })),
};
const LEVELS = { data: Uint8Array.of(0, 51, 255, 102, 153, 204), height: 1, width: 2, nChannels: 3 };

describe("preparePicture", () => {
  it("lays channels one behind the other, in levels if nothing scales them", () => {
    expect(preparePicture(PLAIN, LEVELS)).toEqual({
      data: Float32Array.of(0, 102, 51, 153, 255, 204),
      dims: [3, 1, 2],
    });
  });

  it("scales, takes away, and normalizes as often as asked for", () => {
    const values = {
      factor: 1 / 127.5,
      offset: 1,
      normalizations: [
        { mean: 0.5, std: 0.5 },
        { mean: 0, std: 2 },
      ],
    };
    const { data } = preparePicture({ ...PLAIN, values: [values, values, values] }, LEVELS);
    // 0 → −1 → −3 → −1.5; 255 → 1 → 1 → 0.5
    expectClose(data, Float32Array.of(-1.5, -0.7, -1.1, -0.3, 0.5, 0.1), { abs: 1e-6 });
  });

  it("gives gray models one channel, of Pillow's luma", () => {
    const { data, dims } = preparePicture(
      { ...PLAIN, channels: "gray", values: PLAIN.values.slice(0, 1) },
      LEVELS,
    );
    expect(dims).toEqual([1, 1, 2]);
    // 0.299 r + 0.587 g + 0.114 b: 59.0 and 143.6
    expect([...data]).toEqual([59, 144]);
  });

  it("pads numbers with 0, and crops levels with black", () => {
    const values = { factor: 1 / 255, offset: 0, normalizations: [{ mean: 0.5, std: 0.5 }] };
    const padded = preparePicture(
      { ...PLAIN, values: [values, values, values], pad: { to: "size", height: 2, width: 3 } },
      LEVELS,
    );
    expect(padded.dims).toEqual([3, 2, 3]);
    expectClose(padded.data.subarray(0, 6), Float32Array.of(-1, -0.2, 0, 0, 0, 0), { abs: 1e-6 });
    const cropped = preparePicture(
      { ...PLAIN, values: [values, values, values], crop: { height: 1, width: 5, rounds: "down" } },
      LEVELS,
    );
    // Of three open columns two lie in front.
    expectClose(cropped.data.subarray(0, 5), Float32Array.of(-1, -1, -1, -0.2, -1), { abs: 1e-6 });
    const multiple = { to: "multiple", step: 5, isCentered: true } as const;
    const centered = preparePicture({ ...PLAIN, pad: multiple }, LEVELS);
    expect(centered.dims).toEqual([3, 5, 5]);
    expect([...centered.data.subarray(10, 15)]).toEqual([0, 0, 102, 0, 0]);
  });

  it("says what nothing is left of, or what is too large for its frame", async () => {
    const steps = { rule: { by: "own", step: 4 }, filter: "bilinear" } as const;
    expect(() => preparePicture({ ...PLAIN, resize: steps }, LEVELS)).toThrow(
      new RangeError("it would become 0 × 0 pixels large"),
    );
    expect(() => preparePicture({ ...PLAIN, pad: { to: "size", height: 1, width: 1 } }, LEVELS)).toThrow(
      new RangeError("it would become 1 × 2 pixels large, and is to be padded to 1 × 1"),
    );
    const folder = await tempFolder();
    const file = { image_processor_type: "GLPNImageProcessor" };
    await writeFile(join(folder, "preprocessor_config.json"), JSON.stringify(file));
    await sharp(LEVELS.data, { raw: { width: 2, height: 1, channels: 3 } }).toFile(join(folder, "a.png"));
    const processor: ImageProcessor = await openImageProcessor(folder);
    await expect(processor(join(folder, "a.png"))).rejects.toThrow(
      "a.png: the picture cannot be prepared as the model's files specify: expected a picture of another shape, received it would become 0 × 0 pixels large.",
    );
  });
});
