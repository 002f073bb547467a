import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { describe, expect, it } from "vitest";
import { encodeImages, expectOneSize } from "#pipeline/inputs/image/encode-images.ts";
import { openImageProcessor, type ImageProcessor } from "#pipeline/inputs/image/open-image-processor.ts";
import { readImages, type ImageFile } from "#pipeline/inputs/image/read-images.ts";
import { sampleDataset } from "#pipeline/inputs/sample-dataset.ts";
import { expectClose } from "../../../../helpers/expect-close.ts";
import { tempFolder } from "../../../../helpers/temp-folder.ts";

const SIZE = 8;
/** Orange, as parts of 1. */
const COLOR = [1, 0.5, 0.25];
const VIT = {
  image_processor_type: "ViTFeatureExtractor",
  do_resize: true,
  do_normalize: true,
  do_rescale: true,
  rescale_factor: 1 / 255,
  image_mean: [0.5, 0.5, 0.5],
  image_std: [0.5, 0.5, 0.5],
  size: SIZE,
  resample: 2,
};

function orange(width = 20, height = 12): Sharp {
  const [r = 0, g = 0, b = 0] = COLOR.map((part) => Math.round(part * 255));
  return sharp({ create: { width, height, channels: 3, background: { r, g, b } } });
}

async function openVit(change: object = {}): Promise<{ processor: ImageProcessor; folder: string }> {
  const folder = await tempFolder();
  await writeFile(join(folder, "preprocessor_config.json"), JSON.stringify({ ...VIT, ...change }));
  return { processor: await openImageProcessor(folder), folder };
}

/** Mean of each channel, as parts of 1. */
function colorOf({ data, dims }: { data: Float32Array; dims: readonly number[] }): Float32Array {
  const nPixels = (dims[1] ?? 0) * (dims[2] ?? 0);
  return Float32Array.from([0, 1, 2], (channel) => {
    const values = data.subarray(channel * nPixels, (channel + 1) * nPixels);
    return (values.reduce((sum, x) => sum + x, 0) / nPixels) * 0.5 + 0.5;
  });
}

