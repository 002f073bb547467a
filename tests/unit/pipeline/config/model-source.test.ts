import { describe, expect, it } from "vitest";
import { modelConfigSchema } from "#atlas/config.schema.ts";
import { parseModelSource } from "#pipeline/config/model-source.ts";

const isValid = (source: string): boolean =>
  modelConfigSchema.safeParse({ name: "T", source, datasets: ["lines"] }).success;

describe("parseModelSource", () => {
  it("tells folders, bare files and models of the hub apart", () => {
    expect(parseModelSource("./weights/tiny", "/content")).toEqual({
      kind: "folder",
      path: "/content/weights/tiny",
    });
    expect(parseModelSource("/models/My.ONNX", "/content")).toEqual({
      kind: "file",
      path: "/models/My.ONNX",
    });
    const hub = { kind: "hub", repo: "org/name", revision: "main" };
    expect(parseModelSource("hub:org/name", "/content")).toEqual(hub);
    expect(parseModelSource("hub:org/name@refs/pr/1", "/content")).toEqual({ ...hub, revision: "refs/pr/1" });
    expect(parseModelSource("hub:gpt2@v1.0", "/content")).toEqual({
      kind: "hub",
      repo: "gpt2",
      revision: "v1.0",
    });
  });

  it("is only given what the schema lets through", () => {
    for (const source of [
      "hub:org/name",
      "hub:a.b-c/d_e.f@0123abc",
      "hub:gpt2",
      "hub:o/n@refs/pr/12",
      "/x",
      "./hub:x",
    ])
      expect([source, isValid(source)]).toEqual([source, true]);
    for (const source of [
      "",
      "hub:",
      "hub:/name",
      "hub:org/",
      "hub:../x",
      "hub:org/..",
      "hub:o/n@",
      "hub:o/n@../x",
      "hub:o/n@a//b",
      "hub:a/b/c",
      "hub:o/n n",
      "hub:o/n?x=1",
    ])
      expect([source, isValid(source)]).toEqual([source, false]);
  });

  it("goes with inputs whose mistakes are all told", () => {
    const inputs = {
      maxLength: 0,
      image: { size: [1], mean: [0] },
      patch: "16",
      tokenizer: "hub:a b",
      more: 1,
    };
    const result = modelConfigSchema.safeParse({
      name: "T",
      source: "./x.onnx",
      datasets: ["lines"],
      inputs,
    });
    const paths = result.error?.issues.map(({ path }) => path.join(".")).sort();
    expect(paths).toEqual([
      "inputs",
      "inputs.image.mean",
      "inputs.image.size",
      "inputs.maxLength",
      "inputs.patch",
      "inputs.tokenizer",
    ]);
  });
});
