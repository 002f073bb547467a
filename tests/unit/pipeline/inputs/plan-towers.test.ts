import { describe, expect, it } from "vitest";
import { planTowers } from "#pipeline/inputs/plan-towers.ts";
import type { AttentionBlock } from "#pipeline/onnx/open-model.ts";

const model = (...towers: (string | undefined)[]) => ({
  path: "m.onnx",
  blocks: towers.map((tower) => ({ ...(tower === undefined ? {} : { tower }) }) as AttentionBlock),
});

describe("planTowers", () => {
  it("reads one stream where there are no towers", () => {
    expect(planTowers(model(undefined, undefined), "text", true)).toEqual({ main: "", remarks: [] });
  });

  it("gives a decoder what stands beside each item, else of texts the same once more, else nothing", () => {
    const pair = model("encoder", "decoder", "cross");
    expect(planTowers(pair, "text", true).beside).toEqual({ stream: "decoder", label: "target" });
    expect(planTowers(pair, "images", true).beside).toEqual({ stream: "decoder", label: "caption" });
    expect(planTowers(pair, "text", false).beside).toEqual({ stream: "decoder", label: null });
    const heard = planTowers(pair, "audio", false);
    expect([heard.towers, heard.beside]).toEqual([["encoder"], undefined]);
    expect(heard.remarks[0]).toContain("under “transcript” in labels.json");
  });

  it("shows of two towers those that the dataset has something for, and says which it leaves out", () => {
    const clip = model("text", "vision");
    expect(planTowers(clip, "images", true)).toMatchObject({
      towers: ["vision", "text"],
      main: "vision",
      beside: { stream: "text", label: "caption" },
      remarks: [],
    });
    expect(planTowers(clip, "images", false)).toMatchObject({ towers: ["vision"], main: "vision" });
    expect(planTowers(clip, "text", true)).toMatchObject({ towers: ["text"], main: "text" });
    expect(planTowers(clip, "text", false).remarks[0]).toContain("nothing for vision");
  });

  it("names the towers there are where none takes the dataset", () => {
    expect(() => planTowers(model("text", "vision"), "audio", false)).toThrow(
      "m.onnx: the model takes another kind of dataset: expected a dataset for its towers: text, vision, received a dataset of kind audio",
    );
  });
});
