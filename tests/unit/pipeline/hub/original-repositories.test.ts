import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { load } from "js-yaml";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { checkManifest } from "#atlas/files/check-manifest.ts";
import { allSeries, stageName } from "../../../../src/site/checkpoints.ts";
import {
  hubCheckpoint,
  pictureCompanions,
  STORIES,
  textCompanions,
} from "../../../helpers/hub-checkpoint.ts";
import { layOut, type KnownRepo } from "../../../helpers/hub-layouts.ts";
import { branchCommit, COMMIT, mockSettings, startMockHub, type MockHub } from "../../../helpers/mock-hub.ts";
import { floats, node, onnxModel, TYPE, value } from "../../../helpers/onnx-writer.ts";
import { contentRoot, runBuild } from "../../../helpers/run-build.ts";
import { tinyOnnx } from "../../../helpers/tiny-model.ts";

/** Names of files that were fetched, at any commit. */
const fetched = (hub: MockHub): string[] =>
  hub.requests.flatMap(({ host, url }) =>
    host === "hub" ? (/\/resolve\/[0-9a-f]{40}\/(.*)$/.exec(url)?.[1] ?? []) : [],
  );

async function pictures(n: number): Promise<Record<string, Buffer>> {
  const files: Record<string, Buffer> = {};
  for (let i = 0; i < n; i++) {
    const background = { r: 40 * i, g: 90, b: 200 - 30 * i };
    const create = { width: 12, height: 12, channels: 3, background } as const;
    files[`datasets/scenes/${i}.png`] = await sharp({ create }).png().toBuffer();
  }
  return files;
}
const SCENES = "name: Scenes\nkind: images\nsource: ./scenes\nprojection: { methods: [pca], dims: [2] }\n";

async function readManifest(root: string, atlas: string) {
  return checkManifest(JSON.parse(await readFile(join(root, "out", atlas, "manifest.json"), "utf8")));
}

describe("a prepared model", () => {
  it.each<[preset: string, fixture: string, dataset: string, files: readonly string[]]>([
    [
      "bert-base-uncased",
      "bert/hub-names",
      "stories",
      ["config.json", "tokenizer.json", "tokenizer_config.json"],
    ],
    [
      "gpt2",
      "gpt2/hub-names",
      "stories",
      ["config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json"],
    ],
    ["vit-base-patch16-224", "vit/classifier", "scenes", ["config.json", "preprocessor_config.json"]],
    ["vit-base-patch32-224-in21k", "vit/in21k", "scenes", ["config.json", "preprocessor_config.json"]],
  ])(
    "%s becomes an atlas of its original repository, of which only what is needed is fetched",
    async (preset, fixture, dataset, files) => {
      const yaml = await readFile(`content/models/${preset}.yaml`, "utf8");
      const repo = (load(yaml) as { source: string }).source.slice("hub:".length) as KnownRepo;
      const checkpoint = await hubCheckpoint(fixture);
      const { image_size: side = 12 } = JSON.parse(checkpoint["config.json"]!.toString()) as {
        image_size?: number;
      };
      const beside = {
        ...textCompanions(),
        ...pictureCompanions(side),
        "generation_config.json": Buffer.from("{}"),
      };
      const hub = await startMockHub(repo, layOut(repo, { ...checkpoint, ...beside }));
      const isText = dataset === "stories";
      const root = await contentRoot({
        [`models/${preset}.yaml`]: yaml,
        ...(isText ? STORIES : { "datasets/scenes.yaml": SCENES, ...(await pictures(5)) }),
      });
      const options = { hub: mockSettings(hub, root), selection: { models: [preset] } };
      const { outcomes, errors } = await runBuild(root, options);
      expect(errors).toEqual([]);
      expect(outcomes).toMatchObject({
        [`${preset}/${dataset}`]: { state: "built", nHeads: 6, nComputed: 6 },
      });
      expect(fetched(hub)).toEqual([...files, "model.safetensors"]);
      const manifest = await readManifest(root, `${preset}/${dataset}`);
      expect(manifest.model.hub).toEqual({ source: `hub:${repo}`, commit: COMMIT });
      expect(manifest.replay.maxError).toBeLessThan(1e-5);
      const again = await runBuild(root, options);
      expect(again.outcomes[`${preset}/${dataset}`]?.state).toBe("unchanged");
      expect(fetched(hub)).toHaveLength(files.length + 1);
    },
  );
});

/** A graph without attention. */
const NO_ATTENTION = onnxModel({
  nodes: [node("Add", ["x", "one"], ["y"])],
  initializers: [floats("one", [1], [1])],
  inputs: [value("x", TYPE.float, ["n"])],
  outputs: ["y"],
});
const MODEL = "name: M\nsource: hub:org/name\ndatasets: [stories]\n";

