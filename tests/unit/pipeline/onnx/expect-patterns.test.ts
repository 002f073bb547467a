import { describe, expect, it } from "vitest";
import type { BlockCapture } from "#pipeline/onnx/run/block-capture.ts";
import { expectPatterns } from "#pipeline/onnx/run/expect-patterns.ts";

const captured = (nPatterns: number, tower?: string): BlockCapture =>
  ({
    block: { layer: 3, ...(tower === undefined ? {} : { tower }) },
    weights: { dims: [nPatterns, 2, 5, 5], data: [] },
  }) as unknown as BlockCapture;

describe("expectPatterns", () => {
  it("takes one pattern for each sequence that was fed", () => {
    expect(() => {
      expectPatterns(captured(4), 4);
    }).not.toThrow();
  });

  it("refuses more, as windows give, and fewer, by name of the layer", () => {
    expect(() => {
      expectPatterns(captured(16, "vision"), 4);
    }).toThrow(
      "vision-L3H0: a layer attends to separate pieces of a sequence: expected one pattern per sequence, received 16 patterns of 4 sequences.",
    );
    expect(() => {
      expectPatterns(captured(0), 1);
    }).toThrow("received 0 patterns of one sequence");
  });
});
