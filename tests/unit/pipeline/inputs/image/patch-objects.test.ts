import { describe, expect, it } from "vitest";
import type { LabelValue, SourceLabels } from "#atlas/tokens/token-labels.ts";
import type { EncodedSequence } from "#pipeline/inputs/encoded-dataset.ts";
import { patchObjects } from "#pipeline/inputs/image/patch-objects.ts";

/** A picture of one token and three patches. */
function picture(labels: Readonly<Record<string, readonly LabelValue[]>>): EncodedSequence {
  const tokenLabels: SourceLabels = new Map(
    Object.entries(labels).map(([name, of]) => [name, [null, ...of]]),
  );
  return {
    ids: [],
    typeIds: [],
    tokens: ["CLS", "1", "2", "3"],
    isSpecial: [true, false, false, false],
    labels: new Map(),
    tokenLabels,
  };
}
const numbers = (kind: "text" | "images", ...sequences: EncodedSequence[]): number[] | null => {
  const found = patchObjects({ kind, sequences, nTokens: sequences.length * 4 });
  return found && [...found];
};

describe("what patches show", () => {
  it("is one object where all their labels are the same, in every picture", () => {
    const first = picture({ shape: ["star", "ring", "star"], color: ["red", "red", "red"] });
    const second = picture({ shape: ["ring", "star", "star"], color: ["red", "blue", "red"] });
    expect(numbers("images", first, second)).toEqual([0, 1, 2, 1, 0, 2, 3, 1]);
  });

  it("is nothing where no label says anything, or one calls it the background", () => {
    const scene = picture({
      thing: ["background", "Background", "object"],
      texture: ["sand", "", "striped"],
    });
    expect(numbers("images", picture({ thing: ["none", "circle", "None"] }))).toEqual([0, 0, 1, 0]);
    expect(numbers("images", scene, picture({ thing: ["", null, "object"] }))).toEqual([
      0, 0, 0, 1, 0, 0, 0, 2,
    ]);
  });

  it("is told by texts, one or several, and not by numbers", () => {
    expect(
      numbers("images", picture({ cover: [0.5, null, 1], parts: [["wing", "eye"], ["wing"], []] })),
    ).toEqual([0, 1, 2, 0]);
    expect(numbers("images", picture({ cover: [0.5, null, 1] }))).toBeNull();
  });

  it("is not known of pictures without labels, or of text", () => {
    expect(numbers("images", picture({}))).toBeNull();
    expect(numbers("text", picture({ partOfSpeech: ["noun", "verb", "noun"] }))).toBeNull();
  });
});
