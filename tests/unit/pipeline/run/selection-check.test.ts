import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseHeadSelection, type HeadPattern } from "#atlas/head/head-selection.ts";
import { SelectionCheck } from "#pipeline/run/selection-check.ts";
import { runBuild } from "../../../helpers/run-build.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";
import { writeTinyContent } from "../../../helpers/tiny-content.ts";

function selection(text: string): readonly HeadPattern[] {
  return parseHeadSelection(text) ?? [];
}

describe("SelectionCheck", () => {
  const small = [0, 1].map((head) => ({ layer: 0, head }));
  const large = [0, 1].flatMap((layer) => small.map(({ head }) => ({ layer, head })));

  async function checked(text: string): Promise<{ warnings: string[]; error: string | undefined }> {
    const check = new SelectionCheck(selection(text));
    await check.see({ model: "small", dataset: "x" }, small, "nowhere");
    await check.see({ model: "large", dataset: "x" }, large, "nowhere");
    return { warnings: check.warnings(), error: check.error()?.message };
  }

  it("is content where every part names a head of every atlas", async () => {
    expect(await checked("L0H1,L*H0")).toEqual({ warnings: [], error: undefined });
  });

  it("tells what names heads of some atlases only, and refuses what names none, with the heads that there are", async () => {
    expect(await checked("L0H0,L1H*,L0H9,cross-L0H0")).toEqual({
      warnings: ["--heads L1H* names no head of small/x, which has L0H0 to L0H1 (1 layer, 2 heads)."],
      error:
        "--heads: no atlas has such heads: expected some of L0H0 to L0H1 (1 layer, 2 heads) of small/x; L0H0 to L1H1 (2 layers, 4 heads) of large/x, received L0H9, cross-L0H0.",
    });
  });

  it("says nothing where no atlas could be opened, which has an error of its own", () => {
    expect(new SelectionCheck(selection("L0H0")).error()).toBeUndefined();
  });
});

describe("a build of selected heads", () => {
  it("fails where no head is selected, be the atlas begun, done or not there yet", async () => {
    const root = await tempFolder();
    await writeTinyContent(join(root, "content"));
    const refused = [
      "--heads: no atlas has such heads: expected some of L0H0 to L0H1 (1 layer, 2 heads) of tiny/lines, received L9H9.",
    ];
    const build = (text: string): ReturnType<typeof runBuild> =>
      runBuild(root, { methods: ["pca"], select: selection(text) });
    expect((await build("L9H9")).outcomes["tiny/lines"]).toMatchObject({ state: "partial", nHeads: 0 });
    // Heads were counted on one sequence; the model has not run over the dataset.
    expect(await readdir(join(root, "work"))).not.toContain("captures");
    expect((await build("L9H9")).errors).toEqual(refused);
    const begun = await build("L0H1,L9H9");
    expect(begun.outcomes["tiny/lines"]).toMatchObject({ state: "partial", nComputed: 1 });
    expect(begun.errors).toEqual(refused);
    expect((await build("L0H*")).errors).toEqual([]);
    const done = await build("L9H9");
    expect(done.outcomes["tiny/lines"]?.state).toBe("unchanged");
    expect(done.errors).toEqual(refused);
  });
});
