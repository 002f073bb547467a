import { describe, expect, it } from "vitest";
import { planTowers } from "#pipeline/inputs/plan-towers.ts";
import type { AttentionBlock } from "#pipeline/onnx/open-model.ts";

const model = (...towers: (string | undefined)[]) => ({
  path: "m.onnx",
  blocks: towers.map((tower) => ({ ...(tower === undefined ? {} : { tower }) }) as AttentionBlock),
});

const ALL = { nAll: 5, nMissing: 0 };
const NONE = { nAll: 5, nMissing: 5 };

describe("planTowers", () => {
  it("reads one stream where there are no towers", () => {
    expect(planTowers(model(undefined, undefined), "text", ALL)).toEqual({ main: "", warnings: [] });
  });

  it("gives a decoder what stands beside each item, else of texts the same once more, else nothing", () => {
    const pair = model("encoder", "decoder", "cross");
    expect(planTowers(pair, "text", ALL).beside).toEqual({ stream: "decoder", label: "target" });
    expect(planTowers(pair, "images", ALL).beside).toEqual({ stream: "decoder", label: "caption" });
    expect(planTowers(pair, "text", NONE).beside).toEqual({ stream: "decoder", label: null });
    const heard = planTowers(pair, "audio", NONE);
    expect([heard.towers, heard.beside]).toEqual([["encoder"], undefined]);
    expect(heard.warnings[0]).toContain("under “transcript” in labels.json");
  });

  it("shows of two towers those that the dataset has something for, and says which it leaves out", () => {
    const clip = model("text", "vision");
    expect(planTowers(clip, "images", ALL)).toMatchObject({
      towers: ["vision", "text"],
      main: "vision",
      beside: { stream: "text", label: "caption" },
      warnings: [],
    });
    expect(planTowers(clip, "images", NONE)).toMatchObject({ towers: ["vision"], main: "vision" });
    expect(planTowers(clip, "text", ALL)).toMatchObject({ towers: ["text"], main: "text" });
    expect(planTowers(clip, "text", NONE).warnings[0]).toContain("nothing for vision");
  });

  it("says how many entries lack a text where others have one: it is all or none", () => {
    const some = { nAll: 5, nMissing: 2 };
    const pair = planTowers(model("encoder", "decoder", "cross"), "text", some);
    expect(pair.beside).toEqual({ stream: "decoder", label: null });
    expect(pair.warnings).toEqual([
      "The decoder reads the encoder's own text: the dataset names no other under “target” for 2 of its 5 entries.",
    ]);
    expect(planTowers(model("encoder", "decoder", "cross"), "audio", some).warnings[0]).toMatch(
      /under “transcript” in labels.json for 2 of its 5 entries\.$/,
    );
    expect(planTowers(model("text", "vision"), "images", some).warnings).toEqual([
      "Of this model only vision is shown: the dataset has nothing for text for 2 of its 5 entries.",
    ]);
    expect(planTowers(model("text", "vision"), "text", some).warnings[0]).toMatch(/nothing for vision\.$/);
  });

  it("names the towers there are where none takes the dataset", () => {
    expect(() => planTowers(model("text", "vision"), "audio", NONE)).toThrow(
      "m.onnx: the model takes another kind of dataset: expected a dataset for its towers: text, vision, received a dataset of kind audio",
    );
  });
});
