/** What a page shows first is one question with one answer, whatever the order in which an author lists the axes. */
import { join } from "node:path";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { atlasFiles } from "#atlas/address.ts";
import { firstProjection, projectionName, type Dim } from "#atlas/method.ts";
import { parseView } from "#atlas/view/view-address.ts";
import { Thumbnail } from "#viewer/head/MapFrame.tsx";
import { writeSyntheticAtlas } from "../../../helpers/synthetic-atlas.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";
import { treeDigests } from "../../../helpers/tiny-content.ts";

describe("the first map of an atlas", () => {
  it.each<[dims: readonly Dim[], first: string]>([
    [[3, 2], "umap2"],
    [[2, 3], "umap2"],
    [[3], "umap3"],
  ])("of %j axes is %s for the build and for the page", async (dims, first) => {
    const root = await tempFolder();
    const synthetic = {
      model: "m",
      dataset: "d",
      kind: "text",
      nLayers: 1,
      nHeads: 1,
      nSequences: 4,
    } as const;
    const manifest = await writeSyntheticAtlas(root, {
      ...synthetic,
      maps: { methods: ["umap", "pca"], dims },
    });
    const files = Object.keys(await treeDigests(join(root, "m/d")));
    expect(projectionName(firstProjection(manifest))).toBe(first);
    // The build draws one large picture of the head's map, and it is the one that the page asks for.
    expect(files.filter((file) => /^heads\/L0H0\/(?!average).*webp$/.test(file))).toEqual([
      `heads/L0H0/${first}.webp`,
    ]);
    const picture = renderToStaticMarkup(
      <Thumbnail base="/" manifest={manifest} head="L0H0" extent={{ x: 1, y: 1 }} />,
    );
    expect(picture).toContain(`src="/atlas/m/d/heads/L0H0/${first}.webp"`);
    expect(files).toContain(atlasFiles.sheet(firstProjection(manifest)));
    const { method, dim } = parseView("", manifest);
    expect(projectionName({ method, dim })).toBe(first);
  });
});
