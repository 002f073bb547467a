import { describe, expect, it } from "vitest";
import type { Manifest } from "#atlas/files/manifest.ts";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { decodeTokens, encodeTokens } from "#atlas/tokens/tokens.ts";
import { parseView } from "#atlas/view/view-address.ts";
import { colorTour, rowTour } from "../../../../src/site/tours/picture-tours.ts";
import {
  inductionTour,
  previousTokenTour,
  queryAndKeyTour,
  sinkTour,
} from "../../../../src/site/tours/text-tours.ts";
import { strongest, tourHeads, type TourHead } from "../../../../src/site/tours/tour-heads.ts";
import type { TourSite } from "../../../../src/site/tours/tour-site.ts";

const CHANCE = {
  ...{
    entropy: 1,
    self: 0.1,
    previous: 0.1,
    next: 0,
    first: 0.1,
    induction: 0.1,
    distance: 3,
    patchDistance: null,
  },
  ...{ sameRow: 0.1, sameObject: 0.2 },
};

function manifest(kind: "text" | "images", slug: string, step?: number): Manifest {
  return {
    model: { slug, name: slug, ...(step === undefined ? {} : { checkpoint: { of: "gpt", step } }) },
    dataset: { slug: "data", name: "Data", kind, nTokens: 6 },
    towers: [{ heads: [4] }],
    methods: ["umap"],
    dims: [2],
    patches: kind === "text" ? null : { columns: 2, nSpecial: 0 },
  } as unknown as Manifest;
}

function rows(...shares: readonly Readonly<Record<string, number>>[]): HeadNumbers[] {
  return shares.map(
    (share, i) =>
      ({
        head: `L0H${i}`,
        metrics: { ...CHANCE, ...share },
        chance: CHANCE,
        quality: { umap2: { attentionRecall: share["recall"] ?? 0.2, attentionRecallChance: 0.2 } },
        explained: {
          umap2: ["patch", "row", "position"].flatMap((color) =>
            share[color] === undefined ? [] : [{ color, share: share[color] }],
          ),
        },
      }) as unknown as HeadNumbers,
  );
}

const words = ["then", "fox", "ran", "then", "then", "fox"];
const table = decodeTokens(
  encodeTokens({
    tokens: words,
    starts: Uint32Array.of(0, 6),
    special: new Uint8Array(6),
    sequenceLabels: new Map(),
    tokenLabels: new Map(),
  }),
);
/** The last “fox” attends to “ran” (0.5), to “then” before it (0.25) and to the first “then” (0.25). */
const attention = {
  valueNorms: null,
  weight: (_: number, query: number, key: number): number =>
    query === 5 ? ({ 2: 0.5, 4: 0.25, 0: 0.25 }[key] ?? 0) : 0,
};

function site(
  kind: "text" | "images",
  shares: readonly Readonly<Record<string, number>>[],
  change: Partial<TourSite> = {},
): TourSite {
  const heads = tourHeads([{ manifest: manifest(kind, "gpt"), rows: rows(...shares) }], kind);
  return {
    text: kind === "text" ? heads : [],
    pictures: kind === "images" ? heads : [],
    filesOf: () => Promise.resolve({ table, attention }),
    elsewhere: () => [],
    stagesOf: () => [],
    ...change,
  };
}

describe("the heads of tours", () => {
  it("are the strongest of the site, and none where none is strong enough", () => {
    const { text } = site("text", [{ previous: 0.5 }, { previous: 0.8 }, { previous: 0.8 }]);
    const valueOf = ({ numbers }: TourHead): number => numbers.metrics.previous ?? 0;
    expect(strongest(text, valueOf, 0.3)?.numbers.head).toBe("L0H1");
    expect(strongest(text, valueOf, 0.9)).toBeUndefined();
  });

  it("read within one sequence, of the kind that is asked for", () => {
    const atlases = [{ manifest: manifest("text", "gpt"), rows: rows({ previous: 0.5 }) }];
    const cross = rows({}).map((row) => ({ ...row, metrics: { ...row.metrics, self: null } }));
    expect(tourHeads(atlases, "text")).toHaveLength(1);
    expect(tourHeads(atlases, "images")).toEqual([]);
    expect(tourHeads([{ manifest: manifest("text", "gpt"), rows: cross }], "text")).toEqual([]);
  });
});

