import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadContent } from "#pipeline/config/load-content.ts";
import { resolveModel } from "#pipeline/config/resolve-model.ts";
import { contentRoot } from "../../../helpers/run-build.ts";

const TREE = "name: Run\nsource: headvis:./tree\n";

async function messages(yaml: string): Promise<string[]> {
  const root = await contentRoot({ "models/run.yaml": yaml });
  const { errors } = await loadContent(join(root, "content"));
  return errors.flatMap(({ message }) => message.replaceAll(root, ".").split("\n"));
}

describe("a model of a HeadVis tree", () => {
  it("makes one atlas without any dataset", async () => {
    const root = await contentRoot({ "models/run.yaml": `${TREE}dataset: { slug: pile, name: The Pile }\n` });
    const { atlases, errors } = await loadContent(join(root, "content"));
    expect(errors).toEqual([]);
    expect(atlases.map(({ id }) => id)).toEqual([{ model: "run", dataset: "pile" }]);
    expect(atlases[0]?.source).toEqual({ kind: "headvis", path: join(root, "content/tree") });
    await expect(resolveModel(atlases[0]!)).rejects.toThrow("a HeadVis tree holds no model");
  });

  it("has no keys of a model that runs, nor of maps, which are told all at once", async () => {
    const found = await messages(
      `${TREE}datasets: [a]\nweights: onnx\ncheckpoint: { of: b, step: 3 }\ndataset: { limit: { points: 5 }, color: role, projection: { seed: 3 } }\n`,
    );
    const keys = [
      "datasets",
      "weights",
      "checkpoint",
      "dataset.limit",
      "dataset.color",
      "dataset.projection",
    ];
    expect(found.map((line) => line.split(": wrong value: expected no such key")[0])).toEqual(
      keys.map((key) => `./content/models/run.yaml, ${key}`),
    );
  });

  it("is on this machine", async () => {
    const [found] = await messages("name: Run\nsource: headvis:hub:org/name\n");
    expect(found).toContain("expected headvis: with a path on this machine (download the files first)");
  });
});
