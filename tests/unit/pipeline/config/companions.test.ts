import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { COMPANIONS, companionsOf, readCompanion, readCompanionObject } from "#pipeline/config/companions.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

describe("readCompanion", () => {
  it("takes a folder and a link to nothing for no file, and follows a link to one", async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, "config.json"));
    await symlink("gone", join(folder, "tokenizer.json"));
    await writeFile(join(folder, "target"), '{"a": 1}');
    await symlink("target", join(folder, "preprocessor_config.json"));
    expect(await readCompanion(folder, "config.json")).toBeUndefined();
    expect(await readCompanion(folder, "tokenizer.json")).toBeUndefined();
    expect(await readCompanion(folder, "generation_config.json")).toBeUndefined();
    expect(await readCompanion(folder, "preprocessor_config.json")).toBe('{"a": 1}');
  });

  it("gives an object, and nothing where the file holds none", async () => {
    const folder = await tempFolder();
    for (const [text, value] of [
      ['\ufeff{"a": 1}', { a: 1 }],
      ["<html>", undefined],
      ["null", undefined],
      ["7", undefined],
    ] as const) {
      await writeFile(join(folder, "config.json"), text);
      expect(await readCompanionObject(folder, "config.json")).toEqual(value);
    }
  });
});

describe("companionsOf", () => {
  it("shares all companions out between the model's folder and the tokenizer's", () => {
    expect(companionsOf("model", "tokenizer")).toEqual(COMPANIONS);
    expect([...companionsOf("model"), ...companionsOf("tokenizer")].sort()).toEqual(COMPANIONS.toSorted());
    expect(companionsOf("tokenizer")).toEqual(["tokenizer.json", "tokenizer_config.json"]);
  });
});
