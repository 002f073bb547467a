/** Every rule of the import arrows refuses what it forbids: types count, and templates do. */
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { ESLint } from "eslint";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import rules from "../../../.dependency-cruiser.js";

/** An import that each rule of dependency-cruiser refuses: from a file, to a file. */
const REFUSED: Readonly<Record<string, readonly [from: string, to: string]>> = {
  "no-cycles": ["src/atlas/one-back.ts", "src/atlas/one.ts"],
  "contract-and-math-stand-alone": ["src/atlas/a.ts", "src/viewer/data/b.ts"],
  "measures-know-math-only": ["src/measures/a.ts", "src/atlas/b.ts"],
  "relations-know-math-only": ["src/relations/a.ts", "src/atlas/b.ts"],
  "reasons-know-math-only": ["src/reasons/a.ts", "src/atlas/b.ts"],
  "claims-know-numbers-only": ["src/claims/a.ts", "src/viewer/map/b.ts"],
  "roles-know-contract-and-reasons-only": ["src/roles/a.ts", "src/site/b.ts"],
  "projections-know-math-only": ["src/projections/a.ts", "src/color/b.ts"],
  "projections-at-build-time-only": ["src/viewer/data/g.ts", "src/projections/b.ts"],
  "colors-know-the-contract-only": ["src/color/a.ts", "src/math/b.ts"],
  "islands-know-contract-and-colors-only": ["src/islands/a.ts", "src/viewer/map/b.ts"],
  "comparisons-know-contract-and-colors-only": ["src/compare/a.ts", "src/viewer/map/b.ts"],
  "drawings-know-no-page": ["src/drawing/a.ts", "src/viewer/map/b.ts"],
  "figures-know-no-page": ["src/figure/a.ts", "src/viewer/map/b.ts"],
  "exports-know-the-contract-only": ["src/export/a.ts", "src/color/b.ts"],
  "finder-knows-the-contract-only": ["src/finder/a.ts", "src/color/b.ts"],
  "atlas-and-math-apart": ["src/math/a.ts", "src/atlas/b.ts"],
  "schemas-at-build-time-only": ["src/viewer/data/a.ts", "src/atlas/b.schema.ts"],
  "browser-code-stays-in-the-browser": ["src/viewer/data/c.ts", "node:fs"],
  "viewer-not-from-pipeline": ["src/pipeline/pack/a.ts", "src/viewer/map/b.ts"],
  "pages-not-from-pipeline": ["src/site/a.ts", "src/pipeline/pack/b.ts"],
  "only-scripts-and-tests-start-the-pipeline": ["src/integration/a.ts", "src/pipeline/pack/b.ts"],
  "training-knows-architectures-graphs-and-tokenizers-only": [
    "src/training/a.ts",
    "src/pipeline/capture/b.ts",
  ],
  "nothing-needs-the-training": ["src/pipeline/onnx/c.ts", "src/training/b.ts"],
  "what-is-around-the-pages-is-not-inside": ["src/viewer/data/d.ts", "src/integration/b.ts"],
  "offline-copies-know-addresses-and-built-pages-only": ["src/offline/a.ts", "src/viewer/data/b.ts"],
  "library-of-atlases-knows-the-contract-only": ["src/library/atlas/e.ts", "src/math/b.ts"],
  "library-of-maps-knows-no-models": ["src/library/project/e.ts", "src/pipeline/onnx/b.ts"],
  "library-of-models-knows-no-pages": ["src/library/extract/e.ts", "src/viewer/data/b.ts"],
  "widget-is-a-map-without-a-page": ["src/widget/a.ts", "src/viewer/panels/b.ts"],
  "widget-needs-no-react": ["src/widget/b.ts", "react"],
  "nothing-inside-needs-the-library": ["src/viewer/data/e.ts", "src/library/b.ts"],
  "onnx-knows-no-later-stage": ["src/pipeline/onnx/d.ts", "src/pipeline/inputs/b.ts"],
  "inputs-knows-no-later-stage": ["src/pipeline/inputs/e.ts", "src/pipeline/capture/b.ts"],
  "capture-knows-no-later-stage": ["src/pipeline/capture/e.ts", "src/pipeline/pack/b.ts"],
  "pack-knows-no-later-stage": ["src/pipeline/pack/e.ts", "src/pipeline/run/b.ts"],
  "inspect-knows-no-later-stage": ["src/pipeline/inspect/e.ts", "src/pipeline/build-atlas.ts"],
  "projections-take-matrices": ["src/pipeline/project/e.ts", "src/pipeline/onnx/b.ts"],
  "map-draws-and-state-remembers": ["src/viewer/map/e.ts", "src/viewer/panels/b.ts"],
  "shared-rooms-know-no-page": ["src/viewer/panels/e.ts", "src/viewer/head/b.ts"],
  "where-headland-runs-is-asked-by-all": ["src/package/a.ts", "src/atlas/b.ts"],
  "tokenizers-has-one-door": ["src/training/c.ts", "@huggingface/tokenizers"],
  "onnxruntime-node-has-one-door": ["src/pipeline/onnx/f.ts", "onnxruntime-node"],
  "no-scripts-inside": ["src/color/e.ts", "scripts/b.ts"],
};

