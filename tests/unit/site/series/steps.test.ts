import { describe, expect, it } from "vitest";
import type { Manifest } from "#atlas/files/manifest.ts";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { headSteps, type Stage } from "../../../../src/site/series/steps.ts";

type Shares = Readonly<Record<string, number | null>>;

const CHANCE = { entropy: 1, self: 0.08, previous: 0.08, next: 0, first: 0.08, induction: 0.03 };

function stage(step: number | null, shares: Shares, change: Partial<Stage> = {}): Stage {
  const manifest = {
    model: step === null ? { slug: "gpt" } : { slug: `gpt-${step}`, checkpoint: { of: "gpt", step } },
    dataset: { slug: "repeats", digest: "d", kind: "text" },
    towers: [{ heads: [2] }],
    methods: ["umap", "pca"],
    dims: [2],
    causal: true,
    patches: null,
  } as unknown as Manifest;
  const metrics = { ...CHANCE, ...shares };
  const numbers = { head: "L0H1", metrics, chance: CHANCE } as unknown as HeadNumbers;
  return { manifest, numbers, tokens: "t", ...change };
}

const id = { layer: 0, head: 1 };
const own = stage(null, { induction: 0.77, previous: 0.04 });

describe("the slider of a head", () => {
  it("has all stages in order and the course of induction, if the head ever shows it", () => {
    const early = stage(0, { induction: 0.03, previous: 0.99 });
    expect(headSteps([early, own], own, id)).toEqual({
      stages: [
        { slug: "gpt-0", name: "step 0", value: 0.03 },
        { slug: "gpt", name: "trained", value: 0.77 },
      ],
      measure: { title: "Induction", chance: 0.03 },
    });
  });

  it("has the share that changes most, if the head never copies", () => {
    const [early, late] = [
      stage(0, { previous: 0.1, first: 0.2 }),
      stage(null, { previous: 0.8, first: 0.5 }),
    ];
    expect(headSteps([early, late], late, id)).toMatchObject({
      stages: [{ value: 0.1 }, { value: 0.8 }],
      measure: { title: "Previous token", chance: 0.08 },
    });
  });

  it("has a gap where nothing was measured", () => {
    const early = stage(0, { induction: null });
    expect(headSteps([early, own], own, id)?.stages.map(({ value }) => value)).toEqual([null, 0.77]);
  });

  it("leaves out stages that show other tokens, other data or lack a map, and is none if nothing is left", () => {
    const other: Partial<Manifest>[] = [
      { methods: ["umap"] },
      { dims: [3] },
      { towers: [{ heads: [1] }] },
      { dataset: { ...own.manifest.dataset, digest: "e" } },
    ];
    const unlike = [
      stage(0, {}, { tokens: "u" }),
      stage(0, {}, { tokens: undefined }),
      ...other.map((change) => {
        const { manifest } = stage(0, {});
        return stage(0, {}, { manifest: { ...manifest, ...change } });
      }),
    ];
    for (const each of unlike) expect(headSteps([each, own], own, id)).toBeUndefined();
    const like = stage(7, {});
    expect(headSteps([...unlike, like, own], own, id)?.stages.map(({ name }) => name)).toEqual([
      "step 7",
      "trained",
    ]);
  });

  it("is none for an older atlas, of whose tokens nothing is known, and for a head without checkpoints", () => {
    const [a, b] = [stage(0, {}, { tokens: undefined }), stage(null, {}, { tokens: undefined })];
    expect(headSteps([a, b], b, id)).toBeUndefined();
    expect(headSteps([], own, id)).toBeUndefined();
  });
});
