import { describe, expect, it } from "vitest";
import { expectedDatasetSource, expectedModelSource } from "#atlas/tokens/source-text.ts";

const DOWNLOAD = "hub:org/name for a model of the hub, or a path on this machine (download the files first)";

describe("a source", () => {
  it.each([
    "./x",
    "x",
    "../x",
    "/a b/c",
    "~/models/x",
    "~",
    "~\\x",
    "C:\\models\\x",
    "\\\\host\\x",
    "a:b",
    "x~y",
    "a$b",
    "./git@home",
  ])("may be the path %s, of a model and of a dataset", (text) => {
    expect([expectedModelSource(text), expectedDatasetSource(text)]).toEqual([undefined, undefined]);
  });

  it.each([
    ["https://huggingface.co/org/name", "hub:org/name"],
    ["https://huggingface.co/org/name/", "hub:org/name"],
    ["http://HuggingFace.co/org/name/tree/main", DOWNLOAD],
    ["https://HuggingFace.co/org/name", "hub:org/name"],
    ["git@host:https://huggingface.co/org/name", DOWNLOAD],
    ["HTTPS://Example.org/model.onnx", DOWNLOAD],
    ["https://example.org/model.onnx", DOWNLOAD],
    ["file:///models/x", DOWNLOAD],
    ["s3://bucket/x", DOWNLOAD],
    ["git@host:org/name", DOWNLOAD],
    ["hf:org/name", DOWNLOAD],
    ["https:/example.org", DOWNLOAD],
    ["hub:", "hub:org/name or hub:org/name@revision"],
    ["", "a path without blanks around it"],
    [" ./x", "a path without blanks around it"],
    ["~root/x", "~/ for your home folder, or an absolute path"],
    ["$HOME/x", "a plain path (variables are not expanded; ~/ is your home folder)"],
    ["%USERPROFILE%\\x", "a plain path (variables are not expanded; ~/ is your home folder)"],
  ])("of a model is not %j", (text, expected) => {
    expect(expectedModelSource(text)).toBe(expected);
  });

  it.each(["https://example.org/a.txt", "hub:org/name", "ftp://x/y"])(
    "of a dataset lies on this machine, not at %s",
    (text) => {
      expect(expectedDatasetSource(text)).toBe("a path on this machine (download the files first)");
    },
  );
});
