import { describe, expect, it } from "vitest";
import { manifestSchema } from "#atlas/files/manifest.schema.ts";
import { manifestOf, PICTURE } from "../../../helpers/tiny-tables.ts";

const digest = "0123456789abcdef".repeat(4);
const { model, dataset, ...rest } = manifestOf(PICTURE);
const manifest = { ...rest, model: { ...model, digest }, dataset: { ...dataset, digest }, buildKey: digest };

const is = (more: object): boolean => manifestSchema.safeParse({ ...manifest, ...more }).success;
const isModel = (more: object): boolean => is({ model: { ...manifest.model, ...more } });
const isDataset = (more: object): boolean => is({ dataset: { ...manifest.dataset, ...more } });

describe("a manifest, where the site is built", () => {
  it("is taken as it was written", () => {
    expect(manifestSchema.parse(manifest)).toEqual(manifest);
  });

  it("is of this version", () => {
    expect([0, 1, 2].map((formatVersion) => is({ formatVersion }))).toEqual([false, true, false]);
  });

  it("holds digests of 64 hexadecimal digits, and commits of 40", () => {
    const keys = [digest, `${digest}0`, `0${digest}`, digest.slice(1), digest.toUpperCase()];
    expect(keys.map((buildKey) => is({ buildKey }))).toEqual([true, false, false, false, false]);
    const commit = digest.slice(0, 40);
    const commits = [commit, `${commit}0`, `x${commit}`, commit.slice(1)].map((one) =>
      isModel({ hub: { source: "hub:a/b", commit: one } }),
    );
    expect(commits).toEqual([true, false, false, false]);
  });

  it("counts in whole numbers from 0", () => {
    expect([-1, 0, 1, 1.5].map((nTokens) => isDataset({ nTokens }))).toEqual([false, true, true, false]);
    expect([-1, 0, 1, 1.5].map((dHead) => is({ dHead }))).toEqual([false, true, true, false]);
  });

  it("is of texts or of images", () => {
    expect(["text", "images", "", "audio"].map((kind) => isDataset({ kind }))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it("has a tower at least, of up to 1,024 layers of up to 1,024 heads", () => {
    const many = (n: number): number[] => Array.from({ length: n }, () => 1);
    const lists = [[], [0], [1024], [1025], [-1], many(1024), many(1025)];
    expect(lists.map((heads) => is({ towers: [{ heads }] }))).toEqual([
      true,
      true,
      true,
      false,
      false,
      true,
      false,
    ]);
    const towers = [
      [],
      [{ heads: [1] }],
      [
        { name: "encoder", heads: [1] },
        { name: "decoder", heads: [2] },
      ],
    ];
    expect(towers.map((list) => is({ towers: list }))).toEqual([false, true, true]);
  });

  it("has a method, a number of axes and, where it names them, a color at least", () => {
    expect([[], ["pca"], ["pca", "umap"], ["som"]].map((methods) => is({ methods }))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect([[], [1], [2], [3], [4], [2, 3]].map((dims) => is({ dims }))).toEqual([
      false,
      false,
      true,
      true,
      false,
      true,
    ]);
    const sheet = { cellPx: 1, columns: 1, rows: 1 };
    expect([[], ["role"], ["role", "position"]].map((colors) => is({ sheet: { ...sheet, colors } }))).toEqual(
      [false, true, true],
    );
  });
});
