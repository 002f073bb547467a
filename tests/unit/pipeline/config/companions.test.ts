import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  COMPANIONS,
  companionsAmong,
  companionsOf,
  hasTokenizer,
  readCompanion,
  readCompanionObject,
} from "#pipeline/config/companions.ts";
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
    expect(companionsOf("tokenizer")).toEqual([
      "tokenizer.json",
      "tokenizer_config.json",
      "vocab.txt",
      "vocab.json",
      "merges.txt",
      "added_tokens.json",
      "special_tokens_map.json",
    ]);
  });

  it("leaves out the parts of a tokenizer where it is whole", () => {
    const parts = ["vocab.txt", "special_tokens_map.json", "tokenizer_config.json", "README.md"];
    expect(companionsAmong(parts, "tokenizer")).toEqual([
      "tokenizer_config.json",
      "vocab.txt",
      "special_tokens_map.json",
    ]);
    expect(companionsAmong([...parts, "config.json", "tokenizer.json"], "model", "tokenizer")).toEqual([
      "config.json",
      "tokenizer.json",
      "tokenizer_config.json",
    ]);
  });

  it("tells a folder with a tokenizer, or with all parts of one", () => {
    expect(["tokenizer.json", "vocab.txt"].map((name) => hasTokenizer([name, "config.json"]))).toEqual([
      true,
      true,
    ]);
    expect(hasTokenizer(["vocab.json", "merges.txt"])).toBe(true);
    expect(hasTokenizer(["vocab.json", "tokenizer_config.json"])).toBe(false);
  });
});
