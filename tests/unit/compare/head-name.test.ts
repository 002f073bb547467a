import { describe, expect, it } from "vitest";
import {
  completions,
  formatName,
  isProblem,
  readName,
  type ListedAtlas,
} from "../../../src/compare/head-name.ts";

const GPT: ListedAtlas = {
  model: "tiny-gpt",
  dataset: "stories",
  modelName: "Tiny GPT",
  datasetName: "Stories",
  towers: [{ heads: [4, 4] }],
};
const T5: ListedAtlas = {
  model: "t5",
  dataset: "pairs",
  modelName: "T5",
  datasetName: "Pairs",
  towers: [
    { name: "encoder", heads: [2] },
    { name: "cross", heads: [2] },
  ],
};
const ALL = [GPT, T5];

function read(text: string, beside: ListedAtlas | null = null): string {
  const name = readName(text, ALL, beside);
  return isProblem(name) ? `${name.said} ${name.meant ?? ""}`.trim() : formatName(name);
}

describe("readName", () => {
  it.each([
    ["tiny-gpt/stories/L1H3", "tiny-gpt/stories/L1H3"],
    [" tiny-gpt/stories/l1h3 ", "tiny-gpt/stories/L1H3"],
    ["t5/pairs/cross-L0H1", "t5/pairs/cross-L0H1"],
    ["tiny-gpt/stories", "tiny-gpt/stories"],
    ["https://a.example/headland/tiny-gpt/stories/L0H0/?color=position", "tiny-gpt/stories/L0H0"],
    ["/tiny-gpt/stories/L0H0/index.html", "tiny-gpt/stories/L0H0"],
  ])("reads %s", (text, name) => {
    expect(read(text)).toBe(name);
  });

  it("reads a head alone as one of the atlas beside it", () => {
    expect(read("L1H0", GPT)).toBe("tiny-gpt/stories/L1H0");
    expect(read("L1H0")).toContain("no atlas “L1H0”");
  });

  it("says which heads there are, and what was probably meant", () => {
    expect(read("tiny-gpt/stories/L2H0")).toBe(
      "Tiny GPT on Stories has no head “L2H0”: they run from L0H0 to L1H3. tiny-gpt/stories/L0H0",
    );
    expect(read("tiny-gtp/stories/L0H1")).toBe(
      "There is no atlas “tiny-gtp/stories/L0H1” here. tiny-gpt/stories/L0H1",
    );
    expect(read("nonsense")).toBe("There is no atlas “nonsense” here. Write it as tiny-gpt/stories/L0H0.");
  });

  it("quotes hostile words without their tricks", () => {
    expect(read("\u202e<script>/x\u0000")).toContain("“�<script>/x�”");
  });
});

describe("completions", () => {
  it("offers atlases first, and heads of the one that is typed", () => {
    expect(completions("", ALL, 9)).toEqual(["tiny-gpt/stories", "t5/pairs"]);
    expect(completions("t5/pairs/c", ALL, 9)).toEqual(["t5/pairs/cross-L0H0", "t5/pairs/cross-L0H1"]);
    expect(completions("tiny-gpt/stories", ALL, 3)).toHaveLength(3);
  });
});
