import { homedir } from "node:os";
import { join, sep } from "node:path";
import { describe, expect, it } from "vitest";
import { cureOfMissing, cureOfSlashes, localPath } from "#pipeline/config/local-path.ts";

describe("localPath", () => {
  it.skipIf(sep !== "/")("starts at the folder, at the root, or in the user's own folder", () => {
    expect(["./a", "a/b", "../a", "/a", "a~", "~a"].map((text) => localPath(text, "/content"))).toEqual([
      "/content/a",
      "/content/a/b",
      "/a",
      "/a",
      "/content/a~",
      "/content/~a",
    ]);
    expect(["~/a/b", "~"].map((text) => localPath(text, "/content"))).toEqual([
      join(homedir(), "a/b"),
      join(homedir()),
    ]);
  });
});

describe("what to do where nothing lies at a path", () => {
  it.skipIf(sep !== "/")("is to look there, and to mind the slashes", () => {
    expect(cureOfMissing("/a/b")).toBe("It was looked for at /a/b.");
    expect(cureOfSlashes("/a/b")).toBeUndefined();
    expect(cureOfMissing("/a/C:\\b")).toBe(
      "It was looked for at /a/C:\\b. Write the path with slashes: backslashes divide folders on Windows only.",
    );
  });
});
