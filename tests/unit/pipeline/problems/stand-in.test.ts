import { describe, expect, it } from "vitest";
import { standIn } from "#pipeline/problems/stand-in.ts";

describe("the beginning of a file", () => {
  it.each([
    ["version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", "this is a git LFS pointer"],
    ["<!DOCTYPE html>\n<html>", "this is a web page"],
    ["\ufeff\n <HTML lang=en>", "this is a web page"],
    ['{"model_type": "<html>"}', undefined],
    ["", undefined],
  ])("%j: %s", (text, what) => {
    expect(standIn(Buffer.from(text))?.what).toBe(what);
  });
});