const isOurs = (path: string): boolean => /^(src|scripts)\//.test(path);

describe("an import against the arrows", () => {
  const forbidden = rules.forbidden ?? [];
  let folder: string;
  let found: ICruiseResult;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "headland-"));
    // Only types are imported: they count like everything else.
    const importOf = (from: string, to: string): string => {
      const path = isOurs(to) ? `${"../".repeat(from.split("/").length - 1)}${to}` : to;
      return `import type * as other from "${path}";\nexport type Other = typeof other;\n`;
    };
    for (const [from, to] of Object.values(REFUSED)) {
      await put(join(folder, from), importOf(from, to));
      if (isOurs(to) && !Object.values(REFUSED).some(([other]) => other === to))
        await put(join(folder, to), "export const nothing = 0;\n");
    }
    const [one, back] = REFUSED["no-cycles"] ?? ["", ""];
    await put(join(folder, back), importOf(back, one));
    const { output } = await cruise(
      ["src", "scripts"],
      { baseDir: folder, ruleSet: { forbidden }, validate: true, tsPreCompilationDeps: true },
      { extensions: [".ts"] },
    );
    if (typeof output === "string") throw new Error(output);
    found = output;
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("has an example for every rule", () => {
    expect(Object.keys(REFUSED).sort()).toEqual(forbidden.map(({ name }) => name ?? "").sort());
  });

  it.each(Object.entries(REFUSED))("is refused by %s", (name, [from]) => {
    const refused = found.summary.violations.filter((violation) => violation.rule.name === name);
    expect(refused.map((violation) => violation.from)).toContain(from);
  });
});

describe("an import in a template", () => {
  const eslint = new ESLint({ cwd: join(import.meta.dirname, "../../..") });
  const refusedIn = async (file: string, line: string): Promise<string[]> => {
    const [result] = await eslint.lintText(`---\n${line}\n---\n\n<p>{String(x)}</p>\n`, { filePath: file });
    return (result?.messages ?? []).map(({ ruleId }) => ruleId ?? "");
  };

  it.each([
    ["src/components/New.astro", 'import { x } from "../pipeline/errors.ts";'],
    ["src/components/New.astro", 'import type { x } from "../pipeline/errors.ts";'],
    ["src/layouts/New.astro", 'import { x } from "#pipeline/errors.ts";'],
    ["src/routes/[model]/[dataset]/new.astro", 'import { x } from "../../../pipeline/errors.ts";'],
    ["src/routes/new.astro", 'import { x } from "../atlas/manifest.schema.ts";'],
    ["src/routes/new.astro", 'import { x } from "onnxruntime-node";'],
    ["src/routes/new.astro", 'import { x } from "../training/recipes/recipes.ts";'],
  ])("of %s is refused: %s", async (file, line) => {
    expect(await refusedIn(file, line)).toContain("no-restricted-imports");
  });

  it("of the contract is allowed", async () => {
    const line = 'import { atlasFolder as x } from "../atlas/address.ts";';
    expect(await refusedIn("src/components/New.astro", line)).not.toContain("no-restricted-imports");
  });
});

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
