import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readVisionConfig, specialNames } from "#pipeline/inputs/image/vision-config.ts";
import { tempFolder } from "../../../../helpers/temp-folder.ts";

const plain = { patch: undefined, nRegisters: 0, isDistilled: false };

describe("readVisionConfig", () => {
  it.each([
    [{ patch_size: 16 }, { patch: [16, 16] }],
    [{ patch_size: 8, vision_config: { patch_size: [4, 2] } }, { patch: [4, 2] }],
    [
      { encoder: { model_type: "deit", patch_size: 16 }, decoder: {} },
      { patch: [16, 16], isDistilled: true },
    ],
    [{ model_type: "dinov2_with_registers", num_register_tokens: 4 }, { nRegisters: 4 }],
    [{ architecture: "vit_base_patch14_reg4_dinov2" }, { nRegisters: 4 }],
    [{ architecture: "deit_tiny_distilled_patch16_224" }, { isDistilled: true }],
    [{ patch_size: "many", num_register_tokens: "none", architecture: 3 }, {}],
    [{ num_register_tokens: -2, vision_config: [] }, {}],
    [{ num_register_tokens: { valueOf: 1, toString: null } }, {}],
    [{ num_register_tokens: 2.5 }, {}],
    [null, {}],
  ])("reads %j", async (config, expected) => {
    const folder = await tempFolder();
    expect(await readVisionConfig(folder)).toEqual(plain);
    await writeFile(join(folder, "config.json"), JSON.stringify(config));
    expect(await readVisionConfig(folder)).toEqual({ ...plain, ...expected });
  });
});

describe("specialNames", () => {
  it("names what the configuration tells, and CLS where it stands alone", () => {
    expect(specialNames(0, plain)).toEqual([]);
    expect(specialNames(1, plain)).toEqual(["[CLS]"]);
    expect(specialNames(2, { ...plain, isDistilled: true })).toEqual(["[CLS]", "[DIST]"]);
    expect(specialNames(3, { ...plain, nRegisters: 2 })).toEqual(["[CLS]", "[REG1]", "[REG2]"]);
    expect(specialNames(2, { ...plain, nRegisters: 2 })).toEqual(["[REG1]", "[REG2]"]);
  });

  it("invents no names", () => {
    expect(specialNames(2, plain)).toEqual(["[special 1]", "[special 2]"]);
    expect(specialNames(3, { ...plain, isDistilled: true })).toEqual([
      "[special 1]",
      "[special 2]",
      "[special 3]",
    ]);
    expect(specialNames(2, { ...plain, nRegisters: 1e9 })).toEqual(["[special 1]", "[special 2]"]);
  });
});
