import { describe, expect, it } from "vitest";
import { kindNote, linksTitle, unreadReasons } from "#viewer/circuits/circuits-words.ts";
import { layoutCircuits } from "#viewer/circuits/layout-circuits.ts";

const about = { threshold: 0.1, links: [[0, 3, 0.3] as const] };

describe("layoutCircuits", () => {
  it("has a row per layer from top to bottom, with the heads of each in the middle", () => {
    const { rows, heads, width } = layoutCircuits(["L0H0", "L0H1", "L0H2", "L1H0"], [], about);
    expect(rows.map(({ name }) => name)).toEqual(["L0", "L1"]);
    expect(rows[1]!.y).toBeGreaterThan(rows[0]!.y);
    const x = Object.fromEntries(heads.map((head) => [head.name, head.x]));
    expect(x["L1H0"]).toBe(x["L0H1"]);
    for (const head of heads) expect(head.x).toBeLessThan(width);
  });

  it("parts towers and keeps their names", () => {
    const { rows } = layoutCircuits(["encoder-L0H0", "decoder-L0H0", "decoder-L1H0"], [], about);
    expect(rows.map(({ name }) => name)).toEqual(["encoder-L0", "decoder-L0", "decoder-L1"]);
  });

  it("draws links from box to box, the strongest of the kind at full strength and the threshold at none", () => {
    const links = [[0, 2, 0.3] as const, [1, 2, 0.2] as const, [0, 3, 0.1] as const];
    const drawn = layoutCircuits(["L0H0", "L0H1", "L1H0", "L1H1"], links, about).links;
    expect(drawn.map(({ from, to }) => `${from} ${to}`)).toEqual(["L0H0 L1H0", "L0H1 L1H0", "L0H0 L1H1"]);
    expect(drawn[0]!.strength).toBe(1);
    expect(drawn[1]!.strength).toBeCloseTo(0.5, 12);
    expect(drawn[2]!.strength).toBe(0);
  });

  it("leads a link over several rows out of the column, so that it is no chain", () => {
    const names = ["L0H0", "L0H1", "L1H0", "L1H1", "L2H0", "L2H1"];
    const [along, next] = layoutCircuits(
      names,
      [
        [0, 4, 0.3],
        [0, 2, 0.3],
      ],
      about,
    ).links;
    const xs = (path: string): number[] =>
      [...path.matchAll(/[MC ]([\d.]+) [\d.]+/g)].map(([, x]) => Number(x));
    expect(new Set(xs(next!.path)).size).toBe(1);
    expect(new Set(xs(along!.path)).size).toBe(2);
  });

  it("draws only heads with links where there are thousands", () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `L${Math.floor(i / 100)}H${i % 100}`);
    const { heads, nLeftOut, rows } = layoutCircuits(names, [[5, 9_000, 0.3]], about);
    expect(heads.map(({ name }) => name)).toEqual(["L0H5", "L90H0"]);
    expect(nLeftOut).toBe(9_998);
    expect(rows.map(({ name }) => name)).toEqual(["L0", "L90"]);
  });
});

describe("words of circuits", () => {
  it("count the links beside what random matrices give", () => {
    const note = kindNote({
      nPairs: 1096,
      nAbove: 1,
      median: 0.0981,
      baseline: 0.0884,
      threshold: 0.0992,
      links: [],
    });
    expect(note).toBe(
      "1,096 pairs of an earlier and a later head, median 0.098. One exceeds 0.099, the largest number of random matrices of these shapes, whose mean is 0.088.",
    );
  });

  it("name the links that are shown", () => {
    const view = { kind: "kComposition", links: 24, head: null } as const;
    expect(linksTitle(view, 24)).toBe("The 24 strongest links by K-composition");
    expect(linksTitle({ ...view, head: "L3H0" }, 1)).toBe("The strongest link of L3H0 by K-composition");
    expect(linksTitle(view, 0)).toBe("K-composition: no link above chance");
  });

  it("say each reason once, with the heads that it holds for", () => {
    const unread = Object.fromEntries(
      ["L0H0", "L0H1", "L0H2", "L0H3", "L0H4"].map((name) => [name, "it is fused."]),
    );
    expect(unreadReasons({ unread: { ...unread, L1H0: "it is a convolution." } })).toEqual([
      "5 heads: it is fused.",
      "L1H0: it is a convolution.",
    ]);
  });
});
