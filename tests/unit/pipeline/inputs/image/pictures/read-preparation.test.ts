import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Preparation } from "#pipeline/inputs/image/pictures/preparation.ts";
import { readPreparation, type ReadPreparation } from "#pipeline/inputs/image/pictures/read-preparation.ts";
import { tempFolder } from "../../../../../helpers/temp-folder.ts";

type Files = Readonly<Record<string, object | string>>;

async function readFiles(files: Files): Promise<ReadPreparation> {
  const folder = await tempFolder();
  for (const [name, content] of Object.entries(files))
    await writeFile(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  return readPreparation(folder).catch((error: unknown) => {
    throw new Error((error as Error).message.replaceAll(`${folder}/`, ""));
  });
}

const read = (file: object): Promise<ReadPreparation> => readFiles({ "preprocessor_config.json": file });
const prepare = async (file: object): Promise<Preparation> => (await read(file)).preparation;

describe("readPreparation", () => {
  it("takes size in all its forms", async () => {
    for (const [size, rule] of [
      [30, { by: "exact", height: 30, width: 30 }],
      [[20, 30], { by: "exact", height: 20, width: 30 }],
      [
        { height: 20, width: 30 },
        { by: "exact", height: 20, width: 30 },
      ],
      [
        { height: 20, width: 30, shortest_edge: null },
        { by: "exact", height: 20, width: 30 },
      ],
      [{ shortest_edge: 30 }, { by: "shortest", edge: 30 }],
      [
        { shortest_edge: 30, longest_edge: 40 },
        { by: "shortest", edge: 30, most: 40 },
      ],
      [{ longest_edge: 40 }, { by: "longest", edge: 40 }],
      [
        { max_height: 30, max_width: 40 },
        { by: "frame", height: 30, width: 40 },
      ],
    ] as const) {
      const { resize } = await prepare({ image_processor_type: "ViTImageProcessor", size });
      expect([size, resize]).toEqual([size, { rule, filter: "bilinear" }]);
    }
  });

  it("takes a number for size as each class does", async () => {
    for (const [name, rule] of [
      ["CLIPFeatureExtractor", { by: "shortest", edge: 30 }],
      ["SiglipImageProcessorFast", { by: "shortest", edge: 30 }],
      ["DetrImageProcessor", { by: "shortest", edge: 30, most: 40 }],
      ["SamImageProcessor", { by: "longest", edge: 30 }],
      ["DeiTFeatureExtractor", { by: "exact", height: 30, width: 30 }],
    ] as const) {
      const { resize } = await prepare({ image_processor_type: name, size: 30, max_size: 40 });
      expect([name, resize?.rule]).toEqual([name, rule]);
    }
    const { resize } = await prepare({ image_processor_type: "YolosImageProcessor", size: 30 });
    expect(resize?.rule).toEqual({ by: "shortest", edge: 30, most: 1333, step: 16 });
  });

  it("knows kernels by number and by name", async () => {
    for (const [resample, filter] of [
      [0, "nearest"],
      [1, "lanczos"],
      [2, "bilinear"],
      [3, "bicubic"],
      [4, "box"],
      [5, "hamming"],
      ["bicubic", "bicubic"],
      ["PIL.Image.Resampling.LANCZOS", "lanczos"],
      ["InterpolationMode.BILINEAR", "bilinear"],
      ["antialias", "lanczos"],
      [null, "bilinear"],
    ] as const)
      expect([resample, (await prepare({ resample })).resize?.filter]).toEqual([resample, filter]);
  });

  it("fills in what the classes of transformers take where a file leaves a key out", async () => {
    const named = async (name: string): Promise<object> => {
      const { resize, crop, values } = await prepare({ image_processor_type: `${name}ImageProcessor` });
      const { height, width } = crop ?? {};
      return [resize, crop && [height, width], values[0]?.normalizations];
    };
    const shortest = (edge: number, filter: string): object => ({ rule: { by: "shortest", edge }, filter });
    const exact = (side: number, filter: string): object => ({
      rule: { by: "exact", height: side, width: side },
      filter,
    });
    const half = [{ mean: 0.5, std: 0.5 }];
    const clip = [{ mean: 0.48145466, std: 0.26862954 }];
    const imagenet = [{ mean: 0.485, std: 0.229 }];
    expect(await named("ViT")).toEqual([exact(224, "bilinear"), undefined, half]);
    expect(await named("DeiT")).toEqual([exact(256, "bicubic"), [224, 224], half]);
    expect(await named("Beit")).toEqual([exact(256, "bicubic"), [224, 224], half]);
    expect(await named("CLIP")).toEqual([shortest(224, "bicubic"), [224, 224], clip]);
    expect(await named("Bit")).toEqual([shortest(224, "bicubic"), [224, 224], clip]);
    expect(await named("Siglip")).toEqual([exact(224, "bicubic"), undefined, half]);
    expect(await named("Blip")).toEqual([exact(384, "bicubic"), undefined, clip]);
    expect(await named("ConvNext")).toEqual([exact(384, "bilinear"), undefined, half]);
    expect(await named("Levit")).toEqual([shortest(256, "bicubic"), [224, 224], imagenet]);
    // 224 / 0.9 = 248.9
    expect(await named("PoolFormer")).toEqual([shortest(248, "bicubic"), [224, 224], imagenet]);
    expect(await named("MobileViT")).toEqual([shortest(224, "bilinear"), [256, 256], []]);
    expect(await named("EfficientFormer")).toEqual([exact(224, "bicubic"), [224, 224], imagenet]);
    expect(await named("Segformer")).toEqual([exact(512, "bilinear"), undefined, imagenet]);
    expect(await named("EfficientNet")).toEqual([
      exact(346, "nearest"),
      undefined,
      [...half, { mean: 0, std: 0.5 }],
    ]);
    expect(await prepare({ image_processor_type: "SamImageProcessor" })).toMatchObject({
      resize: { rule: { by: "longest", edge: 1024 } },
      pad: { to: "size", height: 1024, width: 1024 },
    });
  });

  it("crops ConvNext's pictures below 384 pixels only", async () => {
    const name = { image_processor_type: "ConvNextImageProcessor", resample: 3 };
    expect(await prepare({ ...name, size: { shortest_edge: 224 }, crop_pct: 0.9 })).toMatchObject({
      resize: { rule: { by: "shortest", edge: 248 }, filter: "bicubic" },
      crop: { height: 224, width: 224 },
    });
    const large = await prepare({ ...name, size: { shortest_edge: 384 }, crop_pct: 0.9 });
    expect(large.resize?.rule).toEqual({ by: "exact", height: 384, width: 384 });
    expect(large.crop).toBeUndefined();
  });

  it("does what a file switches on, and leaves what it switches off", async () => {
    const off = await prepare({
      image_processor_type: "CLIPImageProcessor",
      do_resize: false,
      do_center_crop: false,
      do_rescale: false,
      do_normalize: false,
    });
    const values = Array.from({ length: 3 }, () => ({ factor: null, offset: 0, normalizations: [] }));
    expect(off).toEqual({ channels: "rgb", values });
    const on = await prepare({
      do_center_crop: true,
      crop_size: { height: 20, width: 30 },
      rescale_factor: 1 / 127.5,
      rescale_offset: true,
      image_mean: [0.1, 0.2, 0.3],
      image_std: 0.4,
      do_pad: true,
      pad_size: 40,
      do_flip_channel_order: true,
    });
    expect(on).toMatchObject({
      crop: { height: 20, width: 30 },
      pad: { to: "size", height: 40, width: 40 },
      channels: "bgr",
    });
    expect(on.values[1]).toEqual({ factor: 1 / 127.5, offset: 1, normalizations: [{ mean: 0.2, std: 0.4 }] });
  });

  it("takes a list of one number for a model of gray pictures", async () => {
    const { channels, values } = await prepare({ image_mean: [0.13], image_std: [0.31] });
    expect([channels, values]).toEqual([
      "gray",
      [{ factor: 1 / 255, offset: 0, normalizations: [{ mean: 0.13, std: 0.31 }] }],
    ]);
  });

  it("goes by the kind of model where no class is named, and by the keys of older files", async () => {
    const { preparation, warnings } = await readFiles({
      "config.json": { model_type: "dinov2" },
      "preprocessor_config.json": "\uFEFF" + JSON.stringify({ mean: [0, 0, 0], std: [1, 1, 1] }),
    });
    expect(preparation).toMatchObject({ crop: { height: 224, width: 224 } });
    expect(preparation.values[0]?.normalizations).toEqual([{ mean: 0, std: 1 }]);
    expect(warnings).toEqual([]);
    const vision = { model_type: "foreign", vision_config: { model_type: "siglip_vision_model" } };
    const tower = await readFiles({ "config.json": vision, "preprocessor_config.json": {} });
    expect(tower.preparation.resize?.filter).toBe("bicubic");
  });

  it("reads the file that all processors of a model share", async () => {
    const { preparation } = await readFiles({
      "processor_config.json": {
        image_processor: { image_processor_type: "CLIPImageProcessorFast", crop_size: 30 },
      },
      "preprocessor_config.json": { image_processor_type: "ViTImageProcessor" },
    });
    expect(preparation.crop).toMatchObject({ height: 30 });
  });

  it("prepares timm's models as timm does", async () => {
    const cfg = { input_size: [3, 240, 240], interpolation: "bicubic", crop_pct: 0.95 };
    const { preparation } = await readFiles({ "config.json": { pretrained_cfg: cfg } });
    expect(preparation).toMatchObject({
      // 240 / 0.95 = 252.6
      resize: { rule: { by: "shortest", edge: 252 }, filter: "bicubic" },
      crop: { height: 240, width: 240, rounds: "even" },
    });
    expect(preparation.values[2]?.normalizations).toEqual([{ mean: 0.406, std: 0.225 }]);
    const squash = { ...cfg, input_size: [3, 19, 38], crop_mode: "squash", mean: [0, 0, 0], std: [1, 1, 1] };
    expect((await readFiles({ "config.json": { pretrained_cfg: squash } })).preparation).toMatchObject({
      resize: { rule: { by: "exact", height: 20, width: 40 } },
      crop: { height: 19, width: 38 },
    });
    await expect(
      readFiles({ "config.json": { pretrained_cfg: { ...cfg, input_size: 240 } } }),
    ).rejects.toThrow("config.json, pretrained_cfg, input_size: wrong value: expected tuple, received 240.");
    await expect(
      readFiles({ "config.json": { pretrained_cfg: { ...cfg, input_size: [3, 20, 40] } } }),
    ).rejects.toThrow("this way to crop is not done here: expected a square, or crop_mode squash");
  });

  it("says on the page what it had to decide", async () => {
    for (const [file, warnings] of [
      [{ image_processor_type: "constructor" }, [/^The image processor constructor is not known here/]],
      [{ size: 30 }, [/^The model's files name no image processor/]],
      [
        { image_processor_type: "PvtImageProcessor" },
        [/leaves resample open: .* later versions take bicubic/],
      ],
      [
        { image_processor_type: "MobileViTImageProcessor", resample: 2, do_normalize: true },
        [/ignores do_normalize, although its file sets it/],
      ],
      [{ image_processor_type: "ViTImageProcessor" }, []],
    ] as const) {
      const told = (await read(file)).warnings;
      expect([file, told.length]).toEqual([file, warnings.length]);
      warnings.forEach((warning, i) => expect(told[i]).toMatch(warning));
    }
  });

  it("names every mistake of a file at once, with one cure", async () => {
    const file = {
      do_resize: "yes",
      size: { height: 20 },
      resample: 7,
      crop_size: 0,
      rescale_factor: -1,
      image_mean: [0.5, 0.5],
      image_std: [0.5, 0, 0.5],
      do_thumbnail: true,
    };
    const sides = "in whole numbers of pixels from 1 to 4096";
    await expect(read(file)).rejects.toThrow(
      [
        "preprocessor_config.json, do_thumbnail: the file asks for a step that Headland does not support: expected a picture that is resized, cropped and scaled, received true.",
        'preprocessor_config.json, do_resize: wrong value: expected boolean, received "yes".',
        `preprocessor_config.json, size: wrong value: expected a number, [height, width] or one of {height, width}, {shortest_edge}, {longest_edge, shortest_edge}, {longest_edge}, {max_height, max_width}, ${sides}, received {"height":20}.`,
        "preprocessor_config.json, resample: wrong value: expected one of 0 (nearest), 1 (lanczos), 2 (bilinear), 3 (bicubic), 4 (box), 5 (hamming), received 7.",
        `preprocessor_config.json, crop_size: wrong value: expected a number, [height, width] or one of {height, width}, {shortest_edge}, ${sides}, received 0.`,
        "preprocessor_config.json, rescale_factor: wrong value: expected number to be >=1e-9, received -1.",
        "preprocessor_config.json, image_mean: wrong value: expected a number from -10000 to 10000, or a list of 3 of them (of 1 if the model takes gray pictures), received [0.5,0.5].",
        "preprocessor_config.json, image_std: wrong value: expected a number from 0.0001 to 10000, or a list of 3 of them (of 1 if the model takes gray pictures), received [0.5,0,0.5].",
        "  Correct the file, or specify the preparation in the model's YAML: inputs.image takes precedence over the file.",
      ].join("\n"),
    );
  });

  it("refuses by name what it cannot do", async () => {
    for (const [file, message] of [
      [
        { image_processor_type: "Qwen2VLImageProcessorFast", size: -1 },
        "preprocessor_config.json, image_processor_type: this image processor hands over patches of pictures in their own shape, in a row, and that is not done here: expected one that resizes, crops and scales a picture, received Qwen2VLImageProcessorFast.",
      ],
      [{ image_processor_type: "DonutImageProcessor" }, "received DonutImageProcessor."],
      [
        { image_processor_type: "ConvNextImageProcessor", size: { height: 9, width: 9 } },
        'size: this class of image processor needs another form of size: expected shortest_edge, received {"height":9,"width":9}.',
      ],
      [{ image_processor_type: "DPTImageProcessor", size: { longest_edge: 9 } }, "expected height and width"],
      [{ do_center_crop: true }, "crop_size: a key is missing"],
      [{ image_mean: [0], image_std: [1, 1, 1] }, "image_std: wrong value: expected as many numbers"],
      [{ resample: "constructor" }, 'received "constructor"'],
      [{ size: { __proto__: null, constructor: 3 } }, 'received {"constructor":3}'],
    ] as const)
      await expect(read(file)).rejects.toThrow(message);
  });

  it("refuses numbers that would make pictures of numbers that are none, by file and key", async () => {
    const odd = [0, -1, 1e-320, 1e300, "0.5", true, {}, [], [[1, 1, 1]]];
    for (const key of ["rescale_factor", "image_std"])
      for (const value of odd)
        await expect(read({ [key]: value })).rejects.toThrow(`preprocessor_config.json, ${key}: wrong value`);
    for (const value of [1e300, "0.5", [0.5, 0.5], [0.5, 0.5, 0.5, 0.5], [0.5, "0.5", 0.5], [1e300]])
      await expect(read({ image_mean: value })).rejects.toThrow(
        "preprocessor_config.json, image_mean: wrong value",
      );
    for (const [key, value] of [
      ["std", [0, 1, 1]],
      ["std", [1e-320]],
      ["mean", [1e300]],
      ["mean", "x"],
    ] as const)
      await expect(readFiles({ "config.json": { pretrained_cfg: { [key]: value } } })).rejects.toThrow(
        new RegExp(`config.json, pretrained_cfg, ${key}(.0)?: wrong value`),
      );
  });

  it.each(["NaN", "Infinity", "-Infinity"])(
    "names %s, which Python writes and JSON does not have",
    async (word) => {
      await expect(readFiles({ "preprocessor_config.json": `{"rescale_factor": ${word}}` })).rejects.toThrow(
        `preprocessor_config.json: this is not JSON: expected what JSON allows, received ${word}.\n  Write null`,
      );
    },
  );

  it("names a file that is cut", async () => {
    await expect(readFiles({ "preprocessor_config.json": '{"size": 22' })).rejects.toThrow(
      "preprocessor_config.json: this is not JSON",
    );
  });
});
