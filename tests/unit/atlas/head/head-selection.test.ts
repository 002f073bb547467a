import { describe, expect, it } from "vitest";
import type { HeadId } from "#atlas/head/head-id.ts";
import { describeHeads, parseHeadSelection } from "#atlas/head/head-selection.ts";

function selects(selection: string, id: HeadId): boolean | undefined {
  return parseHeadSelection(selection)?.some((part) => part.selects(id));
}

describe("parseHeadSelection", () => {
  it("takes names and stars", () => {
    const of = (layer: number, head: number): boolean | undefined => selects("L3H5, L4H*", { layer, head });
    expect([of(3, 5), of(4, 11), of(3, 4), of(13, 5)]).toEqual([true, true, false, false]);
  });

  it("takes stars for any layer and any head at once", () => {
    expect(selects("L*H*", { layer: 12, head: 7 })).toBe(true);
    expect(selects("L*H*", { tower: "cross", layer: 12, head: 7 })).toBe(false);
  });

  it("takes a star for any tower", () => {
    expect(selects("*-L0H0", { tower: "decoder", layer: 0, head: 0 })).toBe(true);
    expect(selects("*-L0H0", { layer: 0, head: 0 })).toBe(false);
  });

  it("takes numbers with zeros in front of them, and each part once", () => {
    expect(selects("L03H00", { layer: 3, head: 0 })).toBe(true);
    expect(selects("L03H00", { layer: 30, head: 0 })).toBe(false);
    expect(parseHeadSelection("L0H1,L0H1, L0H2")?.map(({ text }) => text)).toEqual(["L0H1", "L0H2"]);
  });

  it("refuses what is not a selection", () => {
    for (const text of [
      "L3H5,all",
      "",
      "L1H1,",
      "xL3H5",
      "L3H5x",
      "L3",
      "**-L3H5",
      "l3h5",
      "L-1H0",
      "L1.5H0",
    ])
      expect([text, parseHeadSelection(text)]).toEqual([text, undefined]);
  });
});

describe("describeHeads", () => {
  it("tells the range of each tower", () => {
    const heads = (tower: string | undefined, counts: readonly number[]): HeadId[] =>
      counts.flatMap((n, layer) =>
        Array.from({ length: n }, (_, head) =>
          tower === undefined ? { layer, head } : { tower, layer, head },
        ),
      );
    expect(describeHeads(heads(undefined, [4, 4, 2]))).toBe("L0H0 to L2H1 (3 layers, 10 heads)");
    expect(describeHeads([...heads("encoder", [1]), ...heads("cross", [2, 2])])).toBe(
      "encoder-L0H0 (1 layer, 1 head), cross-L0H0 to cross-L1H1 (2 layers, 4 heads)",
    );
  });
});
