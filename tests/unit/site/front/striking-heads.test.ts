import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Manifest } from "#atlas/files/manifest.ts";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { readHead } from "../../../../src/site/head-reading.ts";
import {
  headOfEachKind,
  strikingHeads,
  type NumberedAtlas,
  type StrikingHead,
} from "../../../../src/site/front/striking-heads.ts";
import { head, pictures, text } from "../../../helpers/read-heads.ts";

type Metrics = Parameters<typeof head>[0];

/** What sorts the first map of each head, by its name. */
type Explained = Readonly<Record<string, NonNullable<HeadNumbers["explained"]>[string]>>;

/** Heads L0H0, L0H1, … of one model. */
function atlas(
  slug: string,
  metrics: readonly Metrics[],
  of: Manifest = text,
  explained: Explained = {},
): NumberedAtlas {
  const manifest = {
    ...of,
    model: { slug, name: slug },
    dataset: { ...of.dataset, slug: "d", labels: [] },
    methods: ["umap"],
    dims: [2],
  } as unknown as Manifest;
  const rows = metrics.map((each, i) => {
    const row = head(each, {}, `L0H${i}`);
    const own = explained[row.head];
    return own === undefined ? row : { ...row, explained: { umap2: own } };
  });
  return { manifest, rows };
}

const shown = (heads: readonly StrikingHead[]): string[] =>
  heads.map(({ manifest, head, kind }) => `${kind}: ${manifest.model.slug} ${head}`);

const gpt = atlas("gpt", [{ induction: 0.9 }, { previous: 0.95 }, { first: 0.8 }, {}]);
const bert = atlas("bert", [{ previous: 0.9 }, { next: 0.7 }, { previous: 0.7 }]);
const random = atlas("random", [{}, { entropy: 0.9 }]);

describe("striking heads", () => {
  it("are each of another kind, and of another model where there is one", () => {
    // The strongest look at the previous token is of gpt, which already has the head that copies.
    expect(shown(strikingHeads([gpt, bert, random]))).toEqual([
      "Induction: gpt L0H0",
      "Previous token: bert L0H0",
      // Both models are there: what is left goes by kind alone.
      "First token: gpt L0H2",
    ]);
    expect(shown(strikingHeads([gpt, bert, atlas("vit", [{ self: 0.5 }])]))).toEqual([
      "Induction: gpt L0H0",
      "Previous token: bert L0H0",
      "Itself: vit L0H0",
    ]);
  });

  it("are of one model where a site has one, each of another kind", () => {
    expect(shown(strikingHeads([gpt]))).toEqual([
      "Induction: gpt L0H0",
      "Previous token: gpt L0H1",
      "First token: gpt L0H2",
    ]);
  });

  it("are fewer where a site has fewer kinds, and none where weights are random", () => {
    expect(shown(strikingHeads([atlas("one", [{ previous: 0.6 }, { previous: 0.9 }])]))).toEqual([
      "Previous token: one L0H1",
    ]);
    expect(strikingHeads([random])).toEqual([]);
    expect(headOfEachKind([random])).toEqual([]);
    expect(strikingHeads([])).toEqual([]);
  });

  it("are named as figures of a book, with what their own page says first", () => {
    const [first] = strikingHeads([gpt]);
    expect(first?.title).toBe("The head that copies");
    expect(first?.sentence).toBe(readHead(gpt.manifest, gpt.rows[0]!).sentences[0]);
    const [patch] = strikingHeads([atlas("vit", [{ first: 0.9 }], pictures(0))]);
    expect(patch?.title).toBe("The head that rests on the first patch");
  });

  it("sort their maps, too: by what its page says, in the color in which it opens", () => {
    const sorted = atlas("bert", [{ previous: 0.9 }, {}, {}], text, {
      L0H1: [{ color: "position", share: 0.93 }],
      L0H2: [{ color: "position", share: 0.97 }],
    });
    const [first, second, third] = strikingHeads([sorted]);
    expect(third).toBeUndefined();
    expect([first?.kind, second?.kind]).toEqual(["Previous token", "Position"]);
    expect(second).toMatchObject({
      head: "L0H2",
      by: "map",
      title: "The head that sorts by position",
      sentence: "Sorts by position, which explains 97\u00a0% of the UMAP map (chance 0).",
      color: "position",
    });
    expect(headOfEachKind([sorted]).map(({ by, head }) => [by, head])).toEqual([
      ["habit", "L0H0"],
      ["map", "L0H2"],
    ]);
  });

  it("say what their map is sorted by in the words of their reading, after a habit, too", () => {
    const both = atlas("bert", [{ previous: 0.9 }], text, { L0H0: [{ color: "position", share: 0.93 }] });
    const [habit, map] = strikingHeads([both]);
    expect([habit?.head, map?.head]).toEqual(["L0H0", "L0H0"]);
    expect(readHead(both.manifest, both.rows[0]!).sentences).toEqual([habit?.sentence, map?.sentence]);
  });

  it("are none in a model without habits, whose maps are sorted by their tokens all the same", () => {
    const own = { L0H0: [{ color: "frequency", share: 0.9 }] };
    expect(strikingHeads([atlas("random", [{}], text, own)])).toEqual([]);
  });

  it("of equal strength are taken in the order of the atlases and of their heads", () => {
    const [a, b] = [atlas("a", [{ self: 0.9 }, { self: 0.9 }]), atlas("b", [{ self: 0.9 }])];
    expect(shown(strikingHeads([a, b]))).toEqual(["Itself: a L0H0"]);
    expect(shown(strikingHeads([b, a]))).toEqual(["Itself: b L0H0"]);
  });

  it("show nothing that a head's own page does not say, and no kind twice, whatever the numbers are", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const metrics = fc.record({
      entropy: share,
      first: share,
      previous: share,
      next: share,
      induction: share,
    });
    const models = fc.array(fc.array(metrics, { maxLength: 6 }), { maxLength: 5 });
    fc.assert(
      fc.property(models, (all) => {
        const atlases = all.map((each, i) => atlas(`m${i}`, each));
        const chosen = strikingHeads(atlases);
        const kinds = headOfEachKind(atlases);
        expect(new Set(kinds.map(({ kind }) => kind)).size).toBe(kinds.length);
        expect(chosen).toHaveLength(Math.min(3, kinds.length));
        expect(new Set(chosen.map(({ kind }) => kind)).size).toBe(chosen.length);
        for (const { manifest, head, kind, sentence } of [...chosen, ...kinds]) {
          const row = atlases
            .find((each) => each.manifest === manifest)
            ?.rows.find((each) => each.head === head);
          const { habit, sentences } = readHead(manifest, row!);
          expect([habit?.title, sentences[0]]).toEqual([kind, sentence]);
        }
      }),
    );
  });
});

it("one head of each kind is the strongest of the site, in the order of lists of habits", () => {
  expect(shown(headOfEachKind([bert, gpt]))).toEqual([
    "Induction: gpt L0H0",
    "Previous token: gpt L0H1",
    "Next token: bert L0H1",
    "First token: gpt L0H2",
  ]);
});