describe("openImageProcessor", () => {
  it("reads every format to the same pixels: depth, gray, CMYK, transparency", async () => {
    const { processor, folder } = await openVit();
    const formats: Record<string, Sharp> = {
      "a.png": orange().png(),
      "a.webp": orange().webp({ lossless: true }),
      "a.gif": orange().gif(),
      "a.tiff": orange().tiff(),
      "a.avif": orange().avif({ quality: 100, chromaSubsampling: "4:4:4" }),
      "deep.png": orange().toColorspace("rgb16").png(),
      "palette.png": orange().png({ palette: true }),
      "alpha.png": orange().ensureAlpha(0.5).png(),
      "large.jpg": orange(900, 700).jpeg({ quality: 100, chromaSubsampling: "4:4:4" }),
    };
    await writeFile(
      join(folder, "a.svg"),
      '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><rect width="20" height="20" fill="#ff8040"/></svg>',
    );
    for (const [name, picture] of Object.entries(formats)) await picture.toFile(join(folder, name));
    for (const name of [...Object.keys(formats), "a.svg"]) {
      const pixels = await processor(join(folder, name));
      expect(pixels.dims).toEqual([3, SIZE, SIZE]);
      expectClose(colorOf(pixels), Float32Array.from(COLOR), { abs: 0.02 });
    }
    await orange().grayscale().png().toFile(join(folder, "gray.png"));
    await orange().grayscale().ensureAlpha(0.2).png().toFile(join(folder, "gray-alpha.png"));
    for (const name of ["gray.png", "gray-alpha.png"]) {
      const gray = colorOf(await processor(join(folder, name)));
      expectClose(gray, Float32Array.from([gray[0]!, gray[0]!, gray[0]!]), { abs: 1e-6 });
    }
  });

  it("reads inks as Pillow does: what each of them leaves of what black leaves", async () => {
    const { processor, folder } = await openVit();
    const path = join(folder, "cmyk.jpg");
    await orange().toColorspace("cmyk").jpeg({ quality: 100 }).toFile(path);
    const inks = await sharp(path, { ignoreIcc: true })
      .pipelineColourspace("cmyk")
      .toColourspace("cmyk")
      .raw()
      .toBuffer();
    const left = (ink: number): number => ((1 - inks[ink]! / 255) * (255 - inks[3]!)) / 255;
    const expected = Float32Array.of(left(0), left(1), left(2));
    expect(expected[0]! > expected[1]! && expected[1]! > expected[2]!).toBe(true);
    expectClose(colorOf(await processor(path)), expected, { abs: 0.005 });
  });

  it("takes levels as they stand in the file, whatever its color profile", async () => {
    const { processor, folder } = await openVit();
    const path = join(folder, "wide.png");
    await orange().withIccProfile("p3").toFile(path);
    const { data: levels } = await sharp(path, { ignoreIcc: true })
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([...levels.subarray(0, 3)]).not.toEqual([255, 128, 64]);
    const expected = Float32Array.from(levels.subarray(0, 3), (level) => level / 255);
    expectClose(colorOf(await processor(path)), expected, { abs: 1e-5 });
  });

  it("turns a picture upright as its camera noted", async () => {
    const { processor, folder } = await openVit();
    const dark = {
      input: { create: { width: 10, height: 20, channels: 3 as const, background: "#000" } },
      left: 0,
      top: 0,
    };
    const halves = sharp({ create: { width: 20, height: 20, channels: 3, background: "#fff" } }).composite([
      dark,
    ]);
    await sharp(await halves.png().toBuffer())
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toFile(join(folder, "a.jpg"));
    const { data } = await processor(join(folder, "a.jpg"));
    // Turned by a quarter clockwise, the dark left half becomes the upper half.
    expect(data[SIZE * 1 + 4]).toBeLessThan(-0.9);
    expect(data[SIZE * 6 + 4]).toBeGreaterThan(0.9);
  });

  it("shows a picture as the model sees it: what is cropped away is not shown", async () => {
    const clip = {
      image_processor_type: "CLIPImageProcessor",
      size: { shortest_edge: 8 },
      do_center_crop: true,
      crop_size: { height: 8, width: 8 },
    };
    const { processor, folder } = await openVit(clip);
    const edge = {
      input: { create: { width: 20, height: 20, channels: 3 as const, background: "#000" } },
      top: 0,
    };
    const wide = orange(60, 20).composite([
      { ...edge, left: 0 },
      { ...edge, left: 40 },
    ]);
    await wide.png().toFile(join(folder, "wide.png"));
    expect((await processor(join(folder, "wide.png"))).dims).toEqual([3, 8, 8]);
    const rgba = await processor.picture(join(folder, "wide.png"), 4, 2);
    expect(rgba).toHaveLength(4 * 2 * 4);
    expectClose(Float32Array.from(rgba.subarray(4, 7)), Float32Array.of(255, 128, 64), { abs: 6 });
    expect(rgba[3]).toBe(255);
  });

  it("shows more of a picture than the model sees where the page has room: stripes too fine for it", async () => {
    const { processor, folder } = await openVit();
    const stripes = Uint8Array.from({ length: 32 * 32 * 3 }, (_, i) =>
      Math.floor(i / 3) % 2 === 0 ? 0 : 255,
    );
    await sharp(stripes, { raw: { width: 32, height: 32, channels: 3 } })
      .png()
      .toFile(join(folder, "stripes.png"));
    const { data } = await processor(join(folder, "stripes.png"));
    // Black and white in equal parts, but for the edges, where the kernel has one column less.
    expectClose(data, new Float32Array(data.length), { abs: 0.08 });
    const rgba = await processor.picture(join(folder, "stripes.png"), 32, 32);
    const row = Array.from({ length: 32 }, (_, column) => rgba[(16 * 32 + column) * 4] ?? 0);
    for (let column = 2; column < 30; column++) expect(row[column]! > 128).toBe(column % 2 === 1);
  });

  it("shows what a picture is padded with in the color that the model's zero stands for", async () => {
    const { processor, folder } = await openVit({ do_pad: true, pad_size: { height: 8, width: 16 } });
    await orange().png().toFile(join(folder, "a.png"));
    const rgba = await processor.picture(join(folder, "a.png"), 32, 16);
    const at = (row: number, column: number): number[] => [
      ...rgba.subarray((row * 32 + column) * 4).subarray(0, 4),
    ];
    expect(at(8, 4)).toEqual([255, 128, 64, 255]);
    expect(at(8, 28)).toEqual([128, 128, 128, 255]);
  });

  it("shows a model of gray pictures in gray", async () => {
    const { processor, folder } = await openVit({ image_mean: [0.5], image_std: [0.5] });
    await orange().png().toFile(join(folder, "a.png"));
    expect((await processor(join(folder, "a.png"))).dims).toEqual([1, SIZE, SIZE]);
    const rgba = await processor.picture(join(folder, "a.png"), 16, 16);
    // 0.299 · 255 + 0.587 · 128 + 0.114 · 64
    expect([...rgba.subarray(0, 4)]).toEqual([159, 159, 159, 255]);
  });

  it("knows the preparations of CLIP, SigLIP, DINOv2 and DeiT", async () => {
    const crop = { do_center_crop: true, crop_size: { height: 8, width: 8 } };
    const configs = [
      { image_processor_type: "CLIPFeatureExtractor", size: 8, do_center_crop: true, crop_size: 8 },
      { image_processor_type: "SiglipImageProcessor", size: { height: 8, width: 8 } },
      { image_processor_type: "BitImageProcessor", size: { shortest_edge: 10 }, ...crop },
      {
        feature_extractor_type: "DeiTFeatureExtractor",
        image_processor_type: undefined,
        size: 10,
        do_center_crop: true,
        crop_size: 8,
      },
      { image_processor_type: "DeiTImageProcessorFast", size: { height: 10, width: 10 }, ...crop },
      { image_processor_type: "UnheardOf", size: { height: 8, width: 8 } },
    ];
    for (const config of configs) {
      const { processor, folder } = await openVit(config);
      await orange(40, 20).png().toFile(join(folder, "a.png"));
      const pixels = await processor(join(folder, "a.png"));
      expect([config, pixels.dims]).toEqual([config, [3, 8, 8]]);
      expectClose(colorOf(pixels), Float32Array.from(COLOR), { abs: 0.02 });
    }
  });

  it("takes what the author says in place of preprocessor_config.json", async () => {
    const folder = await tempFolder();
    await orange().png().toFile(join(folder, "a.png"));
    const image = {
      size: [6, 10] as [number, number],
      mean: [0, 0, 0] as [number, number, number],
      std: [1, 1, 1] as [number, number, number],
      resample: "bicubic" as const,
    };
    const { data, dims } = await (await openImageProcessor(folder, image))(join(folder, "a.png"));
    expect(dims).toEqual([3, 6, 10]);
    expectClose(Float32Array.of(data[0]!, data[60]!, data[120]!), Float32Array.from(COLOR), { abs: 0.01 });
  });

  it("says what is missing, or cannot be read", async () => {
    await expect(openImageProcessor("/nowhere")).rejects.toThrow(
      "/nowhere/preprocessor_config.json: the model does not specify how to prepare pictures: expected preprocessor_config.json beside the model, or inputs.image in its YAML, received no file.",
    );
    const folder = await tempFolder();
    await writeFile(join(folder, "preprocessor_config.json"), "<html>");
    await expect(openImageProcessor(folder)).rejects.toThrow(
      /preprocessor_config\.json: this is not JSON: .*"<html>"/,
    );
  });
});