describe("a tour", () => {
  it("says what the numbers say: of the example, of the head, and by chance", async () => {
    const tour = await previousTokenTour(
      site("text", [{ previous: 0.2 }, { previous: 0.831, position: 0.62 }]),
    );
    expect(tour?.steps.map(({ head }) => head)).toEqual(["L0H1", "L0H1", "L0H1"]);
    expect(tour?.steps[0]?.text).toBe(
      "Selected is “fox” as a query. In its sequence it comes right after “then”.",
    );
    expect(tour?.steps[0]?.answer.replaceAll("\u00a0", " ")).toBe(
      "To “then”, the token before it: 25 %. On average over all tokens, 83 % of the attention (chance 10 %) goes there.",
    );
    expect(tour?.steps[2]?.answer.replaceAll("\u00a0", " ")).toBe(
      "Yes: position explains 62 % of this map (chance 0).",
    );
  });

  it("has addresses that show each step's view, and name the step", async () => {
    const tour = await sinkTour(site("text", [{ first: 0.7 }]));
    const maps = { methods: ["umap"], dims: [2] } as const;
    expect(tour?.steps.map(({ query }) => parseView(query, maps))).toMatchObject([
      { tour: { tour: "sink", step: 1 }, selected: { role: "query", token: 5 }, panel: "lines" },
      { tour: { tour: "sink", step: 2 }, panel: "average" },
      { tour: { tour: "sink", step: 3 }, leftOut: "first" },
    ]);
    expect(tour?.steps[0]).toMatchObject({ atlas: "gpt/data", head: "L0H0" });
    expect(tour?.steps[2]?.answer.replaceAll("\u00a0", " ")).toContain("75 % of the attention of “fox”");
  });

  it("leads to the other dataset, and to the step of training at which the head learned most", async () => {
    const stage = (step: number | undefined, induction: number) => ({
      manifest: manifest("text", `gpt-${step ?? "final"}`, step),
      numbers: rows({ induction })[0],
      tokens: "t",
    });
    const stages = [stage(0, 0.1), stage(500, 0.2), stage(900, 0.6), stage(undefined, 0.8)];
    const [head] = site("text", [{ induction: 0.8 }]).text;
    const other = { head: head!, reading: "Rests on the first token." };
    const tour = await inductionTour(
      site("text", [{ induction: 0.8 }], { stagesOf: () => stages, elsewhere: () => [other] }),
    );
    expect(tour?.steps.map(({ answer }) => answer.replaceAll("\u00a0", " "))).toEqual([
      "At “ran”, as if to say it again: 50 %. On average over all tokens seen before, 80 % of the attention (chance 10 %) goes to what followed them then.",
      "Rests on the first token.",
      "Its induction grows most between step 500 (20 %) and step 900 (60 %; chance 10 %).",
    ]);
    expect(tour?.steps[2]?.atlas).toBe("gpt-900/data");
  });

  it("counts points, and says how far nearness can be believed", async () => {
    const tour = await queryAndKeyTour(site("text", [{ recall: 0.3 }, { recall: 0.9 }]));
    expect(tour?.steps[0]).toMatchObject({
      head: "L0H1",
      answer: "12: 6 tokens, each once as a query and once as a key.",
    });
    expect(tour?.steps[1]?.answer.replaceAll("\u00a0", " ")).toBe("“ran”, with 50 % of its attention.");
    expect(tour?.steps[2]?.answer).toMatch(/^A query mostly lies near the key it attends to most: 90/);
  });

  it("goes along rows, and by color before place", async () => {
    const pictures = site("images", [
      { sameRow: 0.6, row: 0.9, patch: 0.4 },
      { patch: 0.8, row: 0.3, sameObject: 0.6 },
      { patch: 0.9, row: 0.85 },
    ]);
    const row = await rowTour(pictures);
    expect(row?.steps.map(({ head }) => head)).toEqual(["L0H0", "L0H0", "L0H0"]);
    expect(row?.steps[0]?.answer.replaceAll("\u00a0", " ")).toBe(
      "Those of its own row, itself among them: 25 % of its attention. On average over all patches it is 60 % (chance 10 %).",
    );
    const color = await colorTour(pictures);
    expect(color?.steps.map(({ head, answer }) => [head, answer.split(":")[0]])).toEqual([
      ["L0H1", "Yes"],
      ["L0H1", "In part"],
      ["L0H1", expect.stringMatching(/^Patches of an object give 60.% of their attention/)],
    ]);
  });

  it("is not offered by a site without such a head, nor where its files cannot be read", async () => {
    const plain = [site("text", [{}]), site("images", [{}]), site("text", []), site("images", [])];
    for (const each of plain) {
      const all = [queryAndKeyTour, previousTokenTour, inductionTour, sinkTour, rowTour].map((tour) =>
        tour(each),
      );
      expect(await Promise.all(all)).toEqual([null, null, null, null, null]);
      expect(await colorTour(each)).toBeNull();
    }
    const unread = site("text", [{ previous: 0.9 }], { filesOf: () => Promise.resolve(null) });
    expect(await previousTokenTour(unread)).toBeNull();
  });
});
