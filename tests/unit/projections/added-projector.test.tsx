/** Adding a projection takes one file and one row: here the row is added to the list, and nothing else is touched. */
import { readFileSync } from "node:fs";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, expectTypeOf, it } from "vitest";
import { checkManifest } from "#atlas/files/check-manifest.ts";
import { manifestSchema } from "#atlas/files/manifest.schema.ts";
import type { Manifest } from "#atlas/files/manifest.ts";
import { optionSchemas, PROJECTION_DEFAULTS } from "#atlas/config.schema.ts";
import { projectionName } from "#atlas/method.ts";
import { parseView } from "#atlas/view/view-address.ts";
import { Kernels } from "#math/kernels.ts";
import { seededRandom } from "#math/random.ts";
import { packHead } from "#pipeline/pack/pack-head.ts";
import { projectHead, type HeadProjections } from "#pipeline/project/project-head.ts";
import { projector } from "#projections/projector.ts";
import { methodsOf, PROJECTORS, titlesOf } from "#projections/projections.ts";
import { MethodButtons } from "#viewer/panels/MethodButtons.tsx";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { writeSyntheticAtlas } from "../../helpers/synthetic-atlas.ts";

const given: string[] = [];
/** Every point goes a step from where the PCA has it towards the middle of its nearest neighbors. */
const gathered = projector({
  method: "gathered",
  title: "Gathered",
  options: { step: { byDefault: 0.5, least: 0, most: 1, isWhole: false } },
  needs: { neighbors: () => 3 },
  prepare: ({ n, start, neighbors, ...others }, options) => {
    const { step } = options;
    // The compiler knows, too, what was not asked for.
    expectTypeOf<keyof typeof others>().toEqualTypeOf<"kernels" | "seed">();
    expectTypeOf<keyof typeof options>().toEqualTypeOf<"step">();
    given.push(...Object.keys(others).sort());
    return (dim) => {
      const from = start(dim, 1);
      return from.map((x, at) => {
        const [point, axis] = [Math.floor(at / dim), at % dim];
        let sum = 0;
        for (let slot = 0; slot < 3; slot++)
          sum += from[neighbors.indices[point * neighbors.k + slot]! * dim + axis]!;
        return point < n ? x + step * (sum / 3 - x) : x;
      });
    };
  },
});

const LIST = [...PROJECTORS, gathered];
const [N, D] = [40, 4];
const kernels = new Kernels(new WebAssembly.Module(readFileSync("src/kernels/kernels.wasm")));

function project(step?: number): HeadProjections {
  const random = seededRandom(5);
  return projectHead({
    points: Float32Array.from({ length: N * D }, () => random() - 0.5),
    n: N,
    d: D,
    attentionLinks: {
      starts: new Int32Array(N + 1),
      others: new Int32Array(0),
      weights: new Float32Array(0),
    },
    projections: [
      { method: "pca", dim: 2 },
      { method: "gathered", dim: 2 },
    ],
    options: { ...PROJECTION_DEFAULTS, ...(step === undefined ? {} : { step }) },
    kernels,
    seed: 1,
    projectors: LIST,
  });
}

describe("a projector that is added to the table", () => {
  it("is asked for by its name, and its options are read with their ranges and defaults", () => {
    expect(methodsOf(LIST)).toEqual(["attention", "umap", "tsne", "pca", "gathered"]);
    const { step } = optionSchemas(LIST);
    expect(step?.parse(undefined)).toBe(0.5);
    expect(step?.safeParse(1.5).success).toBe(false);
  });

  it("is given what it needs and what all are given, and nothing else", () => {
    given.length = 0;
    project();
    expect(given).toEqual(["kernels", "seed"]);
  });

  it("lays out beside the others, by its own option", () => {
    const [pca, map] = project().maps.map(({ coordinates }) => coordinates);
    const spread = (coordinates: Float32Array | undefined): number =>
      coordinates?.reduce((sum, x) => sum + x * x, 0) ?? 0;
    expect(map).toHaveLength(2 * N);
    expect(spread(map)).toBeLessThan(spread(pca));
    expect(spread(project(0).maps[1]?.coordinates)).toBeCloseTo(spread(pca), 3);
  });

  it("is written under its name", async () => {
    const { maps } = project();
    const { files } = await packHead({
      head: { layer: 0, head: 0 },
      maps,
      nQueries: N / 2,
      norms: new Float32Array(N).fill(1),
      distortion: new Map(maps.map(({ projection }) => [projectionName(projection), new Float32Array(N)])),
      weights: new Float32Array((N / 2) ** 2),
      starts: Uint32Array.of(0, N / 2),
      keyStarts: null,
      grid: null,
      valueNorms: null,
      numbers: { head: "L0H0" } as Parameters<typeof packHead>[0]["numbers"],
    });
    expect([...files.keys()]).toContain("heads/L0H0/gathered2.json");
  });

  it("is told by the manifest with its title, and shown under it", async () => {
    const synthetic = {
      model: "m",
      dataset: "d",
      kind: "text",
      nLayers: 1,
      nHeads: 1,
      nSequences: 2,
    } as const;
    const plain = await writeSyntheticAtlas(await tempFolder(), synthetic);
    const methods = ["pca", "gathered"];
    const manifest: Manifest = { ...plain, methods, ...titlesOf(LIST, methods) };
    expect(checkManifest(manifest)).toEqual(manifest);
    expect(manifestSchema.parse(manifest)).toEqual(manifest);
    expect(parseView("?m=gathered", manifest).method).toBe("gathered");
    const buttons = renderToStaticMarkup(
      <MethodButtons manifest={manifest} pressed="gathered" onChange={() => undefined} />,
    );
    expect(buttons).toContain('aria-pressed="true">Gathered</button>');
  });

  it("is refused in a manifest that has no title for it", async () => {
    const synthetic = {
      model: "m",
      dataset: "d",
      kind: "text",
      nLayers: 1,
      nHeads: 1,
      nSequences: 2,
    } as const;
    const plain = await writeSyntheticAtlas(await tempFolder(), synthetic);
    const untitled = { ...plain, methods: ["pca", "gathered"] };
    expect(() => checkManifest(untitled)).toThrow("methods[1]: expected");
    expect(manifestSchema.safeParse(untitled).error?.issues[0]?.path).toEqual(["methods", 1]);
  });
});