describe("readImages", () => {
  it("names every picture that cannot be read, and nothing else", async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, "a.png"), "no picture");
    await orange().png().toFile(join(folder, "b.png"));
    const whole = await orange(200, 200).jpeg().toBuffer();
    await writeFile(join(folder, "c.jpg"), whole.subarray(0, whole.length - 100));
    await writeFile(join(folder, "d.svg"), "<html>");
    await writeFile(join(folder, "notes.txt"), "not a picture");
    const error: unknown = await readImages(folder, "x").catch((reason: unknown) => reason);
    const lines = (error as Error).message.split("\n").filter((line) => line.includes("expected a picture"));
    expect(lines.map((line) => /(\w\.\w+): the picture cannot be read/.exec(line)?.[1])).toEqual([
      "a.png",
      "c.jpg",
      "d.svg",
    ]);
  });

  it("says when the folder is missing or empty", async () => {
    await expect(readImages("/nowhere", "x.yaml, source")).rejects.toThrow(
      "x.yaml, source: the dataset's folder is missing",
    );
    await expect(readImages(await tempFolder(), "x.yaml, source")).rejects.toThrow(
      "x.yaml, source: the dataset is empty",
    );
  });
});

describe("expectOneSize", () => {
  it("names sizes that differ, by the headers alone, and passes those that do not", async () => {
    const { processor, folder } = await openVit({ size: { shortest_edge: 8 } });
    const images = async (...sizes: (readonly [width: number, height: number])[]): Promise<ImageFile[]> => {
      const files = sizes.map(async ([width, height], i) => {
        const path = join(folder, `${i}.png`);
        await orange(width, height).png().toFile(path);
        return { path, labels: new Map(), patchLabels: new Map() };
      });
      return Promise.all(files);
    };
    await expectOneSize(await images([20, 10], [40, 20]), processor);
    await expect(expectOneSize(await images([20, 10], [10, 20], [40, 20]), processor)).rejects.toThrow(
      `${folder}: the prepared pictures have different sizes: expected one size, so that all pictures have the same grid of patches, received height × width 8 × 16 (0.png), 16 × 8 (1.png).`,
    );
    const { processor: square } = await openVit();
    await expectOneSize(await images([20, 10], [10, 20]), square);
  });
});

describe("encodeImages", () => {
  it("draws pictures by seed beyond the limits, and says of how many", async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, "pictures"));
    for (const name of "abcdef")
      await orange()
        .png()
        .toFile(join(folder, "pictures", `${name}.png`));
    const { items: images } = await readImages(join(folder, "pictures"), "x");
    const { processor } = await openVit();
    const grid = { rows: 2, columns: 4, nSpecial: 1, cellPx: 32 };
    const all = encodeImages(images, processor, { grid, special: ["[CLS]"] });
    expect(all.warnings).toEqual(processor.warnings);
    const dataset = sampleDataset(all, { limit: { sequences: 3, points: 10_000 }, seed: 1, datasetFile: "" });
    expect(dataset.sequences).toHaveLength(3);
    expect(dataset.sampledFrom).toEqual({ nSequences: 6, nTokens: 54 });
    expect(dataset.sequences[0]?.tokenLabels.size).toBe(0);
    expect(dataset.sequences[0]?.tokens.slice(0, 3)).toEqual(["[CLS]", "row 0, column 0", "row 0, column 1"]);
  });
});
