import { describe, expect, it } from "vitest";
import { alikeNote } from "#viewer/patches/use-patches.ts";

describe("the sentence about patches that others stand for", () => {
  it("counts them", () => {
    expect(alikeNote(1)).toBe("1 patch beside one that looks the same is drawn only when you zoom in.");
    expect(alikeNote(1234)).toBe(
      "1,234 patches beside others that look the same are drawn only when you zoom in.",
    );
  });
});