describe("a model with ONNX files and weights", () => {
  const build = async (onnx: Buffer, more = "", files?: Record<string, Buffer>) => {
    const checkpoint = files ?? (await hubCheckpoint("gpt2/hub-names"));
    const hub = await startMockHub("org/name", {
      ...checkpoint,
      ...textCompanions(),
      "onnx/model.onnx": onnx,
    });
    const root = await contentRoot({ "models/m.yaml": MODEL + more, ...STORIES });
    return { hub, ...(await runBuild(root, { hub: mockSettings(hub, root) })) };
  };
  const WARNING = /^The weights are read .+ ONNX files are not understood: .+model\.onnx: /;

  it("is read from its ONNX files if they are understood", async () => {
    const { hub, outcomes, errors } = await build(tinyOnnx());
    expect(errors).toEqual([]);
    expect(outcomes["m/stories"]).toMatchObject({ state: "built", nHeads: 2 });
    expect(fetched(hub)).not.toContain("model.safetensors");
  });

  it.each([
    ["have no attention", NO_ATTENTION],
    ["are damaged", Buffer.from("no ONNX file")],
  ])("is read from its weights if they %s, and a warning says so", async (_, onnx) => {
    const { hub, outcomes, errors } = await build(onnx);
    expect(errors).toEqual([]);
    expect(outcomes["m/stories"]).toMatchObject({ state: "built", nHeads: 6 });
    expect(outcomes["m/stories"]?.warnings[0]).toMatch(WARNING);
    expect(fetched(hub)).toContain("model.safetensors");
  });

  it("fails with the error of its ONNX files if the author chose them, or the weights are not known", async () => {
    const chosen = await build(NO_ATTENTION, "weights: onnx\n");
    expect(chosen.errors).toEqual([expect.stringMatching(/model\.onnx: /)]);
    const unknown = {
      "config.json": Buffer.from('{"model_type": "hal"}'),
      "model.safetensors": Buffer.from("?"),
    };
    const { errors, hub } = await build(NO_ATTENTION, "", unknown);
    expect(errors).toEqual([expect.stringMatching(/model\.onnx: /)]);
    expect(fetched(hub)).not.toContain("model.safetensors");
  });
});

describe("a course of checkpoints", () => {
  it("is built from the branches of one repository: what is the same is fetched once, and a branch that is missing is named", async () => {
    const files = { ...(await hubCheckpoint("gpt2/neox")), ...textCompanions() };
    const hub = await startMockHub("org/pythia", files);
    // One weight is another one: the last four bytes.
    const weightsOf = (n: number): Buffer => {
      const copy = Buffer.from(files["model.safetensors"]!);
      copy.writeFloatLE(n / 8, copy.length - 4);
      return copy;
    };
    hub.branches.set("step0", { "model.safetensors": weightsOf(0) });
    hub.branches.set("step10", { "model.safetensors": weightsOf(10) });
    const course = "checkpoints: { revisions: [step0, step5, step10, v1.0] }\n";
    const root = await contentRoot({
      ...STORIES,
      "models/pythia.yaml": `name: Pythia\nsource: hub:org/pythia\ndatasets: [stories]\n${course}`,
    });
    const { outcomes, errors } = await runBuild(root, { hub: mockSettings(hub, root) });
    expect(Object.keys(outcomes)).toEqual([
      "pythia/stories",
      "pythia-step0/stories",
      "pythia-step10/stories",
    ]);
    expect(errors).toEqual(
      ["step5", "v1.0"].map(
        (revision) =>
          `./content/models/pythia.yaml, checkpoints.revisions: the repository has no such revision: expected a branch, tag or commit of org/pythia, received ${revision}.\n  Leave it out, or correct its name: the repository's page lists its branches and tags.`,
      ),
    );
    expect(fetched(hub).toSorted()).toEqual(
      [...Object.keys(files), "model.safetensors", "model.safetensors"].toSorted(),
    );
    const manifests = await Promise.all(Object.keys(outcomes).map((name) => readManifest(root, name)));
    const [series] = allSeries(manifests);
    expect(
      series?.checkpoints.map((manifest) => [manifest.model.slug, manifest.model.name, stageName(manifest)]),
    ).toEqual([
      ["pythia-step0", "Pythia, step 0", "step 0"],
      ["pythia-step10", "Pythia, step 10", "step 10"],
    ]);
    expect(series?.final.model.slug).toBe("pythia");
    expect(manifests[1]?.model.hub).toEqual({
      source: "hub:org/pythia@step0",
      commit: branchCommit("step0"),
    });
  });
});
